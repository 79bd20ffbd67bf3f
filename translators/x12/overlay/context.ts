import type { BusinessDocument } from '../../documents/index.ts'

/** What a map may look at beside the document itself. Whoever writes or reads hands it in; everything is optional. */
export interface OverlayContext {
  /** The document that is answered: the order, for its acknowledgment, ship notice, invoice. */
  source?: BusinessDocument
  /** What is known of the trade: `environment`, `channel`, `programme`, `payment` … whatever the map's conditions ask for. */
  facts?: Readonly<Record<string, string>>
  /** Who sent the source document: where `receiver: "source"` goes to. */
  sourceSender?: { qualifier: string; id: string }
  /** The values of the map's expressions for this document, see `evaluateOverlay`. */
  computed?: ComputedValues
}

/** The values of expressions by the id of their rule: one, or one for each occurrence of the rule's loop. */
export type ComputedValues = ReadonlyMap<string, string | readonly (string | undefined)[]>

/** A field of a document by its path: `shipTo.code`, `references[department].value`; `lines[].x` for the entry at `index`. Absent: undefined. */
export function fieldAt(document: unknown, path: string, index: number): string | undefined {
  let at: unknown = document
  for (const [, name = '', list] of path.matchAll(/([a-zA-Z]\w*)(?:\[([\w.-]*)\])?/g)) {
    at = own(at, name)
    if (list === undefined) continue
    if (!Array.isArray(at)) return undefined
    if (list === '') at = at[index]
    else if (/^\d+$/.test(list)) at = at[Number(list)]
    else at = at.find(entry => own(entry, 'type') === list)
  }
  return typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' ? String(at) : undefined
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
