import type { BusinessDocument } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import type { OverlayContext } from '../overlay/context.ts'
import { prepareDocument, reviewDocument } from '../overlay/evaluate.ts'
import type { OverlayRules } from '../overlay/rules.ts'
import { readX12 } from '../reader.ts'
import type { WriteEnvelope } from '../types.ts'
import { writeX12 } from '../writer.ts'
import { mended } from './mend-example.ts'
import { shapedFor } from './shape-example.ts'
import type { Trial } from './writing.ts'

/** A document that the partner's map takes, with the bytes that it gives; or what the map has against the best that could be made. */
export interface ExampleDocument {
  document: BusinessDocument
  context: OverlayContext
  bytes: Uint8Array
  problems: string[]
}

/** How often an example is changed for the map's sake before it is given up. */
const mostChanges = 40

/**
 * An example that holds under the partner's map: a given document as it is, or one of the vocabulary, changed where the map wants other
 * values. It is written and read back as any other document is.
 */
export async function exampleFor(
  start: BusinessDocument,
  trial: Trial,
  rules: OverlayRules | undefined,
  envelope: WriteEnvelope,
  isGiven: boolean,
): Promise<ExampleDocument> {
  let document = isGiven ? start : shapedFor(start, trial.overlay)
  let tried = await written(document, trial, envelope)
  for (let changes = 0; changes < mostChanges && tried.problems.length > 0 && rules && !isGiven; changes++) {
    const { context } = tried
    const better = tried.problems.reduce<BusinessDocument | undefined>((found, issue) => {
      const candidate = found ? undefined : mended(document, issue, rules, { ...trial, context })
      return found ?? (candidate === document ? undefined : candidate)
    }, undefined)
    if (!better) break
    document = better
    tried = await written(document, trial, envelope)
  }
  const { bytes, context, problems } = tried
  return { document: tried.document, context, bytes, problems: [...new Set(problems.map(issue => issue.message))] }
}

interface Tried {
  document: BusinessDocument
  context: OverlayContext
  bytes: Uint8Array
  problems: Issue[]
}

async function written(document: BusinessDocument, trial: Trial, envelope: WriteEnvelope): Promise<Tried> {
  const { overlay } = trial
  const prepared = overlay
    ? await prepareDocument(document, overlay, trial.context)
    : { document, context: trial.context, issues: [] }
  const result = writeX12([prepared.document], envelope, overlay ?? { set: trial.set }, [prepared.context])
  const issues = [...prepared.issues, ...result.issues, ...(await readBack(result.bytes, trial))]
  const problems = issues.filter(issue => issue.severity === 'error')
  return { document: prepared.document, context: prepared.context, bytes: result.bytes, problems }
}

async function readBack(bytes: Uint8Array, { overlay, set: id, context }: Trial): Promise<Issue[]> {
  if (bytes.length === 0) return []
  const file = readX12(bytes, { overlay: (_sender, _receiver, set) => (set === id ? overlay : undefined) })
  const groups = file.interchanges.flatMap(interchange => interchange.groups)
  const sets = groups.flatMap(group => group.sets)
  const reviewed = overlay ? sets.flatMap(set => set.document ?? []) : []
  const reviews = await Promise.all(reviewed.map(each => reviewDocument(each, overlay!, context)))
  return [file, ...file.interchanges, ...groups, ...sets].flatMap(part => part.issues).concat(reviews.flat())
}
