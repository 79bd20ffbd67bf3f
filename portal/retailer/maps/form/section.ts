import { type Codec, plain, whole, yesNo } from './lines.ts'

/** One thing that a map can say, as a field of its form. */
export interface Field {
  /** Its name within the section. */
  name: string
  /** Where it stands in the row, or in the map. */
  path: readonly (string | number)[]
  label: string
  hint?: string
  input: 'text' | 'area' | 'select'
  /** Of a select: what may be chosen, as it stands in the map; the empty choice comes first. */
  choices?: readonly Choice[]
  codec: Codec
  /** Shown in every row. Others come when they are asked for, or say something. */
  main?: boolean
  /** Takes the width of the row. */
  wide?: boolean
}

interface Choice {
  value: string
  word: string
}

/** A part of a map under its own heading. */
export interface Section {
  id: string
  title: string
  about?: string
  fields: readonly Field[]
  /** Rows that can be added and removed; absent: the fields stand alone. */
  rows?: {
    /** Where they stand in the map. */
    path: readonly string[]
    /** `record`: each row is named by a key. `list`: in order. */
    as: 'record' | 'list'
    /** Of a record: what its key is called. */
    key?: { label: string; hint?: string }
    /** What one row is called: `segment`. */
    noun: string
    /** The order of the rows says something. */
    ordered?: boolean
  }
}

type Extra = Partial<Pick<Field, 'hint' | 'main' | 'wide' | 'path'>>

const pathOf = (name: string, extra: Extra) => extra.path ?? name.split('.')

/** A field with one line of text. */
export function text(name: string, label: string, codec: Codec = plain, extra: Extra = {}): Field {
  return { name, label, input: 'text', codec, ...extra, path: pathOf(name, extra) }
}

/** A field with several lines. */
export function area(name: string, label: string, codec: Codec, extra: Extra = {}): Field {
  return { name, label, input: 'area', codec, wide: true, ...extra, path: pathOf(name, extra) }
}

/** A field with a whole number. */
export function number(name: string, label: string, extra: Extra = {}): Field {
  return text(name, label, whole, extra)
}

/** One of a list, or nothing; a choice is a word, or a value and its word. */
export function choice(
  name: string,
  label: string,
  choices: readonly (string | Choice)[],
  extra: Extra & { codec?: Codec } = {},
): Field {
  const given = choices.map(each => (typeof each === 'string' ? { value: each, word: each } : each))
  const { codec = plain, ...rest } = extra
  return { name, label, input: 'select', choices: given, codec, ...rest, path: pathOf(name, rest) }
}

/** Yes, no, or nothing said. */
export function flag(name: string, label: string, extra: Extra = {}): Field {
  return choice(name, label, ['yes', 'no'], { ...extra, codec: yesNo })
}

/** Only yes can be said, or nothing; `value` is what yes means in the map. */
export function mark(name: string, label: string, value: unknown, word = 'yes', extra: Extra = {}): Field {
  const codec: Codec = {
    print: each => (each === value ? 'yes' : String(each)),
    parse: each => (each === '' ? undefined : each === 'yes' ? value : each),
  }
  return choice(name, label, [{ value: 'yes', word }], { ...extra, codec })
}
