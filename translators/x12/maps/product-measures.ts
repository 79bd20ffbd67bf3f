import { packCode } from '../guides/model.ts'
import { type Binding, type Fields, placeOf, put, type Reading, segmentsOf } from './binding.ts'
import { normalizeNumber } from './numbers.ts'

const MEA = packCode('MEA')
const PO4 = packCode('PO4')

/** MEA02 (X12 738) of each measure, the one to write first. */
const measures = [
  { field: 'weight', unitField: 'weightUnit', codes: ['G', 'WT', 'N'] },
  { field: 'length', unitField: 'dimensionUnit', codes: ['LN', 'L'] },
  { field: 'width', unitField: 'dimensionUnit', codes: ['WD'] },
  { field: 'height', unitField: 'dimensionUnit', codes: ['HT'] },
] as const

/**
 * Weight and dimensions of one unit: MEA segments (MEA01 PD, physical dimensions). Where there are none, those in PO4 count when they
 * speak of one unit, for PO401 above 1 makes them those of a case.
 */
export const weightAndDimensions: Binding = {
  read(loop, into, reading) {
    const found = segmentsOf(loop, MEA, reading.buffer)
    for (const { field, unitField, codes } of measures) {
      const named = codes.map(code => found.find(each => reading.text(each, 2) === code))
      const segment = named.find(each => each !== undefined)
      if (segment !== undefined) readMeasure(segment, field, unitField, into, reading)
    }
    const pack = segmentsOf(loop, PO4, reading.buffer)[0]
    if (pack === undefined || Number(reading.text(pack, 1) || '1') !== 1) return
    readPackMeasure(pack, ['weight'], [6], 'weightUnit', 7, into, reading)
    readPackMeasure(pack, ['length', 'width', 'height'], [10, 11, 12], 'dimensionUnit', 13, into, reading)
  },
  write(from, loop) {
    for (const { field, unitField, codes } of measures) {
      const value = from[field] as string | undefined
      if (value !== undefined) loop.add(['MEA', 'PD', codes[0], value, (from[unitField] as string | undefined) ?? ''])
    }
  },
}

function readMeasure(segment: number, field: string, unitField: string, into: Fields, reading: Reading): void {
  const value = normalizeNumber(reading.text(segment, 3))
  if (value === undefined || value.startsWith('-')) return
  const unit = reading.components(segment, 4)[0]!
  if (into[unitField] !== undefined && unit && into[unitField] !== unit) {
    const at = placeOf(reading, segment, 4)
    const message = `MEA04 is ${unit} where the other dimensions are in ${String(into[unitField])}; this one is left out.`
    reading.report('ambiguous-value', { message, at, value: unit, expected: String(into[unitField]) })
    return
  }
  put(into, field, value, reading, segment, 3)
  if (unit) put(into, unitField, unit, reading, segment, 4)
}

function readPackMeasure(
  segment: number,
  fields: readonly string[],
  elements: readonly number[],
  unitField: string,
  unitElement: number,
  into: Fields,
  reading: Reading,
): void {
  if (fields.some(field => into[field] !== undefined)) return
  for (const [i, field] of fields.entries()) {
    const value = normalizeNumber(reading.text(segment, elements[i]!))
    if (value !== undefined && !value.startsWith('-')) put(into, field, value, reading, segment, elements[i]!)
  }
  const unit = reading.text(segment, unitElement)
  if (unit && fields.some(field => into[field] !== undefined)) put(into, unitField, unit, reading, segment, unitElement)
}
