import { z } from 'zod'

const account = z.string().min(1).max(120)

/** The retailer's accounts, as its accounting program names or numbers them: its `settings.accounts`. */
export const accounts = z.object({
  goods: account.default('Cost of Goods Sold'),
  freight: account.default('Freight In'),
  /** Handling, dropship fees and other charges. */
  fees: account.default('Supplier Fees'),
  discount: account.default('Purchase Discounts'),
  tax: account.default('Sales Tax'),
  /** What is left between a claimed total and its parts. */
  difference: account.default('Purchase Price Variance'),
  payable: account.default('Accounts Payable'),
})
export type Accounts = z.infer<typeof accounts>

/** The accounts in a retailer's settings; those that it does not name have usual names. */
export function accountsOf(settings: Record<string, unknown>): Accounts {
  return accounts.parse(settings.accounts ?? {})
}
