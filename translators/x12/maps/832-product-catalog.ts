import type { Draft } from '../draft.ts'
import { packCode } from '../guides/model.ts'
import {
  type Binding,
  cannotCarry,
  custom,
  each,
  type Fields,
  type Part,
  placeOf,
  put,
  segment,
  segmentsOf,
} from './binding.ts'
import { catalogCurrency, catalogPrices } from './catalog-prices.ts'
import type { CodeMap } from './codes.ts'
import { countLines } from './common.ts'
import { mapSet } from './map.ts'
import { parties } from './parties.ts'
import { code, companion, date, decimal, fixed, integer, text } from './parts.ts'
import { attributes, longDescription } from './product-descriptions.ts'
import { weightAndDimensions } from './product-measures.ts'
import { productIds } from './products.ts'
import { description } from './texts.ts'

/** BCT10 (X12 353). */
const scopes: CodeMap = { full: ['00', '05', '07', '18'], delta: ['04', '02', '03', '25'] }

/** A catalog that does not say that it is whole changes only what it names. One without a number of its own goes by that of its set (ST02). */
const unsaid: Binding = {
  read(_, into, reading) {
    into.scope ??= 'delta'
    into.number ??= reading.text(0, 2)
  },
  write() {},
}

/** 234 holds so many characters. */
const longestId = 48

/** A pair of LIN after those of the product's ids: its brand, its grouping, where it comes from (X12 235). */
function pair(qualifier: string, field: string): Part {
  return {
    read(found, into, reading) {
      for (let element = 2; element + 1 < reading.buffer.elements(found); element += 2) {
        const value = reading.text(found, element + 1)
        if (reading.text(found, element) === qualifier && value) put(into, field, value, reading, found, element + 1)
      }
    },
    write(from, elements, writing, path) {
      const value = from[field] as string | undefined
      if (value === undefined) return false
      if (value.length > longestId) {
        cannotCarry(writing, `LIN ${qualifier}`, `${path}${field}`)
        return false
      }
      let free = 2
      while (elements[free]) free += 2
      elements[free] = qualifier
      elements[free + 1] = value
      return false
    },
  }
}

const PER = packCode('PER')

/** Pictures: PER segments whose number is a URL (X12 365 UR). 004010 has room for eighty characters of one. */
const images: Binding = {
  read(loop, into, reading) {
    const found = segmentsOf(loop, PER, reading.buffer)
    const urls = found.flatMap(each =>
      [3, 5, 7].flatMap(at => (reading.text(each, at) === 'UR' ? reading.text(each, at + 1) || [] : [])),
    )
    if (urls.length > 0) put(into, 'images', urls, reading, found[0]!, 4)
  },
  write(from, loop, writing, path) {
    const longest = longestNumber(loop)
    for (const [i, url] of ((from.images as string[] | undefined) ?? []).entries()) {
      if (url.length > longest || !loop.add(['PER', 'IC', '', 'UR', url]))
        cannotCarry(writing, 'PER04', `${path}images[${i}]`)
    }
  },
}

/** How many characters PER04 holds in the version that is written. */
function longestNumber(loop: Draft): number {
  const node = loop.node.children[loop.node.segmentAt.get('PER') ?? -1]
  return node?.kind === 'segment' ? (node.definition.slots?.[3]?.element?.max ?? 0) : 0
}

/** X12 344, in days. */
const daysPer: Readonly<Record<string, number>> = { DA: 1, CD: 1, DW: 1, WK: 7 }
const LDT = packCode('LDT')
const leadTimes = ['AE', 'AF', 'AG'].map(packCode)

/** LDT AE: from receipt of the order to shipment; AF, to delivery, is taken where nothing better comes. */
const leadTime: Binding = {
  read(loop, into, reading) {
    const all = segmentsOf(loop, LDT, reading.buffer)
    const found = leadTimes.map(kind => all.find(each => reading.code(each, 1) === kind)).find(each => each)
    if (found === undefined) return
    const days = Math.ceil(Number(reading.text(found, 2)) * (daysPer[reading.text(found, 3)] ?? Number.NaN))
    if (Number.isSafeInteger(days) && days >= 0) return put(into, 'leadDays', days, reading, found, 2)
    const value = `${reading.text(found, 2)} ${reading.text(found, 3)}`
    const message = `LDT "${value}" is no lead time in days or weeks; it is left out.`
    reading.report('ambiguous-value', { message, at: placeOf(reading, found, 3), value, expected: 'DA or WK' })
  },
  write(from, loop) {
    if (from.leadDays !== undefined) loop.add(['LDT', 'AE', String(from.leadDays), 'DA'])
  },
}

const REF = packCode('REF')
const G53 = packCode('G53')
const ZZ = packCode('ZZ')

/** REF ZZ DISCONTINUED, as in stock lists; a product that is deleted (G5301 002) is no longer offered either. */
const discontinued: Binding = {
  read(loop, into, reading) {
    const said = segmentsOf(loop, REF, reading.buffer).some(
      each => reading.code(each, 1) === ZZ && reading.text(each, 2).toUpperCase() === 'DISCONTINUED',
    )
    const deleted = segmentsOf(loop, G53, reading.buffer).some(each => reading.text(each, 1) === '002')
    if (said || deleted) into.discontinued = true
  },
  write(from, loop) {
    if (from.discontinued) loop.add(['REF', 'ZZ', 'DISCONTINUED'])
  },
}

/** A number that cannot be right stands under no qualifier; a product that has no other id would have no LIN, and its segments stand under the product before. */
const unproven: Part = {
  read() {},
  write(from, _elements, writing, path) {
    const { unproven, ...others } = from.ids as Fields
    if (unproven === undefined) return false
    if (Object.values(others).some(Boolean)) cannotCarry(writing, 'LIN', `${path}ids.unproven`)
    else {
      const message = `${path}ids names the product by "${unproven}" alone, which cannot be right: LIN needs another id.`
      writing.report('missing-element', message, `${path}ids`)
    }
    return false
  },
}

const product = [
  segment('LIN', [
    unproven,
    productIds(2, 'ids', { elsewhere: ['BL', 'CG', 'CH'] }),
    pair('BL', 'brand'),
    pair('CG', 'category'),
    pair('CH', 'countryOfOrigin'),
  ]),
  segment('DTM[007|196]', [date(2, 'effectiveFrom')]),
  segment('DTM[036|197]', [date(2, 'effectiveTo')]),
  segment('DTM[018|169]', [date(2, 'availableFrom')]),
  custom(discontinued),
  custom(images),
  segment('CTB[OR]', [companion(3, 'minimumOrder', '57'), decimal(4, 'minimumOrder')]),
  description('title'),
  longDescription('description'),
  attributes('attributes'),
  weightAndDimensions,
  segment('PO4', [integer(1, 'casePack'), integer(14, 'innerPack')]),
  custom(leadTime),
  catalogPrices,
]

/** X12 832 ⇄ product catalog. */
export const map832 = mapSet('832', 'product-catalog', [
  segment('BCT', [fixed(1, 'PC'), text(2, 'number'), code(10, 'scope', scopes, 'delta')]),
  custom(unsaid),
  segment('DTM[097]', [date(2, 'date')]),
  segment('DTM[007|196]', [date(2, 'effectiveFrom')]),
  segment('DTM[036|197]', [date(2, 'effectiveTo')]),
  ...parties({ supplier: 'SU|VN|SE|MF' }),
  each('LIN', 'products', product, true),
  catalogCurrency,
  countLines('products'),
])
