import { AnnotatedReader, type AnnotatedSet } from '../../../translators/x12/annotate/annotated-reader.ts'
import { namedValues, segmentName } from '../../../translators/x12/annotate/meanings.ts'
import type { ReadOptions } from '../../../translators/x12/index.ts'
import type { Group, Interchange } from '../../../translators/x12/types.ts'
import type { CommandIo } from '../command.ts'
import { shownName } from '../input.ts'
import { problemRecord } from './problem-lines.ts'
import { readPieces } from './source.ts'
import { Tally } from './tally.ts'

/**
 * Writes a file as JSON objects, one a line, in the order of the file: `interchange`, `group`, `set`, `issue`, so that it streams however
 * long it is. Without `all` issues only.
 */
export async function records(name: string, io: CommandIo, reading: ReadOptions, all: boolean): Promise<Tally> {
  const tally = new Tally()
  const file = shownName(name)
  const write = (type: string, record: object) => io.out(`${JSON.stringify({ type, file, ...record })}\n`)
  const reader = new AnnotatedReader(reading, {
    interchange(interchange) {
      tally.interchanges++
      if (all) write('interchange', interchangeRecord(interchange))
    },
    group(group) {
      tally.groups++
      if (all) write('group', groupRecord(group))
    },
    set(annotated) {
      tally.set(annotated.set.issues)
      if (all) write('set', setRecord(annotated))
      for (const problem of annotated.problems) write('issue', problemRecord(problem))
    },
    problem(problem) {
      tally.issue(problem.issue)
      write('issue', problemRecord(problem))
    },
  })
  await readPieces(name, io, reader)
  return tally
}

function interchangeRecord({ groups, issues, length, ...record }: Interchange): object {
  return record
}

function groupRecord({ sets, issues, ...record }: Group): object {
  return record
}

function setRecord({ set, group, delimiters, segments }: AnnotatedSet): object {
  const { id, controlNumber, offset, length, segmentsCount, document } = set
  const described = segments().map(segment => ({
    tag: segment.tag,
    name: segmentName(segment.tag, group.version),
    elements: namedValues(segment, group.version, delimiters).map(({ element, ...value }) => value),
  }))
  return { id, controlNumber, offset, length, segmentsCount, segments: described, ...(document ? { document } : {}) }
}
