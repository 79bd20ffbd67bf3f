import { readFileSync } from 'node:fs'
import { X12Parser } from 'node-x12'
import { writeX12 } from '../translators/x12/index.ts'
import { race } from './figure.ts'
import { envelope, generators } from './x12-files.ts'
import { type Step, stepOf } from './x12-steps.ts'

/**
 * `node x12-race.ts STEP FILE SET COUNT`: one step with a file of so many documents, in turns with its floor; prints the rounds a second
 * of both as JSON. In a process of its own, since code that has run with other work before is compiled differently.
 */
const [step = '', path = '', set = '', count = ''] = process.argv.slice(2)
const bytes = readFileSync(path)
const text = bytes.toString('latin1')
let kept: string[][] = []

function split(): void {
  kept = text.split('~').map(segment => segment.split('*'))
}

function join(): void {
  new TextEncoder().encode(kept.map(segment => segment.join('*')).join('~'))
}

function readAll(): void {
  const doing = stepOf(step as Step)
  doing.push(bytes)
  if (doing.end() !== Number(count)) throw new Error('not every set is well')
}

function workAndFloor(): [() => void, () => void] {
  if (step === 'node-x12') return [() => void new X12Parser(true).parse(text), split]
  if (step !== 'write') return [readAll, split]
  split()
  const documents = [...generators[set]!(Number(count))]
  return [() => void writeX12(documents, envelope), join]
}

const [work, floor] = workAndFloor()
process.stdout.write(JSON.stringify(race(work, floor, { turns: 4, milliseconds: 600 })))
