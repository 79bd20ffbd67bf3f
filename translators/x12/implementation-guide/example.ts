import type { BusinessDocument } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import type { OverlayContext } from '../overlay/context.ts'
import { prepareDocument, reviewDocument } from '../overlay/evaluate.ts'
import type { OverlayRules } from '../overlay/rules.ts'
import { readX12 } from '../reader.ts'
import type { WriteEnvelope } from '../types.ts'
import { writeX12 } from '../writer.ts'
import { footed } from './examples/foot.ts'
import { isSame, mendings } from './mend-example.ts'
import { shapedFor } from './shape-example.ts'
import type { Trial } from './writing.ts'

/** A document that the partner's map takes, with the bytes that it gives; or what the map has against the best that could be made. */
export interface ExampleDocument {
  document: BusinessDocument
  context: OverlayContext
  bytes: Uint8Array
  problems: string[]
}

/** How many changes are tried before an example is given up: each costs some milliseconds. */
const mostTries = 400

/**
 * An example that holds under the partner's map: a given document as it is, or one of the vocabulary, changed step by step where the map
 * wants other values. It is written and read back as any other document is.
 */
export async function exampleFor(
  start: BusinessDocument,
  trial: Trial,
  rules: OverlayRules | undefined,
  envelope: WriteEnvelope,
  isGiven: boolean,
): Promise<ExampleDocument> {
  let best = await written(isGiven ? start : footed(shapedFor(start, trial.overlay)), trial, envelope)
  let tries = 0
  const seen = new Set([keyOf(best)])
  while (best.problems.length > 0 && rules && !isGiven) {
    const better = await improved(best, seen, trial, rules, envelope, () => tries++ < mostTries)
    if (!better) break
    seen.add(keyOf(better))
    best = better
  }
  const { document, bytes, context, problems } = best
  return { document, context, bytes, problems: [...new Set(problems.map(issue => issue.message))] }
}

/** The first change that leaves fewer problems; else the first that leaves others than were met so far. */
async function improved(
  from: Tried,
  seen: ReadonlySet<string>,
  trial: Trial,
  rules: OverlayRules,
  envelope: WriteEnvelope,
  mayTry: () => boolean,
): Promise<Tried | undefined> {
  let sideways: Tried | undefined
  for (const issue of from.problems) {
    for (const candidate of mendings(from.document, issue, rules, { ...trial, context: from.context })) {
      if (isSame(candidate, from.document)) continue
      if (!mayTry()) return sideways
      const tried = await written(candidate, trial, envelope)
      if (tried.problems.length < from.problems.length) return tried
      if (tried.problems.length === from.problems.length && !seen.has(keyOf(tried))) sideways ??= tried
    }
  }
  return sideways
}

function keyOf({ problems }: Tried): string {
  return problems.map(issue => issue.message).join('\n')
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
  const file = readX12(bytes, {
    overlay: (_sender, _receiver, set) => (set === id ? overlay : undefined),
    overlayContext: context,
  })
  const groups = file.interchanges.flatMap(interchange => interchange.groups)
  const sets = groups.flatMap(group => group.sets)
  const reviewed = overlay ? sets.flatMap(set => set.document ?? []) : []
  const reviews = await Promise.all(reviewed.map(each => reviewDocument(each, overlay!, context)))
  return [file, ...file.interchanges, ...groups, ...sets].flatMap(part => part.issues).concat(reviews.flat())
}
