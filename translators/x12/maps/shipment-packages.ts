import { packCode } from '../guides/model.ts'
import { type Fields, findSegment, parseSelector, placeOf, type Reading, segmentsOf } from './binding.ts'
import { descend, type Level, outer } from './hierarchy.ts'
import { normalizeNumber } from './numbers.ts'
import { text } from './parts.ts'
import { productIds } from './products.ts'

const MAN = packCode('MAN')
const SN1 = packCode('SN1')
const LIN = packCode('LIN')
const PRF = packCode('PRF')
const PO4 = packCode('PO4')
const TD1 = packCode('TD1')
const trackingReference = parseSelector('REF[2I|SI|CN]')
const orderReference = parseSelector('REF[PO]')
const lineIds = productIds(2)
const lineNumber = text(1, 'lineNumber')

/**
 * The packages of a shipment, whatever the levels' order (BSN05): packs hold the items under them, or stand under the item they
 * hold; a tare without packs is itself the package, and so is an item with a carton's or carrier's number; other items in no package share one
 * that has no number.
 */
export function readPackages(roots: readonly Level[], reading: Reading): Fields[] {
  const packages: Fields[] = []
  const byLevel = new Map<Level, Fields>()
  let loose: Fields | undefined
  const packageOf = (level: Level) => {
    let found = byLevel.get(level)
    if (!found) {
      found = packageFields(level, reading)
      byLevel.set(level, found)
      packages.push(found)
    }
    return found
  }
  for (const level of roots.flatMap(root => [...descend(root)])) {
    if (level.code === 'P') packageOf(level)
    if (level.code !== 'I') continue
    const inner = level.children.filter(child => child.code === 'P')
    const around = outer(level, 'P') ?? outer(level, 'T')
    if (inner.length > 0) {
      spread(level, inner.map(packageOf), inner, reading)
    } else if (around) {
      addLine(packageOf(around), lineFields(level, reading))
    } else if (segmentsOf(level.loop, MAN, reading.buffer).length > 0) {
      addLine(packageOf(level), lineFields(level, reading))
    } else {
      if (!loose) {
        loose = packageFields(undefined, reading)
        packages.push(loose)
      }
      addLine(loose, lineFields(level, reading))
    }
  }
  return packages
}

function addLine(target: Fields, line: Fields): void {
  ;(target.lines as Fields[]).push(line)
}

/** An item whose packs stand under it: each pack says how much of it it holds, or all hold the same. */
function spread(item: Level, packages: Fields[], levels: readonly Level[], reading: Reading): void {
  const line = lineFields(item, reading)
  for (const [i, target] of packages.entries()) {
    const own = segmentsOf(levels[i]!.loop, SN1, reading.buffer)[0]
    const quantity =
      own !== undefined ? normalizeNumber(reading.text(own, 2)) : share(line.quantity as string, levels.length)
    if (quantity === undefined) {
      const at = placeOf(reading, levels[i]!.loop.segments[0]!, 3)
      reading.report('invalid-value', {
        message: 'Nothing says how much of the item this pack holds; SN1 in each pack would.',
        at,
      })
    }
    addLine(target, { ...line, quantity })
  }
}

function share(quantity: string | undefined, parts: number): string | undefined {
  if (quantity === undefined || parts === 1) return quantity
  if (!/^\d+$/.test(quantity) || BigInt(quantity) % BigInt(parts) !== 0n) return undefined
  return String(BigInt(quantity) / BigInt(parts))
}

function packageFields(level: Level | undefined, reading: Reading): Fields {
  const fields: Fields = { lines: [] }
  if (!level) return fields
  for (const segment of segmentsOf(level.loop, MAN, reading.buffer)) readMarks(segment, fields, reading)
  const reference = findSegment(level.loop, trackingReference, reading)
  if (!fields.trackingNumber && reference !== undefined) fields.trackingNumber = reading.text(reference, 2) || undefined
  const pack = segmentsOf(level.loop, PO4, reading.buffer)[0]
  const detail = segmentsOf(level.loop, TD1, reading.buffer)[0]
  const weight = pack !== undefined ? normalizeNumber(reading.text(pack, 6)) : undefined
  if (pack !== undefined && weight !== undefined) set(fields, weight, reading.text(pack, 7))
  else if (detail !== undefined) set(fields, normalizeNumber(reading.text(detail, 7)), reading.text(detail, 8))
  if (pack !== undefined) readSize(pack, fields, reading)
  return fields
}

/** PO410 to PO413. */
function readSize(pack: number, fields: Fields, reading: Reading): void {
  for (const [i, field] of ['length', 'width', 'height'].entries()) {
    const value = normalizeNumber(reading.text(pack, 10 + i))
    if (value === undefined || value.startsWith('-')) continue
    fields[field] = value
    if (reading.text(pack, 13)) fields.dimensionUnit = reading.text(pack, 13)
  }
}

function set(fields: Fields, weight: string | undefined, unit: string): void {
  if (weight === undefined) return
  fields.weight = weight
  if (unit) fields.weightUnit = unit
}

/** MAN: GM is the SSCC behind its application identifier 00, AA the SSCC alone, CP and the like the carrier's number. */
function readMarks(segment: number, fields: Fields, reading: Reading): void {
  for (const element of [1, 4]) {
    const kind = reading.text(segment, element)
    const value = reading.text(segment, element + 1)
    if (!value) continue
    const sscc = kind === 'GM' && /^00\d{18}$/.test(value) ? value.slice(2) : value
    if ((kind === 'GM' || kind === 'AA') && /^\d{18}$/.test(sscc)) fields.sscc ??= sscc
    else if (kind === 'CP' || kind === 'SM' || kind === 'CA') fields.trackingNumber ??= value
    else {
      const at = placeOf(reading, segment, element + 1)
      reading.report('ambiguous-value', {
        message: `MAN ${kind} "${value}" is neither an SSCC nor a carrier's number; it is left out.`,
        at,
        value,
      })
    }
  }
}

/** PRF01 names the order of a level; some partners say it in a REF alone. */
function orderNumberIn(level: Level, reading: Reading): string | undefined {
  const named = segmentsOf(level.loop, PRF, reading.buffer)[0]
  if (named !== undefined) return reading.text(named, 1) || undefined
  const reference = findSegment(level.loop, orderReference, reading)
  return reference === undefined ? undefined : reading.text(reference, 2) || undefined
}

function lineFields(level: Level, reading: Reading): Fields {
  const fields: Fields = {}
  const order = outer(level, 'O')
  fields.purchaseOrderNumber = orderNumberIn(level, reading) ?? (order && orderNumberIn(order, reading))
  const item = segmentsOf(level.loop, LIN, reading.buffer)[0]
  if (item !== undefined) {
    lineNumber.read(item, fields, reading)
    lineIds.read(item, fields, reading)
  }
  const shipped = segmentsOf(level.loop, SN1, reading.buffer)[0]
  if (shipped !== undefined) {
    if (fields.lineNumber === undefined) lineNumber.read(shipped, fields, reading)
    fields.quantity = normalizeNumber(reading.text(shipped, 2))
    if (reading.text(shipped, 3)) fields.unit = reading.text(shipped, 3)
  }
  return fields
}
