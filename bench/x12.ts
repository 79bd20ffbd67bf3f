import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Figure, held } from './figure.ts'
import { fileOf, generators, writeLargeFile } from './x12-files.ts'

const split = 'split() into arrays that are kept'
const joining = 'joining arrays to bytes'
const many = 20_000

interface Measured {
  step: string
  name: string
  against: string
  /** The ratio to the floor, and the memory in MiB. */
  ratio: number
  peak: number
}

const measured: readonly Measured[] = [
  { step: 'envelope', name: 'lex and check the envelope', against: split, ratio: 4, peak: 120 },
  { step: 'check', name: 'validate every element, build the 997', against: split, ratio: 1.2, peak: 150 },
  { step: 'read', name: 'validate and map, one at a time', against: split, ratio: 0.6, peak: 200 },
  { step: 'write', name: 'write', against: joining, ratio: 0.5, peak: 200 },
]

/**
 * Reading and writing X12 against `split()` and `join()` of the same text, time and memory, each step in a process of its own; node-x12
 * beside it; ten to twenty thousand documents; and, with `--large`, a file of 500 MB.
 */
export async function* x12Figures(options: readonly string[]): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-bench-'))
  try {
    for (const set of Object.keys(generators)) yield* speed(set, folder)
    yield* memory(folder)
    yield* straightLine(folder)
    if (options.includes('--large')) yield* large(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function fileIn(folder: string, set: string, count: number): string {
  const path = join(folder, `${set}-${count}.edi`)
  writeFileSync(path, fileOf(set, count))
  return path
}

function* speed(set: string, folder: string): Generator<Figure> {
  const path = fileIn(folder, set, many)
  for (const { step, name, against, ratio } of measured) {
    const [ours, floor, megabytes] = raced(step, path, set, many)
    yield held(`x12 ${set}: ${name}`, ours * megabytes, 'MB/s', floor * megabytes, against, ratio)
  }
  const few = fileIn(folder, set, 500)
  const [theirs, floor, megabytes] = raced('node-x12', few, set, 500)
  const name = `x12 ${set}: node-x12, read 500`
  yield { name, value: theirs * megabytes, unit: 'MB/s', ratio: theirs / floor, against: split }
}

function raced(step: string, path: string, set: string, count: number): [number, number, number] {
  const [ours, floor] = JSON.parse(run(dirname(path), 'x12-race.ts', step, path, set, String(count))) as [
    number,
    number,
  ]
  return [ours, floor, statSync(path).size / 1e6]
}

function* memory(folder: string): Generator<Figure> {
  const path = join(folder, `850-${many}.edi`)
  for (const [step, file] of [
    ['write', '10'],
    ['start', path],
  ])
    peakOf(step!, file!, folder)
  yield { name: 'x12: peak memory, nothing read', value: peakOf('start', path, folder), unit: 'MiB' }
  for (const { step, name, peak } of measured) {
    yield limited(`x12: peak memory, ${name}`, peakOf(step, step === 'write' ? String(many) : path, folder), peak)
  }
}

/** Time and memory for each number of documents: the same time for each document when it is a straight line. */
function* straightLine(folder: string): Generator<Figure> {
  for (const count of [10, 100, 1_000, 10_000, many]) {
    const path = fileIn(folder, '850', count)
    const [rate] = raced('read', path, '850', count)
    const name = `x12: read ${count.toLocaleString('en-US')} orders`
    yield { name, value: 1e6 / (rate * count), unit: 'µs each' }
    yield { name: `${name}, peak memory`, value: peakOf('read', path, folder), unit: 'MiB' }
  }
}

async function* large(folder: string): AsyncGenerator<Figure> {
  const path = join(folder, 'large.edi')
  await writeLargeFile(path, 500e6)
  for (const step of ['check', 'read'])
    yield limited(`x12: peak memory, ${step} 500 MB`, peakOf(step, path, folder), 200)
}

function limited(name: string, value: number, limit: number): Figure {
  const against = `${limit} MiB`
  return { name, value, unit: 'MiB', ratio: limit / value, against, target: 1, met: value <= limit }
}

function peakOf(step: string, file: string, folder: string): number {
  return Number(run(folder, 'x12-peak.ts', step, file))
}

/**
 * Runs a script of this folder and answers what it printed. What Node makes of the TypeScript is kept from run to run, so that a
 * measured process reads JavaScript, as an installation does, and holds no compiler.
 */
function run(folder: string, script: string, ...given: string[]): string {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') }
  return execFileSync(process.execPath, [join(import.meta.dirname, script), ...given], { encoding: 'utf8', env })
}
