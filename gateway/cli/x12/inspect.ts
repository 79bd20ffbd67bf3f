import { parseArgs } from 'node:util'
import { AnnotatedReader } from '../../../translators/x12/annotate/annotated-reader.ts'
import type { ReadOptions } from '../../../translators/x12/index.ts'
import type { Command, CommandIo } from '../command.ts'
import { inputNames, shownName } from '../input.ts'
import { paintOf } from '../paint.ts'
import { caretLines, colourOf, sentence } from './problem-lines.ts'
import { records } from './records.ts'
import { readingFrom, readingOptions, readPieces } from './source.ts'
import { Tally } from './tally.ts'
import { groupLines, interchangeLines, setLines, type TreeStyle } from './tree.ts'

/** Shows X12 as a tree that a person can read. */
export const x12Inspect: Command = {
  name: 'x12 inspect',
  does: 'show X12 as a tree: segments and elements by name, codes by meaning, errors where they are',
  usage: `crossdock x12 inspect orders.edi
crossdock x12 inspect --brief orders.edi        one line a segment
crossdock x12 inspect --json < orders.edi       one JSON object a line: interchange, group, set, issue
crossdock x12 inspect --overlay northwind-850.json orders.edi
crossdock x12 inspect --release 005010 orders.edi   by the guide of this release, whatever GS08 says

Exit status: 0 no errors, 1 errors, 2 wrong usage or not X12.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        brief: { type: 'boolean' },
        ...readingOptions,
      },
    })
    const reading = readingFrom(values)
    const style = { paint: paintOf(io), width: io.columns ?? 120, brief: values.brief ?? false }
    let status = 0
    for (const name of inputNames(positionals)) {
      const tally = values.json ? await records(name, io, reading, true) : await show(name, io, reading, style)
      status = Math.max(status, tally.status)
    }
    return status
  },
}

async function show(name: string, io: CommandIo, reading: ReadOptions, style: TreeStyle): Promise<Tally> {
  const tally = new Tally()
  const { paint, width } = style
  const say = (lines: Iterable<string>) => {
    io.out(Array.from(lines, line => `${line.trimEnd()}\n`).join(''))
  }
  const reader = new AnnotatedReader(reading, {
    interchange(interchange, header) {
      say([
        tally.interchanges++ > 0 ? '' : paint.faint(shownName(name)),
        '',
        ...interchangeLines(interchange, header, style),
      ])
    },
    group(group, interchange, header) {
      tally.groups++
      say(groupLines(group, header, interchange.delimiters, style))
    },
    set(annotated) {
      tally.set(annotated.set.issues)
      say(setLines(annotated, style))
    },
    problem(problem, level) {
      tally.issue(problem.issue)
      const indent = { file: '', interchange: '  ', group: '    ' }[level]
      const [text, caret] = caretLines(problem, width - indent.length - 2)
      const shown = text === undefined ? [] : ['', text, colourOf(problem, paint)(caret ?? '')]
      say([...shown, sentence(problem, paint)].map(line => `${indent}${line}`))
    },
  })
  await readPieces(name, io, reader)
  io.out(`\n${tally.errors > 0 ? paint.error('✗') : paint.good('✓')} ${tally.text}\n\n`)
  return tally
}
