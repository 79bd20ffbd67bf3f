import type { Draft } from '../draft.ts'
import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import {
  type Binding,
  cannotCarry,
  type Fields,
  parseSelector,
  put,
  type Reading,
  segmentsOf,
  type Writing,
} from './binding.ts'
import { type CodeMap, codeOf, meaningOf } from './codes.ts'

/** X12 66. */
const codeIssuers: CodeMap = { buyer: ['92', '94'], supplier: ['91', '93'], duns: ['1', '9'], gln: ['UL'] }

const longCountries: Readonly<Record<string, string>> = { USA: 'US', CAN: 'CA', MEX: 'MX', GBR: 'GB' }
/** X12 128 of the number under which a party pays taxes, the one to write first. */
export const taxNumbers: readonly string[] = ['TJ', 'EI', 'VX']
const taxCodes = taxNumbers.map(packCode)

const N1 = packCode('N1')
const N2 = packCode('N2')
const N3 = packCode('N3')
const N4 = packCode('N4')
const PER = packCode('PER')
const REF = packCode('REF')
const TE = packCode('TE')
const EM = packCode('EM')
/** N102 and N201 hold 60 characters, N301 and N302 hold 55. */
const longestName = 60

/**
 * A name and address: an N1 loop whose N101 is one of these codes, the first being written. `inside`: what else of the document
 * stands in that loop, where the set has no other place for it.
 */
export function party(codes: string, field: string, inside: readonly Binding[] = []): Binding {
  const selector = parseSelector(`N1[${codes}]`)
  return {
    read(loop, into, reading) {
      const found = findParty(loop, selector.codes, reading)
      if (!found) return
      const fields = readParty(found, reading)
      if (Object.keys(fields).length > 0) put(into, field, fields, reading, found.segments[0]!, 1)
      for (const binding of inside) binding.read(found, into, reading)
    },
    write(from, loop, writing, path) {
      const fields = from[field] as Fields | undefined
      if (!fields) return
      const inner = loop.addLoop('N1')
      if (!inner) return cannotCarry(writing, 'N1', `${path}${field}`)
      writeParty(fields, selector.qualifiers[0]!, inner, writing, `${path}${field}.`)
      for (const binding of inside) binding.write(from, inner, writing, path)
    },
  }
}

function findParty(loop: Loop, codes: readonly number[], reading: Reading): Loop | undefined {
  let found: Loop | undefined
  let best = Number.POSITIVE_INFINITY
  for (const inner of loop.loops) {
    if (inner.node.key !== N1) continue
    const rank = codes.indexOf(reading.code(inner.segments[0]!, 1))
    if (rank >= 0 && rank < best) {
      found = inner
      best = rank
    }
  }
  return found
}

/** The fields of a party from its N1 loop. */
export function readParty(loop: Loop, reading: Reading): Fields {
  const fields: Fields = {}
  const trigger = loop.segments[0]!
  const more = textsOf(loop, N2, reading)
  const name = reading.text(trigger, 2)
  set(fields, 'name', more.length > 0 ? [name, ...more].filter(Boolean).join(' ') : name)
  set(fields, 'code', reading.text(trigger, 4))
  if (fields.code) set(fields, 'codeBy', meaningOf(codeIssuers, reading.text(trigger, 3)))
  const [address1, ...others] = textsOf(loop, N3, reading)
  set(fields, 'address1', address1)
  set(fields, 'address2', others.join(', '))
  const place = segmentsOf(loop, N4, reading.buffer)[0]
  if (place !== undefined) readPlace(place, fields, reading)
  for (const segment of segmentsOf(loop, PER, reading.buffer)) readContact(segment, fields, reading)
  for (const segment of segmentsOf(loop, REF, reading.buffer)) {
    if (taxCodes.includes(reading.code(segment, 1)) && !fields.taxId) set(fields, 'taxId', reading.text(segment, 2))
  }
  return fields
}

