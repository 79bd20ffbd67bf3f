import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { EnvelopeReader, functionalAcknowledgmentsOf, type Group, type Interchange } from '../translators/x12/index.ts'
import { Lexer } from '../translators/x12/lexer.ts'

/** `node x12-peak.ts STEP FILE`: one step over one file, in pieces of 1 MiB as they come from the disk; prints the peak memory of the process in MiB. */
const [step, path] = process.argv.slice(2)
if (!path) throw new Error('x12-peak.ts STEP FILE')
const none = () => {}
let sets = 0

if (step === 'start') {
  // The runtime, the loader and our modules alone: what the others are measured on top of.
} else if (step === 'lex') {
  const lexer = new Lexer()
  for await (const chunk of pieces(path)) {
    lexer.push(chunk)
    for (let token = lexer.next(); token !== 'more'; token = lexer.next()) if (token === 'segment') sets++
  }
} else {
  const answered: Interchange[] = []
  const reader = new EnvelopeReader(
    { documents: step === 'read' },
    {
      interchange: interchange => answered.push(interchange),
      group: (group, interchange) => interchange.groups.push(group),
      set: (set, group: Group) => {
        sets++
        // The answer needs numbers and issues; documents go on one at a time and are not kept.
        delete set.document
        group.sets.push(set)
      },
      groupEnd: none,
      interchangeEnd: none,
      outside: none,
    },
  )
  for await (const chunk of pieces(path)) reader.push(chunk)
  reader.end()
  sets = answered.flatMap(functionalAcknowledgmentsOf).reduce((sum, answer) => sum + answer.received, 0)
}
if (sets === 0 && step !== 'start') throw new Error('nothing was read')
process.stdout.write(`${peak() / 1024}\n`)

function pieces(file: string): AsyncIterable<Buffer> {
  return createReadStream(file, { highWaterMark: 1 << 20 })
}

/** The peak of this program in KiB. The system's own count (maxRSS) begins with that of the process that started it, so Linux is asked for the program's. */
function peak(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS)
}
