import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { collect, sourceOf } from '../../transports/as2/bytes/source.ts'
import { keepInMemory } from '../../transports/as2/keep-in-memory.ts'
import type { As2Receipt, As2ReceiveDeps } from '../../transports/as2/ports.ts'
import { serializeReceipt } from '../../transports/as2/receipt.ts'
import { sendReceipt } from '../../transports/as2/send.ts'
import type { As2Settings } from '../../transports/as2/settings.ts'

/** A receiver that keeps what it gets in a folder. */
export interface FolderReceiver {
  deps: As2ReceiveDeps
  /** Sends the receipts that were asked for asynchronously, once their messages have been answered. */
  deliverReceipts(): Promise<void>
}

/**
 * A station for tests with partners: every file goes into `folder` under a name of its own, with what it came with beside it, and the
 * receipts that were given. Repeats are known for as long as it runs.
 * @param settingsFor the agreement with whoever sends, or undefined for somebody unknown
 */
export function folderReceiver(
  folder: string,
  settingsFor: (as2From: string, as2To: string) => As2Settings | undefined,
  say: (line: string) => void,
): FolderReceiver {
  mkdirSync(folder, { recursive: true })
  const receipts = new Map<string, { receipt: As2Receipt; settings: As2Settings | undefined }>()
  const waiting: { receipt: As2Receipt; settings: As2Settings }[] = []
  const keep = (name: string, bytes: Uint8Array) => {
    const free = freeName(folder, name)
    writeFileSync(join(folder, free), bytes, { flag: 'wx' })
    return free
  }
  const keepReceipt = (name: string, receipt: As2Receipt) => {
    if (receipt.route.kind !== 'none') keep(`${name}.mdn`, serializeReceipt(receipt.headers, receipt.body))
  }
  const later = (receipt: As2Receipt, settings: As2Settings | undefined) => {
    if (receipt.route.kind === 'async' && settings) waiting.push({ receipt, settings })
  }
  const deps: As2ReceiveDeps = {
    ...keepInMemory(),
    now: () => new Date(),
    newId: randomUUID,
    findStation: async (as2From, as2To) => {
      const settings = settingsFor(as2From, as2To)
      return settings && { retailerId: '', partnershipId: as2From, settings }
    },
    findReceipt: async (_, wireId) => receipts.get(wireId)?.receipt,
    async addReceipt({ wireId, receipt }) {
      const kept = receipts.get(wireId)
      if (kept) receipts.set(wireId, { ...kept, receipt })
      return receipt
    },
    async sendReceiptAgain({ wireId, url }) {
      const kept = receipts.get(wireId)
      if (kept) later({ ...kept.receipt, route: { kind: 'async', url } }, kept.settings)
    },
    async commit({ message, attachments, receipt }) {
      if (receipts.has(message.wireId)) return { messageId: message.wireId, repeated: true }
      const files = [{ fileName: message.fileName ?? 'message.dat', bytes: message.bytes }, ...attachments]
      const names: string[] = []
      for (const file of files) names.push(keep(file.fileName, await collect(sourceOf(file.bytes))))
      keep(`${names[0]}.json`, Buffer.from(`${JSON.stringify({ files: names, ...message.evidence }, undefined, 2)}\n`))
      keepReceipt(names[0]!, receipt)
      const settings = settingsFor(message.evidence?.as2From ?? '', message.evidence?.as2To ?? '')
      receipts.set(message.wireId, { receipt, settings })
      later(receipt, settings)
      say(`received ${names.join(', ')} from ${message.evidence?.as2From}`)
      return { messageId: message.wireId, repeated: false }
    },
    async keepRejected({ as2From, detail, receipt, wire, station }) {
      const name = keep('refused.bin', await collect(sourceOf(wire.body)))
      keepReceipt(name, receipt)
      later(receipt, station?.settings)
      say(`refused a message from ${as2From}: ${detail}`)
    },
    findSent: async () => undefined,
    async receiveReceipt({ originalMessageId, wire }) {
      const headers = Object.fromEntries(
        ['content-type', 'as2-from', 'as2-to', 'message-id', 'date'].flatMap(name => {
          const value = wire.headers[name]?.[0]
          return value === undefined ? [] : [[name, value]]
        }),
      )
      const name = keep('receipt.mdn', serializeReceipt(headers, wire.body))
      say(`receipt for ${originalMessageId ?? 'an unnamed message'} kept in ${name}`)
    },
  }
  return {
    deps,
    async deliverReceipts() {
      for (const { receipt, settings } of waiting.splice(0)) {
        const delivery = await sendReceipt(receipt, settings, { now: () => new Date(), allowPrivateAddresses: true })
        say(delivery.ok ? 'its receipt was taken' : `its receipt was not taken: ${delivery.failure.detail}`)
      }
    },
  }
}

/** `850.edi`, `850-2.edi`, … : nothing is ever written over. Names come out of a message clean of everything that a path could be made of. */
function freeName(folder: string, name: string): string {
  const dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name.slice(0, dot)}-${number}${name.slice(dot)}`
    if (!existsSync(join(folder, candidate))) return candidate
  }
}