function readPlace(segment: number, fields: Fields, reading: Reading): void {
  set(fields, 'city', reading.text(segment, 1))
  const region = reading.text(segment, 5) === 'SP' ? reading.text(segment, 6) : ''
  set(fields, 'state', reading.text(segment, 2) || region)
  set(fields, 'postalCode', reading.text(segment, 3))
  const country = reading.text(segment, 4)
  const two = longCountries[country] ?? country
  if (/^[A-Z]{2}$/.test(two)) fields.country = two
  else if (two) {
    const at = { segment: 'N4', position: segment + 1, element: 4 }
    reading.report('ambiguous-value', {
      message: `N404 "${country}" is no country code of two letters; it is left out.`,
      at,
      value: country,
    })
  }
}

function readContact(segment: number, fields: Fields, reading: Reading): void {
  for (let element = 3; element <= 7; element += 2) {
    const kind = reading.code(segment, element)
    if (kind === TE && !fields.phone) set(fields, 'phone', reading.text(segment, element + 1))
    if (kind === EM && !fields.email) set(fields, 'email', reading.text(segment, element + 1))
  }
}

function writeParty(fields: Fields, code: string, loop: Draft, writing: Writing, path: string): void {
  const [name, more] = splitName(textOf(fields, 'name'))
  const number = textOf(fields, 'code')
  loop.add(
    number
      ? ['N1', code, name, codeOf(codeIssuers, textOf(fields, 'codeBy')) ?? 'ZZ', number]
      : name
        ? ['N1', code, name]
        : ['N1', code],
  )
  if (more) loop.add(['N2', more])
  writeAddress(fields, loop)
  const { phone, email } = fields as { phone?: string; email?: string }
  if (phone || email) {
    const contact = ['PER', 'IC', '']
    if (phone) contact.push('TE', phone)
    if (email) contact.push('EM', email)
    if (!loop.add(contact)) cannotCarry(writing, 'PER', `${path}phone`)
  }
  if (fields.taxId && !loop.add(['REF', taxNumbers[0]!, textOf(fields, 'taxId')]))
    cannotCarry(writing, 'REF', `${path}taxId`)
}

/** N3 and N4. A state of more than two letters goes as a region (N405 = SP). */
function writeAddress(fields: Fields, loop: Draft): void {
  const address1 = textOf(fields, 'address1')
  const address2 = textOf(fields, 'address2')
  if (address1) loop.add(['N3', address1, address2])
  else if (address2) loop.add(['N3', address2])
  const city = textOf(fields, 'city')
  const state = textOf(fields, 'state')
  const postalCode = textOf(fields, 'postalCode')
  const country = textOf(fields, 'country')
  if (!city && !state && !postalCode && !country) return
  if (state && state.length !== 2) loop.add(['N4', city, '', postalCode, country, 'SP', state])
  else loop.add(['N4', city, state, postalCode, country])
}

function textOf(fields: Fields, name: string): string {
  return (fields[name] as string | undefined) ?? ''
}

/** Two lines of at most sixty characters, cut at a space so that reading joins them again. */
function splitName(name: string): [string, string] {
  if (name.length <= longestName) return [name, '']
  const space = name.lastIndexOf(' ', longestName)
  return space > 0 ? [name.slice(0, space), name.slice(space + 1)] : [name, '']
}

/** The texts of the first two elements of every such segment. */
function textsOf(loop: Loop, key: number, reading: Reading): string[] {
  const texts: string[] = []
  for (const segment of segmentsOf(loop, key, reading.buffer)) {
    for (let element = 1; element <= 2; element++) {
      const text = reading.text(segment, element)
      if (text) texts.push(text)
    }
  }
  return texts
}

function set(fields: Fields, name: string, value: string | undefined): void {
  if (value) fields[name] = value
}

/** Several parties of a loop, each with the codes that mean it. */
export function parties(codes: Readonly<Record<string, string>>): Binding[] {
  return Object.entries(codes).map(([field, each]) => party(each, field))
}
