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

/** Days as accounting programs want them, by the country of the books. */
export const exportDays = ['MM/DD/YYYY', 'DD/MM/YYYY', 'YYYY-MM-DD'] as const

/** How a retailer's accounting program wants its files: its `settings.exports`. What is left out is as usual for each format. */
export const exportSettings = z.object({
  dateFormat: z.enum(exportDays).optional(),
  /** What Xero calls a tax of nothing in the books' country. */
  taxType: z.string().trim().min(1).max(60).optional(),
})
export type ExportSettings = z.infer<typeof exportSettings>

/** How the retailer's files are to be written. */
export function exportSettingsOf(settings: Record<string, unknown>): ExportSettings {
  return exportSettings.parse(settings.exports ?? {})
}
