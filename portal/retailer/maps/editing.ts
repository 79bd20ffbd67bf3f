import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type MapFormat, mapProblems } from '../../../partners/maps/validate.ts'
import { csvLayout } from '../../../translators/csv/index.ts'
import type { DocumentKind } from '../../../translators/documents/index.ts'
import { type MapProblem, overlaySchema } from '../../../translators/x12/index.ts'
import type { FormValues } from '../../ui/form-data.ts'
import type { Data } from './form/lines.ts'
import {
  formOf,
  formProblems,
  type MapForm,
  mapOf,
  type PlacedProblem,
  placeProblems,
  type Row,
  readForm,
  sectionsFor,
} from './form/model.ts'
import { texts as t } from './texts.ts'

/** A draft as it is being worked on: its form and its text, which say the same unless one of them cannot be read. */
export interface Editing {
  form: MapForm
  /** What form and text say; of a text that cannot be read, what the form says. */
  map: Data
  text: string
  /** Why the text is no map. */
  textProblem?: string
  /** The text holds and the form beside it has not been shown anew: the text goes on counting as changed. */
  pending: boolean
  /** Both sides were changed, so that one would undo the other. */
  torn: boolean
  problems: PlacedProblem[]
  /** Problems of the form as such: it says something that no map can hold. */
  unwritable: boolean
  /** The section in which something was asked for, to be shown open. */
  open?: string
}

/** A map as it is first shown. */
export function editingOf(format: MapFormat, kind: DocumentKind, map: Data): Editing {
  return settled(format, kind, formOf(sectionsFor(format, kind), map))
}

const order = [...Object.keys(overlaySchema.shape), ...Object.keys(csvLayout.shape)]

/** A map as JSON that a person reads and writes: from the general to the particular, whatever order the database keeps. */
export function textOfMap(map: Data): string {
  const known = [...new Set(order)].filter(name => Object.hasOwn(map, name))
  return JSON.stringify({ ...Object.fromEntries(known.map(name => [name, map[name]])), ...map }, null, 2)
}

/** Tells whether a text was changed since it was shown. */
export function printOf(text: string): string {
  return createHash('sha256').update(text.replace(/\r\n/g, '\n').trim()).digest('base64url').slice(0, 22)
}

/** Reads what was posted: the side that was changed holds. `do` may add, remove or move a row, or ask for a field. */
export function readEditing(format: MapFormat, kind: DocumentKind, stored: Data, posted: FormValues): Editing {
  const sections = sectionsFor(format, kind)
  const base = objectIn(posted.base ?? '') ?? stored
  const form = readForm(sections, base, posted)
  const textChanged = posted.text !== undefined && printOf(posted.text) !== posted.print
  const formChanged = !isDeepStrictEqual(mapOf(form), base)
  const holds = posted.do === 'keep-text' || (textChanged && posted.do !== 'keep-form')
  if (!holds) return settled(format, kind, acted(form, posted), sectionOf(posted.do))
  const text = posted.text ?? ''
  // With a script the text follows the form at once: what was changed after it is the text.
  const followed = posted.print === printOf(textOfMap(mapOf(form)))
  const torn = formChanged && !followed && posted.do !== 'keep-text'
  const map = torn ? undefined : objectIn(text)
  const pending = posted.do === 'look-live'
  if (map) {
    // Rows of the form that was posted need not be those of the text: only a new one is meant the same.
    const own = formOf(sections, map)
    const changed = posted.do?.startsWith('add:') ? acted(own, posted) : own
    return { ...settled(format, kind, changed, sectionOf(posted.do)), pending, ...(pending ? { text } : {}) }
  }
  return { ...settled(format, kind, form), text, torn, ...(torn ? {} : { textProblem: problemOfText(text) }) }
}

function settled(format: MapFormat, kind: DocumentKind, form: MapForm, open?: string): Editing {
  const map = mapOf(form)
  const own = formProblems(form)
  const problems: MapProblem[] = [...own, ...mapProblems(format, kind, map)]
  return {
    form,
    map,
    text: textOfMap(map),
    pending: false,
    torn: false,
    problems: placeProblems(form, problems),
    unwritable: own.length > 0,
    ...(open ? { open } : {}),
  }
}

function objectIn(text: string): Data | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : undefined
  } catch {
    return undefined
  }
}

function problemOfText(text: string): string {
  try {
    JSON.parse(text)
    return t.notAnObject
  } catch (error) {
    return `${t.notJson}: ${error instanceof Error ? error.message : String(error)}`
  }
}

const sectionOf = (action: string | undefined) => action?.split(':')[1]

/** The form with what its buttons ask for: `add:segments`, `remove:segments:2`, `up:columns:3`, `ask:elements:1`. */
function acted(form: MapForm, posted: FormValues): MapForm {
  const [action, section = '', place = ''] = (posted.do ?? '').split(':')
  if (!Object.hasOwn(form.rows, section)) return form
  const rows = form.rows[section]!
  return { ...form, rows: { ...form.rows, [section]: changed(rows, action ?? '', Number(place), posted) } }

  function changed(own: readonly Row[], what: string, index: number, given: FormValues): readonly Row[] {
    const row = own[index]
    if (what === 'add') return [...own, { key: '', value: {}, shown: new Set() }]
    if (!row) return own
    if (what === 'remove') return own.filter((_, at) => at !== index)
    if (what === 'up' && index > 0) return own.toSpliced(index - 1, 2, row, own[index - 1]!)
    if (what === 'open') return own.with(index, { ...row, shown: new Set(['=']) })
    const asked = given[`${section}[${index}][ask]`]
    if (what !== 'ask' || !asked) return own
    return own.with(index, { ...row, shown: new Set([...row.shown, asked]) })
  }
}
