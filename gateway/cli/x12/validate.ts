import { parseArgs } from 'node:util'
import { AnnotatedReader } from '../../../translators/x12/annotate/annotated-reader.ts'
import type { LocatedIssue } from '../../../translators/x12/annotate/locate.ts'
import type { ReadOptions } from '../../../translators/x12/index.ts'
import type { Command, CommandIo } from '../command.ts'
import { inputNames, shownName } from '../input.ts'
import { paintOf } from '../paint.ts'
import { problemLines } from './problem-lines.ts'
import { records } from './records.ts'
import { readingFrom, readingOptions, readPieces } from './source.ts'
import { Tally } from './tally.ts'

/** Says what is wrong with X12, and nothing else. */
export const x12Validate: Command = {
  name: 'x12 validate',
  does: 'check X12 against the standard and a partner’s map: what is wrong, with line, column and caret',
  usage: `crossdock x12 validate *.edi
crossdock x12 validate --overlay northwind-850.json orders.edi    a partner’s map; one for each set
crossdock x12 validate --release 005010 orders.edi                by the guide of this release, whatever GS08 says
crossdock x12 validate --json orders.edi                          one issue a line
crossdock x12 validate --quiet orders.edi                         the exit status alone

Exit status: 0 no errors (there may be warnings), 1 errors, 2 wrong usage or not X12. Columns are counted in bytes.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        quiet: { type: 'boolean' },
        ...readingOptions,
      },
    })
    const reading = readingFrom(values)
    const listening = values.quiet ? { ...io, out() {} } : io
    let status = 0
    for (const name of inputNames(positionals)) {
      const tally = values.json ? await records(name, listening, reading, false) : await list(name, listening, reading)
      status = Math.max(status, tally.status)
    }
    return status
  },
}

async function list(name: string, io: CommandIo, reading: ReadOptions): Promise<Tally> {
  const tally = new Tally()
  const paint = paintOf(io)
  const file = shownName(name)
  const say = (problem: LocatedIssue) => {
    io.out(`${problemLines(file, problem, paint, io.columns ?? 120).join('\n')}\n\n`)
  }
  const reader = new AnnotatedReader(reading, {
    interchange: () => tally.interchanges++,
    group: () => tally.groups++,
    set({ set, problems }) {
      tally.set(set.issues)
      for (const problem of problems) say(problem)
    },
    problem(problem) {
      tally.issue(problem.issue)
      say(problem)
    },
  })
  await readPieces(name, io, reader)
  io.out(`${tally.errors > 0 ? paint.error('✗') : paint.good('✓')} ${file}: ${tally.text}\n`)
  return tally
}
