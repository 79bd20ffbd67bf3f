import type { Draft } from '../draft.ts'
import { type Fields, listOf, type Writing } from './binding.ts'
import { productIds } from './products.ts'

const lineIds = productIds(2)

/** Which levels a ship notice is written with: S-O-P-I when each package holds one order's lines, else S-P-O-I (X12 1005). */
export function structureOf(packages: readonly Fields[]): '0001' | '0003' {
  return packages.every(each => ordersOf(each).length === 1) ? '0001' : '0003'
}

function ordersOf(target: Fields): string[] {
  return [...new Set(listOf(target.lines).map(line => line.purchaseOrderNumber as string))]
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

  /** Orders, packs and items under the shipment. */
  writePackages(packages: readonly Fields[], shipment: number): void {
    if (structureOf(packages) === '0003') {
      for (const each of packages) this.#writeMixed(each, shipment)
      return
    }
    const orders = [...new Set(packages.flatMap(ordersOf))]
    for (const order of orders) {
      const { id } = this.#order(order, shipment)
      for (const each of packages) {
        if (ordersOf(each)[0] !== order) continue
        const pack = this.#writePack(each, id)
        for (const line of listOf(each.lines)) this.#writeItem(line, pack)
      }
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
    const weight = target.weight as string | undefined
    if (weight !== undefined)
      loop.add(['PO4', '', '', '', '', weight ? 'G' : '', weight, (target.weightUnit as string | undefined) ?? ''])
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

  #writeItem(line: Fields, parent: number): void {
    const { loop } = this.open('I', parent, true)
    const number = (line.lineNumber as string | undefined) ?? ''
    const item = ['LIN', number]
    const named = lineIds.write(line, item, this.#writing, '')
    if (named) loop.add(item)
    loop.add(['SN1', named ? '' : number, line.quantity as string, (line.unit as string | undefined) ?? 'EA'])
  }
}
