import Big from 'big.js'
import { and, eq, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { readPacked } from '../../db/read-packed.ts'
import { products, purchaseOrderLines } from '../../db/schema/index.ts'
import { isAnyOf } from '../records.ts'
import { CreditRoom } from './credit-room.ts'
import type { OrderFacts, OrderLineFacts } from './facts.ts'
import { type Fees, loadFees, sharesOf, takeFees } from './fees.ts'
import type { ReadInvoice } from './lock.ts'
import type { MatchInput } from './match.ts'
import { zero } from './money.ts'
import type { Counts } from './store-counts.ts'

/** An invoice with its parts as a match reads them; whether it is locked is its reader's matter. */
export type Billed = ReadInvoice

/** An order line with what invoices and credit memos count of it, which moves as they are matched. */
type LedgerLine = OrderLineFacts & { purchaseOrderId: string }

/**
 * What a batch of invoices is matched against: the lines of their purchase orders and what invoices take of the orders' fees. Read once; `note` keeps it up to date, so that
 * the invoices of a batch meet each other as if they had been matched one by one.
 */
export class Ledger {
  readonly #lines: ReadonlyMap<string, LedgerLine>
  readonly #linesOf: ReadonlyMap<string, LedgerLine[]>
  readonly #fees: Fees

  /** Only where a credit memo is among them. */
  readonly #credits: CreditRoom | undefined

  private constructor(lines: readonly LedgerLine[], fees: Fees, credits: CreditRoom | undefined) {
    this.#lines = new Map(lines.map(line => [line.id, line]))
    this.#linesOf = Map.groupBy(lines, line => line.purchaseOrderId)
    this.#fees = fees
    this.#credits = credits
  }

  /** Reads what belongs to the orders of these invoices. */
  static async load(orm: Orm, retailerId: string, billed: readonly Billed[]): Promise<Ledger> {
    const ids = [...new Set(billed.flatMap(({ orders }) => orders.map(order => order.id)))]
    const memos = billed.filter(({ invoice }) => invoice.type === 'credit-memo')
    const credited = [...new Set(memos.flatMap(({ orders }) => orders.map(order => order.id)))]
    const [lines, fees, credits] = await Promise.all([
      ids.length > 0 ? loadOrderLines(orm, retailerId, ids) : [],
      ids.length > 0 ? loadFees(orm, retailerId, ids) : new Map(),
      memos.length > 0 ? CreditRoom.load(orm, retailerId, credited) : undefined,
    ])
    return new Ledger(lines, fees, credits)
  }

  /** What an invoice is matched with, as it stands without what this invoice itself counted before. */
  inputOf(billed: Billed, now: Date): MatchInput {
    const { invoice, lines, charges, partnership } = billed
    return {
      invoice: { ...invoice, date: invoice.invoiceDate, lines, charges },
      orders: billed.orders.map(order => this.#factsOf(order, billed)),
      agreement: partnership,
      mayWait: now < invoice.waitUntil,
      ...(invoice.type === 'credit-memo' && this.#credits && { creditable: this.#credits.leftFor(billed) }),
    }
  }

  /** An invoice counts this from now on. */
  note(billed: Billed, counts: Counts): void {
    const { invoice, lines, charges, orders } = billed
    this.#credits?.note(billed, counts)
    const counter = counterOf(invoice.type)
    for (const [id, by] of movesOf(lines, counts)) {
      const line = this.#lines.get(id)
      if (line) line[counter] = new Big(line[counter]).plus(by).toFixed()
    }
    if (orders.length === 0 || invoice.type !== 'invoice') return
    const payableOf = new Map(counts.charges.map(charge => [charge.chargeId, charge.payable]))
    const fees = charges
      .filter(charge => charge.kind === 'charge' && charge.reason !== 'tax')
      .reduce((total, charge) => total.plus(payableOf.get(charge.id)!), zero)
    for (const [orderId, share] of sharesOf(fees, orders)) takeFees(this.#fees, orderId, invoice.id, share)
  }

  #factsOf({ id, number, currency, expectedFees }: Billed['orders'][number], billed: Billed): OrderFacts {
    let fees = zero
    for (const [invoiceId, taken] of this.#fees.get(id) ?? []) {
      if (invoiceId !== billed.invoice.id) fees = fees.plus(taken)
    }
    const lines = (this.#linesOf.get(id) ?? []).map(line => withoutOwn(line, billed))
    return { id, number, currency, expectedFees, feesBilled: fees.toFixed(), lines }
  }
}

/** A line's counters as they would stand without this invoice. */
function withoutOwn(line: LedgerLine, { invoice, lines }: Billed): LedgerLine {
  const counter = counterOf(invoice.type)
  let own = zero
  for (const mine of lines) {
    if (mine.purchaseOrderLineId === line.id && mine.countedInOrderUnits !== '0')
      own = own.plus(mine.countedInOrderUnits)
  }
  return own.eq(0) ? line : { ...line, [counter]: new Big(line[counter]).minus(own).toFixed() }
}

/** Which counter of a purchase order line a document of this type stands in. */
export function counterOf(type: 'invoice' | 'credit-memo'): 'invoiced' | 'credited' {
  return type === 'invoice' ? 'invoiced' : 'credited'
}

/** By how much the counter of each purchase order line moves when lines count this instead of what they did; those that stay are left out. */
export function movesOf(lines: ReadInvoice['lines'], counts: Counts): Map<string, Big> {
  const moves = new Map<string, Big>()
  const move = (id: string | null, by: Big) => {
    if (id && !by.eq(0)) moves.set(id, (moves.get(id) ?? zero).plus(by))
  }
  const next = new Map(counts.lines.map(line => [line.lineId, line]))
  for (const row of lines) {
    move(row.purchaseOrderLineId, new Big(row.countedInOrderUnits).neg())
    move(next.get(row.id)!.orderLineId, new Big(next.get(row.id)!.countedInOrderUnits))
  }
  for (const [id, by] of moves) if (by.eq(0)) moves.delete(id)
  return moves
}

const ordered = purchaseOrderLines
const lineColumns = {
  id: ordered.id,
  purchaseOrderId: ordered.purchaseOrderId,
  lineNumber: ordered.lineNumber,
  sku: ordered.sku,
  supplierSku: ordered.supplierSku,
  unit: ordered.unit,
  packSize: ordered.packSize,
  unitCost: ordered.unitCost,
  ordered: ordered.ordered,
  rejected: ordered.rejected,
  cancelled: ordered.cancelled,
  shipped: ordered.shipped,
  overShipped: ordered.overShipped,
  invoiced: ordered.invoiced,
  credited: ordered.credited,
  upc: products.upc,
  ean: products.ean,
  gtin: products.gtin,
  manufacturerPart: products.manufacturerPart,
} as const

async function loadOrderLines(orm: Orm, retailerId: string, orderIds: string[]): Promise<LedgerLine[]> {
  const isOrdered = and(eq(ordered.retailerId, retailerId), isAnyOf(ordered.purchaseOrderId, orderIds))
  const isProduct = and(eq(products.retailerId, ordered.retailerId), eq(products.id, ordered.productId))
  const rows = await readPacked(
    orm,
    lineColumns,
    sql`${ordered} join ${products} on ${isProduct} where ${isOrdered} order by ${ordered.purchaseOrderId}, ${ordered.id}`,
  )
  return rows.map(row => ({ ...row, gtins: gtinsOf(row) }))
}

const noGtins: readonly string[] = []

function gtinsOf({ upc, ean, gtin }: Record<'upc' | 'ean' | 'gtin', string | null>): readonly string[] {
  if (upc === null && ean === null && gtin === null) return noGtins
  return [upc, ean, gtin].filter(digits => digits !== null)
}
