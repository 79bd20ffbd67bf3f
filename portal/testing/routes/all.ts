import { type Access, abilityOf, sideOf } from './access.ts'
import { accountRoutes } from './account.ts'
import { accountingRoutes } from './accounting.ts'
import { partnerRoutes } from './partners.ts'
import { retailerRoutes } from './retailer.ts'
import { sellingRoutes } from './selling.ts'
import { settingRoutes } from './settings.ts'
import { supplierRoutes } from './supplier.ts'

/** Every route of the portal, as `METHOD /path`, with who may use it. */
export const access: Record<string, Access> = {
  ...accountRoutes,
  ...supplierRoutes,
  ...retailerRoutes,
  ...partnerRoutes,
  ...sellingRoutes,
  ...settingRoutes,
  ...accountingRoutes,
}

/** The same, with what is to be known of each. */
export const routes = Object.entries(access).map(([route, allowed]) => {
  const [method, path] = route.split(' ') as [string, string]
  return { route, method, path, allowed, side: sideOf(allowed), ability: abilityOf(allowed) }
})

/** Forms that would do something, if whoever sends them were let in. */
export const forms: Record<string, Record<string, string>> = {
  'POST /supplier/:retailer/setup/addresses/:id': {
    ...{ label: 'Taken', name: 'Thief', address1: '1 Lane', city: 'Reno', postalCode: '89501' },
  },
  'POST /supplier/:retailer/purchase-orders/:number/shipments/cancellation': { shipment: 'LP-S1' },
  'POST /retailer/partners/:id/terms/calendar': { 'day-1': 'on' },
  'POST /retailer/partners/:id/terms/tolerances': { 'price-amount': '1000' },
  'POST /retailer/partners/:id/terms/invoicing': { waitDays: '1' },
  'POST /retailer/books/approvalLimits': { 'limit-admin': '1' },
  'POST /supplier/:retailer/purchase-orders/:number/acknowledgments': { answer: 'lines', 'lines[1][accept]': '2' },
  'POST /supplier/:retailer/purchase-orders/:number/shipments': {
    'packages[1][quantity-1]': '1',
    'packages[1][tracking]': '1Z999AA10123456793',
  },
  'POST /supplier/:retailer/purchase-orders/:number/invoices': { number: 'STOLEN-1', 'lines[1][quantity]': '1' },
  'POST /supplier/:retailer/purchase-orders/:number/changes': { 'wishes[1][cancel]': '1', reason: 'because' },
  'POST /retailer/purchase-orders/:number/changes': { 'wishes[1][cancel]': '1', reason: 'because' },
  'POST /retailer/orders/:id/cancel': { reason: 'because' },
  'POST /retailer/exceptions/:id/assignment': { userId: '' },
  'POST /retailer/exceptions/:id/comments': { comment: 'so' },
  'POST /retailer/exceptions/:id/resolution': { note: 'done' },
  'POST /accounting/invoices/:id/resolution': { resolution: 'void', reason: 'because' },
  'POST /accounting/invoices/:id/comments': { comment: 'so' },
  'POST /accounting/resolutions': { every: 'yes', resolution: 'dispute', reason: 'because' },
  'POST /supplier/:retailer/invoices/:id/answer': { agrees: 'yes', answer: 'fine' },
  'POST /accounting/exports/:id/void': { reason: 'because' },
  'POST /accounting/reviews/:id/refusal': { reason: 'because' },
  'POST /retailer/people/invitations': { email: 'thief@evil.example', role: 'admin' },
  'POST /supplier/:retailer/people/invitations': { email: 'thief@evil.example', role: 'owner' },
  'POST /retailer/people/:id/role': { role: 'admin' },
  'POST /supplier/:retailer/people/:id/role': { role: 'owner' },
}
