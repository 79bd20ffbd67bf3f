import { type CsvLayout, readCsv, writeCsv } from '../../translators/csv/index.ts'
import { differences } from '../../translators/differences.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import type { ReplayDifference, ReplaySample } from '../../translators/x12/index.ts'
import { segmentChanges } from '../../translators/x12/overlay/replay.ts'

interface Outcome {
  passed: boolean
  issues: Issue[]
  documents: BusinessDocument[]
  lines: string[]
}

/**
 * The same as `replayOverlays` for two layouts: of what was written, `segments` are the lines of the file. `given` is what a
 * file does not say and its receiver knows.
 */
export function replayLayouts(
  samples: readonly ReplaySample[],
  before: CsvLayout,
  after: CsvLayout,
  given: Readonly<Record<string, string>>,
): ReplayDifference[] {
  return samples.flatMap(sample => {
    const [one, other] = [outcomeOf(sample, before, given), outcomeOf(sample, after, given)]
    const difference: ReplayDifference = {
      id: sample.id,
      passed: { before: one.passed, after: other.passed },
      appeared: lackingIn(one.issues, other.issues),
      vanished: lackingIn(other.issues, one.issues),
      fields: differences(one.documents, other.documents, new Set()),
      segments: segmentChanges(one.lines, other.lines),
    }
    const { appeared, vanished, fields, segments } = difference
    const same = appeared.length + vanished.length + fields.length + segments.length === 0
    return same && one.passed === other.passed ? [] : [difference]
  })
}

function outcomeOf(sample: ReplaySample, layout: CsvLayout, given: Readonly<Record<string, string>>): Outcome {
  if ('bytes' in sample) {
    const { documents, issues } = readCsv(sample.bytes, layout, { given })
    return { passed: documents.length > 0 && !hasErrors(issues), issues, documents, lines: [] }
  }
  const { bytes, issues } = writeCsv([sample.document], layout)
  const lines = hasErrors(issues) ? [] : new TextDecoder(layout.encoding).decode(bytes).split(/\r?\n/)
  return { passed: !hasErrors(issues), issues, documents: [], lines }
}

/** Those of `others` that `issues` has not. */
function lackingIn(issues: readonly Issue[], others: readonly Issue[]): Issue[] {
  const known = new Set(issues.map(keyOf))
  return others.filter(issue => !known.has(keyOf(issue)))
}

const keyOf = ({ severity, code, at, message }: Issue) => JSON.stringify([severity, code, at, message])
