import { packCode } from '../guides/model.ts'
import {
  type Binding,
  custom,
  type Fields,
  listOf,
  type Part,
  put,
  type Reading,
  segment,
  segmentsOf,
} from './binding.ts'
import { carrier } from './carriers.ts'
import { purposes } from './codes.ts'
import { descend, type Level, readHierarchy } from './hierarchy.ts'
import { mapSet } from './map.ts'
import { normalizeNumber } from './numbers.ts'
import { party } from './parties.ts'
import { code, date, text } from './parts.ts'
import { references } from './references.ts'
import { LevelWriter, structureOf } from './shipment-levels.ts'
import { readPackages } from './shipment-packages.ts'

/** What the shipment level holds. Partners who put some of it at the order level are read too. */
const shipment: Readonly<Record<string, Binding>> = {
  carrier: carrier('carrier'),
  billOfLading: segment('REF[BM]', [text(2, 'billOfLading')]),
  references: references('references', ['BM']),
  shippedOn: segment('DTM[011]', [date(2, 'shippedOn')]),
  estimatedDelivery: segment('DTM[017|002|067|069]', [date(2, 'estimatedDelivery')]),
  shipFrom: party('SF', 'shipFrom'),
  shipTo: party('ST', 'shipTo'),
}

/** Levels S, O, P, I and what they hold. */
const levels: Binding = {
  read(root, into, reading) {
    const roots = readHierarchy(root, reading)
    const outermost = roots
      .flatMap(level => [...descend(level)])
      .filter(level => level.code === 'S' || level.code === 'O')
    const sorted = [...outermost.filter(level => level.code === 'S'), ...outermost.filter(level => level.code === 'O')]
    for (const level of sorted) {
      for (const [field, binding] of Object.entries(shipment)) {
        if (into[field] === undefined) binding.read(level.loop, into, reading)
      }
    }
    readWeight(sorted, into, reading)
    into.packages = readPackages(roots, reading)
  },
  write(from, root, writing, path) {
    const writer = new LevelWriter(root, writing)
    const { id, loop } = writer.open('S', 0)
    const packages = listOf(from.packages)
    const weight = (from.weight as string | undefined) ?? ''
    const unit = weight ? ((from.weightUnit as string | undefined) ?? '') : ''
    loop.add(['TD1', 'CTN', String(packages.length), '', '', '', weight ? 'G' : '', weight, unit])
    for (const binding of Object.values(shipment)) binding.write(from, loop, writing, path)
    writer.writePackages(packages, id)
    root.add(['CTT', String(writer.count)])
  },
}

const TD1 = packCode('TD1')

/** TD107 and TD108 of the shipment level. */
function readWeight(levels: readonly Level[], into: Fields, reading: Reading): void {
  const shipment = levels.find(level => level.code === 'S')
  const found = shipment && segmentsOf(shipment.loop, TD1, reading.buffer)[0]
  const weight = found === undefined ? undefined : normalizeNumber(reading.text(found, 7))
  if (found === undefined || weight === undefined || weight.startsWith('-')) return
  put(into, 'weight', weight, reading, found, 7)
  if (reading.text(found, 8)) put(into, 'weightUnit', reading.text(found, 8), reading, found, 8)
}

/** DTM 011 may stand in the heading. */
const headingDate: Binding = { read: segment('DTM[011]', [date(2, 'shippedOn')]).read, write() {} }

/** Some suppliers date the notice alone: without DTM 011 that date is taken. */
const dates: Binding = {
  read(_, into, reading) {
    if (into.shippedOn !== undefined || into.date === undefined) return
    into.shippedOn = into.date
    const message = 'No DTM 011 says when the goods were shipped; the date of the notice is taken.'
    reading.report('ambiguous-value', { message, at: { segment: 'BSN', position: 2, element: 3 } })
  },
  write() {},
}

/** BSN04 and BSN05: the time of writing, and the order of the levels. */
const writtenAt: Part = {
  read() {},
  write(from, elements, writing) {
    elements[4] = writing.at.slice(11, 16).replace(':', '')
    elements[5] = structureOf(listOf(from.packages), writing.hierarchy)
    return false
  },
}

const CTT = packCode('CTT')

/** CTT01 counts the HL levels; it is written with them. */
const count: Binding = {
  read(root, _, reading) {
    const found = segmentsOf(root, CTT, reading.buffer)[0]
    const claimed = found === undefined ? '' : reading.text(found, 1)
    const counted = root.loops.length
    const items = root.loops.filter(loop => reading.text(loop.segments[0]!, 3) === 'I').length
    if (found === undefined || !/^\d+$/.test(claimed) || Number(claimed) === counted || Number(claimed) === items)
      return
    const message = `CTT01 says ${claimed} levels, but ${counted} came: levels may be missing.`
    reading.report('wrong-total', {
      message,
      at: { segment: 'CTT', position: found + 1, element: 1 },
      value: claimed,
      expected: String(counted),
    })
  },
  write() {},
}

/** X12 856 ⇄ ship notice. Packages of one order are written together, under that order. */
export const map856 = mapSet('856', 'ship-notice', [
  segment('BSN', [code(1, 'purpose', purposes, 'original'), text(2, 'number'), date(3, 'date'), writtenAt]),
  custom(headingDate),
  custom(levels),
  custom(dates),
  custom(count),
])
