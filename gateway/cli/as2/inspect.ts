import { parseArgs } from 'node:util'
import { type Inspection, inspect, inspectionText } from '../../transports/as2/inspect.ts'
import { CannotRun, type Command, type CommandIo } from '../command.ts'
import { oneInput } from '../input.ts'
import { paintOf, visible } from '../paint.ts'
import { momentFrom } from '../x12/envelope-options.ts'
import { certificatesIn, keyPairsOf } from './credentials.ts'
import { messageIn } from './message-file.ts'

const digests = ['sha1', 'sha256', 'sha384', 'sha512', 'md5'] as const

/** Opens an AS2 message in a file. */
export const as2Inspect: Command = {
  name: 'as2 inspect',
  does: 'open an AS2 message file layer by layer: encryption, signature, compression, MIC, documents',
  usage: `crossdock as2 inspect message.bin --key our-key.pem --certificate our-cert.pem --partner their-cert.pem
crossdock as2 inspect --content message.bin --key … --certificate … --partner … | crossdock x12 inspect
crossdock as2 inspect --json message.bin

The file holds the headers (Content-Type at least), a blank line and the body. Without keys it is opened as far as it goes without them.
Several keys and certificates may be given; --passphrase for an encrypted key; --micalg for the MIC of an unsigned message;
--at for the moment at which certificates have to be valid. Expired ones are told, not refused.
Exit status: 0 opened, 1 not opened, 2 wrong usage or a file that cannot be read.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        certificate: { type: 'string', multiple: true },
        partner: { type: 'string', multiple: true },
        passphrase: { type: 'string' },
        micalg: { type: 'string', default: 'sha256' },
        at: { type: 'string' },
        content: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    })
    const micalg = digests.find(name => name === values.micalg.toLowerCase().replaceAll('-', ''))
    if (!micalg) throw new CannotRun(`--micalg takes one of ${digests.join(', ')}.`)
    const keys = keyPairsOf(values.key ?? [], certificatesIn(values.certificate ?? []), values.passphrase)
    const partner = certificatesIn(values.partner ?? []).map(certificate => ({ certificate }))
    const now = momentFrom(values.at)
    const file = await messageIn(oneInput(positionals), io)
    const inspection = await inspect(file, {
      keys,
      partner,
      now,
      micalg,
      maxBytes: 1024 ** 3,
      expiredCertificates: 'accept',
      allowMd5: true,
    })
    if (values.content) await tellContent(inspection, io)
    else if (values.json) io.out(`${JSON.stringify(recordOf(inspection), undefined, 2)}\n`)
    else tell(inspection, io)
    return inspection.result.ok ? 0 : 1
  },
}

function tell(inspection: Inspection, io: CommandIo): void {
  const paint = paintOf(io)
  for (const line of inspectionText(inspection).map(visible)) {
    if (line.startsWith('Not opened')) io.out(`${paint.error(line)}\n`)
    else if (line.startsWith('Note:')) io.out(`${paint.warning(line)}\n`)
    else io.out(`${line.replace(/^(\s*)([A-Za-z][^:]*):/, (_, indent, label) => `${indent}${paint.tag(label)}:`)}\n`)
  }
}

/** The documents alone, byte for byte, one after the other. */
async function tellContent({ result }: Inspection, io: CommandIo): Promise<void> {
  if (!result.ok) io.error(`Not opened: ${visible(result.detail)}.\n`)
  else for (const { content } of result.documents) for await (const piece of content.read()) io.out(piece)
}

function recordOf({ layers, result }: Inspection): object {
  const shown = layers.map(({ type, bytes, facts }) => ({
    type,
    bytes,
    facts: facts.map(([label, value]) => ({ label: label.trim(), value })),
  }))
  const mic = result.mic ? { digest: result.mic.digest, value: result.mic.value.toString('base64') } : undefined
  if (!result.ok) return { opened: false, failure: result.failure, detail: result.detail, mic, layers: shown }
  const { signature, encryption, compression } = result.protection
  return {
    opened: true,
    mic,
    signature: signature && {
      digest: signature.digest,
      subject: signature.certificate.subject,
      fingerprint: signature.certificate.fingerprint,
      signingTime: signature.signingTime,
    },
    encryption: encryption && { cipher: encryption.cipher, fingerprint: encryption.certificate.fingerprint },
    compression,
    documents: result.documents.map(({ contentType, fileName, content }) => ({
      contentType,
      fileName,
      bytes: content.size,
    })),
    warnings: result.warnings,
    layers: shown,
  }
}
