import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BusinessDocument } from '../translators/documents/index.ts'
import { type WriteEnvelope, writeX12 } from '../translators/x12/index.ts'
import { invoicesOf } from './x12-invoices.ts'
import { ordersOf } from './x12-orders.ts'
import { shipmentsOf } from './x12-shipments.ts'

/** What the benchmark reads and writes, by transaction set: so many documents, the same each time. */
export const generators: Readonly<Record<string, (count: number) => Iterable<BusinessDocument>>> = {
  '850': ordersOf,
  '856': shipmentsOf,
  '810': invoicesOf,
}

/** The envelope of the benchmark's files. */
export const envelope: WriteEnvelope = {
  senderQualifier: 'ZZ',
  sender: 'NORTHWIND',
  receiverQualifier: '01',
  receiver: '123456789',
  version: '004010',
  usage: 'P',
  interchangeControlNumber: 1,
  groupControlNumber: 1,
  firstSetControlNumber: 1,
  at: '2026-11-22T10:00:00Z',
}

/** A file of so many documents: 20,000 are about 21 MB. */
export function fileOf(set: string, count: number): Uint8Array {
  const { bytes, issues } = writeX12(generators[set]!(count), envelope)
  if (issues.length > 0) throw new Error(`${set}: ${issues[0]!.message}`)
  return bytes
}

/** Writes a file of at least so many bytes, interchange after interchange of a thousand orders; never more than one is held. */
export async function writeLargeFile(path: string, size: number): Promise<void> {
  const bytes = Buffer.from(fileOf('850', 1000))
  const places = [bytes.indexOf('*000000001*') + 1, bytes.lastIndexOf('*000000001~') + 1]
  async function* interchanges() {
    for (let number = 1; (number - 1) * bytes.length < size; number++) {
      const next = Buffer.from(bytes)
      for (const place of places) next.write(String(number).padStart(9, '0'), place)
      yield next
    }
  }
  await pipeline(Readable.from(interchanges()), createWriteStream(path))
}
