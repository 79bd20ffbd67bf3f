import { packCode } from '../guides/model.ts'
import {
  type Binding,
  cannotCarry,
  type Fields,
  listOf,
  parseSelector,
  put,
  segmentsAndStarts,
  segmentsOf,
} from './binding.ts'
import { normalizeNumber } from './numbers.ts'

const CUR = packCode('CUR')
const CTP = packCode('CTP')

/**
 * The currency: CUR02, whoever CUR01 names; `entity` is written there. Where the document must have one and no CUR comes it is USD,
 * for X12 partners without CUR trade in their own currency, which for them is that.
 */
export function currency(entity: string, mode: 'required' | 'optional' = 'optional'): Binding {
  return {
    read(loop, into, reading) {
      const found = segmentsOf(loop, CUR, reading.buffer)[0]
      const code = found === undefined ? '' : reading.text(found, 2)
      if (found !== undefined && code) put(into, 'currency', code, reading, found, 2)
      else if (mode === 'required') into.currency = 'USD'
    },
    write(from, loop, writing, path) {
      if (from.currency && !loop.add(['CUR', entity, from.currency as string]))
        cannotCarry(writing, 'CUR', `${path}currency`)
    },
  }
}

/** A price of a kind (X12 236): CTP02 and CTP03, the loop around them where the set has one. */
export function price(field: string, kinds: string): Binding {
  const { qualifiers, codes } = parseSelector(`CTP[${kinds}]`)
  return {
    read(loop, into, reading) {
      const all = segmentsAndStarts(loop, CTP, reading.buffer)
      let found: number | undefined
      for (let i = 0; i < all.length && found === undefined; i++) {
        if (codes.includes(reading.code(all[i]!, 2))) found = all[i]
      }
      const value = found === undefined ? undefined : normalizeNumber(reading.text(found, 3))
      if (found !== undefined && value !== undefined) put(into, field, value, reading, found, 3)
    },
    write(from, loop, writing, path) {
      const value = from[field] as string | undefined
      if (value === undefined) return
      const target = loop.homeOf('CTP')
      if (!target) return cannotCarry(writing, 'CTP', `${path}${field}`)
      target.add(['CTP', '', qualifiers[0]!, value])
    },
  }
}

const unitPrices = price('unitPrice', 'UCP|CON|NET|WHL')

/** A line's price from a CTP of it: where the line's own segment names none, or one that an answer changes (ACK01 IP and its like). */
export const priceBeside: Binding = {
  read(loop, into, reading) {
    const isChanged = listOf(into.answers).some(answer => answer.status === 'accepted-with-changes')
    if (into.unitPrice === undefined || isChanged) unitPrices.read(loop, into, reading)
  },
  write() {},
}

/** Lines that came without a number are numbered by their place, from 1. */
export function numberLines(field: string): Binding {
  return {
    read(_, into, reading) {
      const lines = listOf(into[field])
      if (lines.every(line => line.lineNumber !== undefined)) return
      const bare = lines.filter(line => line.lineNumber === undefined)
      for (const line of bare) line.lineNumber = String(lines.indexOf(line) + 1)
      const message = `${bare.length} lines have no line number; they are numbered by their place.`
      reading.report('ambiguous-value', { message, at: { path: field } })
    },
    write() {},
  }
}

/** CTT01: how many lines there are. A count that is wrong is told, since it means that lines may be missing. */
export function countLines(
  field: string,
  count: (lines: readonly Fields[]) => number = lines => lines.length,
): Binding {
  return {
    read(loop, into, reading) {
      const found = ctt(loop, reading.buffer)
      if (found === undefined) return
      const claimed = reading.text(found, 1)
      const counted = count(listOf(into[field]))
      if (!/^\d+$/.test(claimed) || Number(claimed) === counted) return
      const at = { segment: 'CTT', position: found + 1, element: 1 }
      const message = `CTT01 says ${claimed} lines, but ${counted} came: lines may be missing.`
      reading.report('wrong-total', { message, at, value: claimed, expected: String(counted) })
    },
    write(from, loop) {
      loop.homeOf('CTT')?.add(['CTT', String(count(listOf(from[field])))])
    },
  }
}

const CTT = packCode('CTT')

function ctt(loop: Parameters<Binding['read']>[0], buffer: Parameters<typeof segmentsOf>[2]): number | undefined {
  return segmentsOf(loop, CTT, buffer)[0] ?? loop.loops.find(inner => inner.node.key === CTT)?.segments[0]
}
