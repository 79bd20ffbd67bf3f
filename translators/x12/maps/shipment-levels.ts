import type { Draft } from '../draft.ts'
import { type Fields, listOf, type ShipmentHierarchy, type Writing } from './binding.ts'
import { productIds } from './products.ts'

const lineIds = productIds(2)

/** Which levels suit packages: S-O-P-I when each holds one order's lines, else S-P-O-I. */
function hierarchyOf(packages: readonly Fields[]): ShipmentHierarchy {
  return packages.every(each => ordersOf(each).length === 1) ? 'SOPI' : 'SPOI'
}

const structures: Readonly<Record<ShipmentHierarchy, string>> = {
  SOPI: '0001',
  SOTPI: '0001',
  SOIP: '0002',
  SPOI: '0003',
  SOI: '0004',
}

/** BSN05 (X12 1005) for packages, in the levels that the partner wants or those that suit them. */
export function structureOf(packages: readonly Fields[], wanted: ShipmentHierarchy | undefined): string {
  return structures[wanted ?? hierarchyOf(packages)]
}

function linesOf(target: Fields, order: string): Fields[] {
  return listOf(target.lines).filter(line => line.purchaseOrderNumber === order)
}

/** The orders of a package's lines, each once. Most packages hold one order's. */
function ordersOf(target: Fields): string[] {
  const orders: string[] = []
  for (const line of listOf(target.lines)) {
    const order = line.purchaseOrderNumber as string
    if (!orders.includes(order)) orders.push(order)
  }
  return orders
}

/** Numbers HL levels from 1 and adds them to the set. */
export class LevelWriter {
  readonly #root: Draft
  readonly #writing: Writing
  #last = 0

  constructor(root: Draft, writing: Writing) {
    this.#root = root
    this.#writing = writing
  }

  /** A level under `parent` (0 for none); `leaf` says that nothing stands under it (HL04). */
  open(code: string, parent: number, leaf = false): { id: number; loop: Draft } {
    const loop = this.#root.addLoop('HL')
    if (!loop) throw new Error('map: the guide of the ship notice has no HL loop')
    const id = ++this.#last
    loop.add(['HL', String(id), parent ? String(parent) : '', code, leaf ? '0' : '1'])
    return { id, loop }
  }

  /** How many levels have been opened. */
  get count(): number {
    return this.#last
  }

  /** Orders, tares, packs and items under the shipment. A package of several orders stands under each of them where orders are outside. */
  writePackages(packages: readonly Fields[], shipment: number): void {
    const hierarchy = this.#writing.hierarchy ?? hierarchyOf(packages)
    if (hierarchy === 'SPOI') {
      for (const each of packages) this.#writeMixed(each, shipment)
      return
    }
    for (const order of new Set(packages.flatMap(ordersOf))) {
      const { id } = this.#order(order, shipment)
      const around = hierarchy === 'SOTPI' ? this.open('T', id).id : id
      for (const each of packages) {
        const lines = linesOf(each, order)
        if (lines.length > 0) this.#writeInside(hierarchy, each, lines, around)
      }
    }
  }

  #writeInside(hierarchy: ShipmentHierarchy, target: Fields, lines: readonly Fields[], parent: number): void {
    if (hierarchy === 'SOI') for (const line of lines) this.#writeItem(line, parent)
    else if (hierarchy === 'SOIP') {
      for (const line of lines) this.#writePack({ ...target, lines: [] }, this.#writeItem(line, parent, false))
    } else {
      const pack = this.#writePack(target, parent)
      for (const line of lines) this.#writeItem(line, pack)
    }
  }

  #order(number: string, parent: number) {
    const level = this.open('O', parent)
    level.loop.add(['PRF', number])
    return level
  }

  #writePack(target: Fields, parent: number): number {
    const lines = listOf(target.lines)
    const { id, loop } = this.open('P', parent, lines.length === 0)
    writePackDetails(target, loop)
    if (target.sscc) loop.add(['MAN', 'GM', `00${target.sscc}`])
    if (target.trackingNumber) loop.add(['MAN', 'CP', target.trackingNumber as string])
    return id
  }

  #writeMixed(target: Fields, shipment: number): void {
    const pack = this.#writePack(target, shipment)
    for (const order of ordersOf(target)) {
      const { id } = this.#order(order, pack)
      for (const line of listOf(target.lines)) if (line.purchaseOrderNumber === order) this.#writeItem(line, id)
    }
  }

  #writeItem(line: Fields, parent: number, leaf = true): number {
    const { id, loop } = this.open('I', parent, leaf)
    const number = (line.lineNumber as string | undefined) ?? ''
    const item = ['LIN', number]
    const named = lineIds.write(line, item, this.#writing, '')
    if (named) loop.add(item)
    loop.add(['SN1', named ? '' : number, line.quantity as string, (line.unit as string | undefined) ?? 'EA'])
    return id
  }
}

/** PO4: gross weight, length, width and height of a pack, with their units. */
function writePackDetails(target: Fields, loop: Draft): void {
  const { weight, length, width, height, weightUnit, dimensionUnit } = target as Record<string, string | undefined>
  if (!weight && !length && !width && !height) return
  const weighed = weight ? ['G', weight, weightUnit ?? ''] : ['', '', '']
  const size = length || width || height ? [length ?? '', width ?? '', height ?? '', dimensionUnit ?? ''] : []
  loop.add(['PO4', '', '', '', '', ...weighed, '', '', ...size])
}
