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
const N1 = packCode('N1')
const N2 = packCode('N2')
const N3 = packCode('N3')
const N4 = packCode('N4')
const PER = packCode('PER')
/** N102 and N201 hold 60 characters, N301 and N302 hold 55. */
const longestName = 60

/** A name and address: an N1 loop whose N101 is one of these codes, the first being written. */
export function party(codes: string, field: string): Binding {
  const { qualifiers } = parseSelector(`N1[${codes}]`)
  return {
    read(loop, into, reading) {
      const found = findParty(loop, qualifiers, reading)
      if (!found) return
      const fields = readParty(found, reading)
      if (Object.keys(fields).length > 0) put(into, field, fields, reading, found.segments[0]!, 1)
    },
    write(from, loop, writing, path) {
      const fields = from[field] as Fields | undefined
      if (!fields) return
      const inner = loop.addLoop('N1')
      if (inner) writeParty(fields, qualifiers[0]!, inner, writing, `${path}${field}.`)
      else cannotCarry(writing, 'N1', `${path}${field}`)
    },
  }
}

function findParty(loop: Loop, qualifiers: readonly string[], reading: Reading): Loop | undefined {
  const parties = loop.loops.filter(inner => inner.node.key === N1)
  for (const qualifier of qualifiers) {
    const found = parties.find(inner => reading.text(inner.segments[0]!, 1) === qualifier)
    if (found) return found
  }
  return undefined
}

/** The fields of a party from its N1 loop. */
export function readParty(loop: Loop, reading: Reading): Fields {
  const fields: Fields = {}
  const trigger = loop.segments[0]!
  const names = [reading.text(trigger, 2), ...textsOf(loop, N2, [1, 2], reading)]
  set(fields, 'name', names.filter(Boolean).join(' '))
  set(fields, 'code', reading.text(trigger, 4))
  if (fields.code) set(fields, 'codeBy', meaningOf(codeIssuers, reading.text(trigger, 3)))
  const [address1, ...others] = textsOf(loop, N3, [1, 2], reading)
  set(fields, 'address1', address1)
  set(fields, 'address2', others.join(', '))
  for (const segment of segmentsOf(loop, N4, reading.buffer).slice(0, 1)) readPlace(segment, fields, reading)
  for (const segment of segmentsOf(loop, PER, reading.buffer)) readContact(segment, fields, reading)
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
  for (const element of [3, 5, 7]) {
    const kind = reading.text(segment, element)
    const value = reading.text(segment, element + 1)
    if (kind === 'TE' && !fields.phone) set(fields, 'phone', value)
    if (kind === 'EM' && !fields.email) set(fields, 'email', value)
  }
}

function writeParty(fields: Fields, code: string, loop: Draft, writing: Writing, path: string): void {
  const value = (name: string) => (fields[name] as string | undefined) ?? ''
  const [name, more] = splitName(value('name'))
  const issuer = value('code') ? (codeOf(codeIssuers, value('codeBy')) ?? 'ZZ') : ''
  loop.add(['N1', code, name, issuer, value('code')])
  if (more) loop.add(['N2', more])
  const address = value('address1') ? ['N3', value('address1'), value('address2')] : ['N3', value('address2')]
  if (address[1]) loop.add(address)
  const state = value('state')
  const region = state.length === 2 || !state ? [] : ['SP', state]
  const place = ['N4', value('city'), region.length > 0 ? '' : state, value('postalCode'), value('country'), ...region]
  if (place.some((element, i) => i > 0 && element)) loop.add(place)
  const contact = [...(fields.phone ? ['TE', value('phone')] : []), ...(fields.email ? ['EM', value('email')] : [])]
  if (contact.length > 0 && !loop.add(['PER', 'IC', '', ...contact])) cannotCarry(writing, 'PER', `${path}phone`)
}

/** Two lines of at most sixty characters, cut at a space so that reading joins them again. */
function splitName(name: string): [string, string] {
  if (name.length <= longestName) return [name, '']
  const space = name.lastIndexOf(' ', longestName)
  return space > 0 ? [name.slice(0, space), name.slice(space + 1)] : [name, '']
}

function textsOf(loop: Loop, key: number, elements: readonly number[], reading: Reading): string[] {
  return segmentsOf(loop, key, reading.buffer)
    .flatMap(segment => elements.map(element => reading.text(segment, element)))
    .filter(Boolean)
}

function set(fields: Fields, name: string, value: string | undefined): void {
  if (value) fields[name] = value
}

/** Several parties of a loop, each with the codes that mean it. */
export function parties(codes: Readonly<Record<string, string>>): Binding[] {
  return Object.entries(codes).map(([field, each]) => party(each, field))
}
