import type { MailPart } from './parts.ts'

/** `TNEF_SIGNATURE` ([MS-OXTNEF] 2.1.3.1). */
const signature = 0x223e9f78

/** Attributes that are read ([MS-OXTNEF] 2.1.3.2): where an attachment begins, its name, its bytes. */
const attributes = { attachRendData: 0x00069002, attachTitle: 0x00018010, attachData: 0x0006800f }

/** Attachments in one wrapper: more are no business mail. */
const most = 100

/** Whether a part is the wrapper in which Outlook hides attachments from other programs (`winmail.dat`). */
export function isTnef({ contentType, fileName = '' }: Pick<MailPart, 'contentType' | 'fileName'>): boolean {
  return /^application\/(vnd\.)?ms-tnef$/.test(contentType) || /^winmail\.dat$/i.test(fileName)
}

/** The attachments of a TNEF wrapper; undefined where it cannot be read. The text of the mail stands beside it, and is not looked for. */
export function openTnef(bytes: Uint8Array): { fileName: string; bytes: Uint8Array }[] | undefined {
  const stream = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (stream.length < 6 || stream.readUInt32LE(0) !== signature) return undefined
  const found: { fileName: string; bytes: Uint8Array }[] = []
  // Each attribute: level (1 octet), id (4), length (4), data, checksum (2).
  for (let at = 6; at < stream.length; ) {
    if (at + 9 > stream.length || found.length > most) return undefined
    const id = stream.readUInt32LE(at + 1)
    const length = stream.readUInt32LE(at + 5)
    const data = stream.subarray(at + 9, at + 9 + length)
    if (data.length < length) return undefined
    const last = found.at(-1)
    if (id === attributes.attachRendData) found.push({ fileName: '', bytes: new Uint8Array(0) })
    else if (id === attributes.attachTitle && last) last.fileName = data.toString('latin1').replace(/\0.*$/s, '')
    else if (id === attributes.attachData && last) last.bytes = data
    at += 9 + length + 2
  }
  return found.filter(one => one.bytes.length > 0)
}
