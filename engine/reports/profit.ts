import type { Orm } from '../../db/connection.ts'

/** What one customer order earned so far, in its currency; decimals as text with two places. */
export interface OrderProfit {
  orderId: string
  number: string
  currency: string
  /** Shipped quantity × price, and the share of the shipping price that falls on it. */
  revenue: string
  /** What suppliers are paid for the shipped items: as invoiced, else as ordered. */
  itemCost: string
  /** Freight, fees and taxes less allowances: as invoiced, else as expected. */
  fees: string
  profit: string
  /** The part of the cost that no invoice has confirmed yet. */
  estimatedCost: string
}

/** The profit of a retailer's orders, newest first; of the orders named only, where they are. */
export async function orderProfits(
  _orm: Orm,
  _query: { retailerId: string; orderIds?: readonly string[]; limit?: number },
): Promise<OrderProfit[]> {
  throw new Error('orderProfits is being built')
}
