import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X12Parser } from 'node-x12'
import { EnvelopeReader, functionalAcknowledgmentsOf, type Interchange, writeX12 } from '../translators/x12/index.ts'
import { Lexer } from '../translators/x12/lexer.ts'
import { type Figure, held, race } from './figure.ts'
import { envelope, orderFile, ordersOf } from './x12-orders.ts'

const turns = { turns: 3, milliseconds: 600 }
const split = 'split() into arrays that are kept'
const none = () => {}

function lex(bytes: Uint8Array): void {
  const lexer = new Lexer()
  lexer.push(bytes)
  lexer.end()
  for (let token = lexer.next(); token !== 'end'; token = lexer.next());
}

/** Reads a file; with `documents` each is made and let go, without them the 997 is built. */
function read(bytes: Uint8Array, documents: boolean): void {
  const interchanges: Interchange[] = []
  const reader = new EnvelopeReader(
    { documents },
    {
      interchange: interchange => interchanges.push(interchange),
      group: (group, interchange) => interchange.groups.push(group),
      set: (set, group) => {
        if (!documents) group.sets.push(set)
      },
      groupEnd: none,
      interchangeEnd: none,
      outside: none,
    },
  )
  reader.push(bytes)
  reader.end()
  if (!documents && functionalAcknowledgmentsOf(interchanges[0]!)[0]?.status !== 'accepted')
    throw new Error('not accepted')
}

/** Reading and writing X12 against `split()` and `join()` of the same text, memory in processes of their own, and node-x12 beside it. */
export async function* x12Figures(): AsyncGenerator<Figure> {
  const count = 20_000
  const orders = ordersOf(count)
  const bytes = orderFile(count)
  const text = new TextDecoder().decode(bytes)
  const megabytes = bytes.length / 1e6
  let kept: string[][] = []
  const splitting = () => {
    kept = text.split('~').map(segment => segment.split('*'))
  }
  splitting()
  const arrays = kept
  const steps: [string, () => void, () => void, string, number][] = [
    ['lex and check the envelope', () => lex(bytes), splitting, split, 4],
    ['validate every element, build the 997', () => read(bytes, false), splitting, split, 1.2],
    ['validate and map, one at a time', () => read(bytes, true), splitting, split, 0.6],
    ['write', () => void writeX12(orders, envelope), () => void joined(arrays), 'joining arrays to bytes', 0.5],
  ]
  for (const [name, work, floor, against, target] of steps) {
    const [ours, theirs] = race(work, floor, turns)
    yield held(`x12: ${name}`, ours * megabytes, 'MB/s', theirs * megabytes, against, target)
  }
  const sample = new TextDecoder().decode(orderFile(500))
  const [theirs, floor] = race(
    () => void new X12Parser(true).parse(sample),
    () => void sample.split('~').map(each => each.split('*')),
    turns,
  )
  yield {
    name: 'node-x12: read 500 orders',
    value: (theirs * sample.length) / 1e6,
    unit: 'MB/s',
    ratio: theirs / floor,
    against: split,
  }
  yield* straightLine()
  yield* peaks(bytes)
}

function joined(arrays: readonly string[][]): Uint8Array {
  return new TextEncoder().encode(arrays.map(segment => segment.join('*')).join('~'))
}

/** Time for each document, for ten and for twenty thousand: the same when time is a straight line. */
async function* straightLine(): AsyncGenerator<Figure> {
  for (const count of [10, 100, 1_000, 10_000, 20_000]) {
    const bytes = orderFile(count)
    const [rate] = race(() => read(bytes, true), none, { turns: 2, milliseconds: 300 })
    yield { name: `x12: read ${count.toLocaleString('en-US')} orders`, value: 1e6 / (rate * count), unit: 'µs each' }
  }
}

const limits: Readonly<Record<string, number>> = { lex: 120, check: 150, read: 200 }

async function* peaks(bytes: Uint8Array): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-bench-'))
  try {
    const path = join(folder, 'orders.edi')
    writeFileSync(path, bytes)
    for (const [step, limit] of Object.entries({ start: 0, ...limits })) {
      const script = join(import.meta.dirname, 'x12-peak.ts')
      const out = execFileSync(process.execPath, [script, step, path], { encoding: 'utf8' })
      const value = Number(out)
      yield limit
        ? {
            name: `x12: peak memory, ${step}`,
            value,
            unit: 'MiB',
            ratio: limit / value,
            against: `${limit} MiB`,
            target: 1,
            met: value <= limit,
          }
        : { name: 'x12: peak memory, nothing read', value, unit: 'MiB' }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
