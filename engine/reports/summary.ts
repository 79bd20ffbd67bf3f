import type { Orm } from '../../db/connection.ts'

/** How things stand at a retailer, counted. Money as text with two places. */
export interface Summary {
  orders: { status: string; count: number }[]
  purchaseOrders: { channel: string; status: string; count: number }[]
  messages: { direction: 'in' | 'out'; transport: string; status: string; count: number }[]
  invoices: { status: string; count: number; total: string; currency: string }[]
  /** `settled`: resolved by itself or by a person. */
  exceptions: { kind: string; open: number; settled: number; atStake: string; currency: string | null }[]
  profit: { currency: string; orders: number; revenue: string; cost: string; estimatedCost: string; profit: string }[]
}

/** Counts everything that the closing table of a run, or the console's first page, shows. */
export async function summarise(_orm: Orm, _retailerId: string): Promise<Summary> {
  throw new Error('summarise is being built')
}
