import type { Issue } from '../issue.ts'
import { interchangeAcknowledgmentElements } from './interchange-acknowledgments.ts'
import type { Overlay } from './overlay.ts'
import type { InterchangeAcknowledgment, WriteEnvelope } from './types.ts'
import { envelopeFaults, interchangeHeader, interchangeNumber } from './writer.ts'
import { askedDelimiters } from './writer-delimiters.ts'

/** Writes TA1 answers as an interchange without groups (X12.5). With faults in the envelope `bytes` is empty and `issues` say which. */
export function writeInterchangeAcknowledgments(
  answers: readonly InterchangeAcknowledgment[],
  envelope: WriteEnvelope,
  overlay?: Overlay,
): { bytes: Uint8Array; issues: Issue[] } {
  const issues = envelopeFaults(envelope)
  if (issues.length > 0 || answers.length === 0) return { bytes: new Uint8Array(0), issues }
  const delimiters = askedDelimiters(envelope.version, envelope, overlay)
  const segments = [
    interchangeHeader(envelope, envelope.version, delimiters),
    ...answers.map(interchangeAcknowledgmentElements),
    ['IEA', '0', interchangeNumber(envelope)],
  ]
  const end = delimiters.segment + (overlay?.lineBreak ?? '')
  const text = segments.map(elements => elements.join(delimiters.element) + end).join('')
  return { bytes: new TextEncoder().encode(text), issues }
}
