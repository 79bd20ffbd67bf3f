import { and, eq, ne } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../checks/support/databases.ts'
import {
  auditLog,
  documents,
  events,
  listings,
  memberships,
  offers,
  products,
  retailerRoles,
  sessions,
  shipments,
  supplierRoles,
  users,
} from '../db/schema/index.ts'
import { recordEvent } from '../db/work.ts'
import { announce } from '../engine/announcements/announcements.ts'
import { startImport } from '../engine/imports/start-import.ts'
import { applyInventory } from '../engine/inventory/apply-advice.ts'
import { keepUpload } from '../engine/inventory/uploads/keep-upload.ts'
import { listingBook, priceBook } from '../engine/listing/books.ts'
import { addSalesChannel, channelFields } from '../engine/listing/channels.ts'
import { listingRules } from '../engine/listing/listing-rules.ts'
import { priceRules } from '../engine/listing/price-rules.ts'
import { markAll } from '../engine/listing/refresh/mark.ts'
import { refreshSome } from '../engine/listing/refresh/refresh.ts'
import { saveShipFrom } from '../engine/packing/ship-from.ts'
import { invite } from '../engine/people/invitations.ts'
import { changeSecurity } from '../engine/people/security-settings.ts'
import { routingBook } from '../engine/routing/book.ts'
import type { Rule } from '../engine/routing/rules.ts'
import { beginDraft, keepDraft } from '../engine/rule-sets/drafts.ts'
import { createEndpoint } from '../engine/webhooks/endpoints.ts'
import { createApiKey } from '../partners/api-keys/create.ts'
import { addFeed as addPlace } from '../partners/feeds/feeds.ts'
import { createUser, type NewMembership } from '../partners/people/create-user.ts'
import { addStorefront } from '../partners/storefronts/storefronts.ts'
import { createPortal } from './app.tsx'
import { type Ability, may } from './auth/abilities.ts'
import { saveView } from './retailer/views/views.ts'
import { type Busy, openBusyWorld, secrets } from './testing/busy-world.ts'
import { portalDeps } from './testing/client.ts'
import { password } from './testing/world.ts'

/** Who may use a route: anybody, whoever is signed in, or one side, perhaps with an ability. */
type Access = 'anybody' | 'signed-in' | 'supplier' | 'retailer' | { supplier: Ability } | { retailer: Ability }

const order = '/supplier/:retailer/purchase-orders/:number'

/** Who may use the pages of one kind of rules. */
function bookAccess(at: string, trial: string): Record<string, Access> {
  return {
    [`GET ${at}`]: 'retailer',
    [`POST ${at}`]: { retailer: 'operate' },
    [`GET ${at}/:id`]: 'retailer',
    [`GET ${at}/:id/${trial}`]: 'retailer',
    [`POST ${at}/:id/publication`]: { retailer: 'operate' },
    [`POST ${at}/:id/withdrawal`]: { retailer: 'operate' },
    [`GET ${at}/:id/rules/new`]: { retailer: 'operate' },
    [`POST ${at}/:id/rules`]: { retailer: 'operate' },
    [`GET ${at}/:id/rules/:rule`]: { retailer: 'operate' },
    [`POST ${at}/:id/rules/:rule`]: { retailer: 'operate' },
    [`POST ${at}/:id/rules/:rule/place`]: { retailer: 'operate' },
    [`POST ${at}/:id/discard`]: { retailer: 'operate' },
  }
}

/** Who may use the pages of webhooks of one side. */
function webhookAccess(at: string, allowed: Access): Record<string, Access> {
  const one = `${at}/:id`
  const pages = [at, one, `${one}/deliveries/:event`].map(path => [`GET ${path}`, allowed])
  const forms = ['secret', 'pause', 'resume', 'replay', 'failed-replay', 'deliveries/:event/replay', 'removal']
  const commands = [at, one, ...forms.map(form => `${one}/${form}`)].map(path => [`POST ${path}`, allowed])
  return Object.fromEntries([...pages, ...commands])
}

/** Every route of the portal. One that is missing here fails the test: say who may use it. */
const access: Record<string, Access> = {
  'GET /assets/:hash/:name': 'anybody',
  'GET /': 'anybody',
  'GET /sign-in': 'anybody',
  'POST /sign-in': 'anybody',
  'POST /sign-out': 'anybody',
  'POST /theme': 'anybody',
  'GET /setup': 'anybody',
  'POST /setup': 'anybody',
  'GET /sign-in/second-step': 'anybody',
  'POST /sign-in/second-step': 'anybody',
  'GET /sign-in/links': 'anybody',
  'POST /sign-in/links': 'anybody',
  'GET /sign-in/links/:token': 'anybody',
  'POST /sign-in/links/:token': 'anybody',
  'GET /sign-in/openid/:retailer': 'anybody',
  'GET /sign-in/openid/:retailer/callback': 'anybody',
  'GET /password-resets': 'anybody',
  'POST /password-resets': 'anybody',
  'GET /password-resets/:token': 'anybody',
  'POST /password-resets/:token': 'anybody',
  'GET /invitations/:token': 'anybody',
  'POST /invitations/:token': 'anybody',
  'GET /account': 'signed-in',
  'POST /account/profile': 'signed-in',
  'POST /account/notifications': 'signed-in',
  'GET /account/security': 'signed-in',
  'POST /account/password': 'signed-in',
  'POST /account/sessions/end-others': 'signed-in',
  'POST /account/sessions/:session/end': 'signed-in',
  'GET /account/second-factor': 'signed-in',
  'POST /account/second-factor': 'signed-in',
  'POST /account/second-factor/off': 'signed-in',
  'POST /account/second-factor/recovery-codes': 'signed-in',
  'GET /memberships': 'signed-in',
  'POST /memberships': 'signed-in',
  'GET /supplier': 'supplier',
  'GET /supplier/:retailer': 'supplier',
  'GET /supplier/:retailer/purchase-orders': 'supplier',
  [`GET ${order}`]: 'supplier',
  [`POST ${order}/acknowledgments`]: { supplier: 'answer' },
  [`POST ${order}/change-answers`]: { supplier: 'answer' },
  [`GET ${order}/shipments/new`]: { supplier: 'ship' },
  [`POST ${order}/shipments`]: { supplier: 'ship' },
  [`POST ${order}/shipments/cancellation`]: { supplier: 'ship' },
  [`GET ${order}/invoices/new`]: { supplier: 'invoice' },
  [`POST ${order}/invoices`]: { supplier: 'invoice' },
  'GET /supplier/:retailer/purchase-orders.csv': 'supplier',
  'POST /supplier/:retailer/acceptances': { supplier: 'answer' },
  'POST /supplier/:retailer/prints': 'supplier',
  'GET /supplier/:retailer/tracking': { supplier: 'ship' },
  'POST /supplier/:retailer/tracking': { supplier: 'ship' },
  'GET /supplier/:retailer/shipments/:id': 'supplier',
  'GET /supplier/:retailer/shipments/:id/correction': { supplier: 'ship' },
  'POST /supplier/:retailer/shipments/:id/correction': { supplier: 'ship' },
  'GET /supplier/:retailer/shipments/:id/packing-slip': 'supplier',
  'GET /supplier/:retailer/shipments/:id/labels': 'supplier',
  'GET /supplier/:retailer/shipments/:id/labels.zpl': 'supplier',
  'GET /supplier/:retailer/invoices': 'supplier',
  'GET /supplier/:retailer/invoices/file': 'supplier',
  'GET /supplier/:retailer/invoices/:id': 'supplier',
  'GET /supplier/:retailer/invoices/:id/pdf': 'supplier',
  'POST /supplier/:retailer/invoices/:id/answer': { supplier: 'invoice' },
  'GET /supplier/:retailer/due': 'supplier',
  'GET /supplier/:retailer/scorecard': 'supplier',
  'GET /supplier/:retailer/scorecard/:figure': 'supplier',
  ...webhookAccess('/supplier/:retailer/webhooks', { supplier: 'manage-people' }),
  'GET /supplier/:retailer/setup': 'supplier',
  'POST /supplier/:retailer/setup/container-prefix': { supplier: 'ship' },
  'GET /supplier/:retailer/setup/delivery': 'supplier',
  'POST /supplier/:retailer/setup/delivery': { supplier: 'manage-people' },
  'GET /supplier/:retailer/setup/addresses/new': { supplier: 'ship' },
  'POST /supplier/:retailer/setup/addresses': { supplier: 'ship' },
  'GET /supplier/:retailer/setup/addresses/:id': { supplier: 'ship' },
  'POST /supplier/:retailer/setup/addresses/:id': { supplier: 'ship' },
  'POST /supplier/:retailer/setup/addresses/:id/default': { supplier: 'ship' },
  'POST /supplier/:retailer/setup/addresses/:id/removal': { supplier: 'ship' },
  'POST /supplier/:retailer/setup/keys': { supplier: 'manage-people' },
  'POST /supplier/:retailer/setup/keys/:id/revocation': { supplier: 'manage-people' },
  'POST /supplier/:retailer/setup/certificates': { supplier: 'manage-people' },
  'POST /supplier/:retailer/setup/connection-test': { supplier: 'manage-people' },
  'GET /supplier/:retailer/stock': 'supplier',
  'GET /supplier/:retailer/connection': 'supplier',
  'GET /supplier/:retailer/connection/sheet': 'supplier',
  'GET /supplier/:retailer/connection/:id/file': 'supplier',
  'GET /supplier/:retailer/stock/template.csv': 'supplier',
  'POST /supplier/:retailer/stock/levels': { supplier: 'stock' },
  'POST /supplier/:retailer/stock/uploads': { supplier: 'stock' },
  'GET /supplier/:retailer/stock/uploads/:id': { supplier: 'stock' },
  'POST /supplier/:retailer/stock/uploads/:id': { supplier: 'stock' },
  'GET /supplier/:retailer/stock/items': 'supplier',
  'GET /supplier/:retailer/stock/feeds': 'supplier',
  'GET /supplier/:retailer/stock/feeds/:id': 'supplier',
  'GET /supplier/:retailer/stock/feeds/:id/rejected.csv': 'supplier',
  'POST /supplier/:retailer/stock/feeds/:id/rows': { supplier: 'stock' },
  'GET /supplier/:retailer/people': { supplier: 'manage-people' },
  'GET /supplier/:retailer/people/:id': { supplier: 'manage-people' },
  'POST /supplier/:retailer/people/invitations': { supplier: 'manage-people' },
  'POST /supplier/:retailer/people/invitations/:id/again': { supplier: 'manage-people' },
  'POST /supplier/:retailer/people/invitations/:id/withdrawal': { supplier: 'manage-people' },
  'POST /supplier/:retailer/people/:id/role': { supplier: 'manage-people' },
  'POST /supplier/:retailer/people/:id/disabling': { supplier: 'manage-people' },
  'POST /supplier/:retailer/people/:id/enabling': { supplier: 'manage-people' },
  'POST /supplier/:retailer/people/:id/second-factor-reset': { supplier: 'manage-people' },
  'POST /supplier/:retailer/people/:id/removal': { supplier: 'manage-people' },
  'GET /retailer': 'retailer',
  'GET /retailer/due': 'retailer',
  'POST /retailer/stuck-work/groups/retry': { retailer: 'operate' },
  'POST /retailer/stuck-work/groups/dismissal': { retailer: 'operate' },
  'GET /retailer/live/events': 'retailer',
  'GET /retailer/live/messages': 'retailer',
  'GET /retailer/live/exceptions': 'retailer',
  'GET /retailer/live/uploads/:id': 'retailer',
  'GET /retailer/live/imports/:id': 'retailer',
  'GET /supplier/:retailer/live/uploads/:id': 'supplier',
  'GET /retailer/search': 'retailer',
  'GET /retailer/automation': 'retailer',
  'POST /retailer/views': 'retailer',
  'POST /retailer/views/:id/removal': 'retailer',
  'GET /retailer/orders/file': 'retailer',
  'POST /retailer/orders/bulk': { retailer: 'operate' },
  'POST /retailer/orders/:id/hold': { retailer: 'operate' },
  'GET /retailer/purchase-orders/file': 'retailer',
  'GET /retailer/messages/file': 'retailer',
  'GET /retailer/shipments': 'retailer',
  'GET /retailer/due/file': 'retailer',
  'GET /retailer/partners/file': 'retailer',
  'GET /retailer/shipments/file': 'retailer',
  'POST /retailer/messages/bulk': { retailer: 'operate' },
  'POST /retailer/messages/:id/reprocess': { retailer: 'operate' },
  'GET /retailer/search/palette': 'retailer',
  'GET /retailer/search/items/:id': 'retailer',
  'GET /retailer/people': { retailer: 'manage-people' },
  'GET /retailer/people/:id': { retailer: 'manage-people' },
  'POST /retailer/people/invitations': { retailer: 'manage-people' },
  'POST /retailer/people/invitations/:id/again': { retailer: 'manage-people' },
  'POST /retailer/people/invitations/:id/withdrawal': { retailer: 'manage-people' },
  'POST /retailer/people/:id/role': { retailer: 'manage-people' },
  'POST /retailer/people/:id/disabling': { retailer: 'manage-people' },
  'POST /retailer/people/:id/enabling': { retailer: 'manage-people' },
  'POST /retailer/people/:id/second-factor-reset': { retailer: 'manage-people' },
  'POST /retailer/people/:id/removal': { retailer: 'manage-people' },
  'POST /retailer/people/first-owners': { retailer: 'manage-people' },
  'GET /retailer/security': { retailer: 'manage-people' },
  'POST /retailer/security': { retailer: 'manage-people' },
  'POST /retailer/security/provider': { retailer: 'manage-people' },
  'POST /retailer/security/provider/removal': { retailer: 'manage-people' },
  'GET /retailer/mail': { retailer: 'manage-people' },
  'POST /retailer/mail': { retailer: 'manage-people' },
  'POST /retailer/mail/test': { retailer: 'manage-people' },
  ...webhookAccess('/retailer/webhooks', { retailer: 'manage-people' }),
  'GET /retailer/api-keys': { retailer: 'manage-people' },
  'POST /retailer/api-keys': { retailer: 'manage-people' },
  'POST /retailer/api-keys/:id/revocation': { retailer: 'manage-people' },
  'GET /retailer/audit-log': { retailer: 'see-audit' },
  'GET /retailer/audit-log/file': { retailer: 'see-audit' },
  'GET /retailer/messages/:id/receipt': 'retailer',
  'GET /retailer/messages/:id/origin': 'retailer',
  'POST /retailer/partners/:id/connection-test': { retailer: 'operate' },
  'GET /retailer/orders': 'retailer',
  'GET /retailer/orders/:id': 'retailer',
  'POST /retailer/orders/:id/release': { retailer: 'operate' },
  'POST /retailer/orders/:id/cancel': { retailer: 'operate' },
  'GET /retailer/purchase-orders': 'retailer',
  'GET /retailer/purchase-orders/:number': 'retailer',
  'GET /retailer/messages': 'retailer',
  'GET /retailer/messages/:id': 'retailer',
  'GET /retailer/messages/:id/bytes': 'retailer',
  'GET /retailer/messages/:id/documents/:document': 'retailer',
  'POST /retailer/messages/:id/resend': { retailer: 'operate' },
  'GET /retailer/exceptions': 'retailer',
  'GET /retailer/exceptions/file': 'retailer',
  'GET /retailer/exceptions/:id': 'retailer',
  'POST /retailer/exceptions/bulk': { retailer: 'operate' },
  'POST /retailer/exceptions/:id/assignment': { retailer: 'operate' },
  'POST /retailer/exceptions/:id/resolution': { retailer: 'operate' },
  'GET /retailer/stuck-work': 'retailer',
  'POST /retailer/stuck-work/:id/retry': { retailer: 'operate' },
  'GET /retailer/feeds': 'retailer',
  'GET /retailer/feeds/items': 'retailer',
  'GET /retailer/feeds/items/settings': { retailer: 'operate' },
  'POST /retailer/feeds/items/settings': { retailer: 'operate' },
  'POST /retailer/feeds/items/products': { retailer: 'operate' },
  'POST /retailer/feeds/items/:id/match': { retailer: 'operate' },
  'POST /retailer/feeds/items/:id/product': { retailer: 'operate' },
  'POST /retailer/feeds/items/:id/refusal': { retailer: 'operate' },
  'POST /retailer/feeds/items/:id/gtin': { retailer: 'operate' },
  'GET /retailer/feeds/:id': 'retailer',
  'GET /retailer/feeds/:id/rejected.csv': 'retailer',
  'POST /retailer/feeds/:id/rows': { retailer: 'operate' },
  'GET /retailer/feeds/uploads/new': { retailer: 'operate' },
  'POST /retailer/feeds/uploads': { retailer: 'operate' },
  'GET /retailer/feeds/uploads/:id': { retailer: 'operate' },
  'POST /retailer/feeds/uploads/:id': { retailer: 'operate' },
  'GET /retailer/feeds/settings/:id': { retailer: 'operate' },
  'POST /retailer/feeds/settings/:id': { retailer: 'operate' },
  'POST /retailer/feeds/:id/release': { retailer: 'operate' },
  'POST /retailer/feeds/:id/discard': { retailer: 'operate' },
  'POST /retailer/feeds/:id/products/retire': { retailer: 'operate' },
  'GET /retailer/feeds/places': 'retailer',
  'GET /retailer/feeds/places/new': { retailer: 'operate' },
  'POST /retailer/feeds/places': { retailer: 'operate' },
  'GET /retailer/feeds/places/:id': 'retailer',
  'POST /retailer/feeds/places/:id': { retailer: 'operate' },
  'POST /retailer/feeds/places/:id/look': { retailer: 'operate' },
  'POST /retailer/feeds/places/:id/pause': { retailer: 'operate' },
  'POST /retailer/feeds/places/:id/resume': { retailer: 'operate' },
  'GET /retailer/partners': 'retailer',
  'GET /retailer/partners/:id': 'retailer',
  'GET /retailer/partners/new': { retailer: 'operate' },
  'POST /retailer/partners': { retailer: 'operate' },
  'GET /retailer/partners/:id/identity': { retailer: 'operate' },
  'POST /retailer/partners/:id/identity': { retailer: 'operate' },
  'GET /retailer/partners/:id/channel': { retailer: 'operate' },
  'POST /retailer/partners/:id/channel': { retailer: 'operate' },
  'POST /retailer/partners/:id/host-keys': { retailer: 'operate' },
  'GET /retailer/partners/:id/tests': 'retailer',
  'POST /retailer/partners/:id/tests': { retailer: 'operate' },
  'POST /retailer/partners/:id/tests/expected': { retailer: 'operate' },
  'POST /retailer/partners/:id/status': { retailer: 'operate' },
  'POST /retailer/partners/:id/contacts': { retailer: 'operate' },
  'POST /retailer/partners/:id/contacts/removal': { retailer: 'operate' },
  'POST /retailer/partners/:id/notes': { retailer: 'operate' },
  'GET /retailer/partners/:id/history': { retailer: 'see-audit' },
  'GET /retailer/partners/:id/maps': 'retailer',
  'POST /retailer/partners/:id/maps': { retailer: 'operate' },
  'GET /retailer/maps/:id': 'retailer',
  'POST /retailer/maps/:id': { retailer: 'operate' },
  'GET /retailer/maps/:id/publication': { retailer: 'operate' },
  'POST /retailer/maps/:id/publication': { retailer: 'operate' },
  'POST /retailer/maps/:id/restoration': { retailer: 'operate' },
  'POST /retailer/maps/:id/discard': { retailer: 'operate' },
  'GET /retailer/maps/:id/losses': 'retailer',
  'GET /retailer/maps/:id/guide': 'retailer',
  'GET /retailer/maps/:id/guide.pdf': 'retailer',
  'GET /retailer/maps/:id/file': 'retailer',
  'GET /retailer/rules/sources': 'retailer',
  'GET /retailer/rules/sources/:id': { retailer: 'operate' },
  'POST /retailer/rules/sources/:id': { retailer: 'operate' },
  'POST /retailer/rules/:id/settings': { retailer: 'operate' },
  ...bookAccess('/retailer/rules', 'simulation'),
  'GET /retailer/announcements': 'retailer',
  'POST /retailer/announcements': { retailer: 'operate' },
  'POST /retailer/announcements/:id/withdrawal': { retailer: 'operate' },
  'GET /retailer/packing-slips': 'retailer',
  'POST /retailer/packing-slips': { retailer: 'operate' },
  'GET /retailer/packing-slips/example': 'retailer',
  'GET /retailer/products': 'retailer',
  'GET /retailer/products/:id': 'retailer',
  'POST /retailer/products/:id/retire': { retailer: 'operate' },
  'POST /retailer/products/:id/restore': { retailer: 'operate' },
  'GET /retailer/listings': 'retailer',
  'POST /retailer/listings/prices': { retailer: 'operate' },
  'POST /retailer/listings/:id/on': { retailer: 'operate' },
  'POST /retailer/listings/:id/off': { retailer: 'operate' },
  'GET /retailer/sales-channels': 'retailer',
  'POST /retailer/sales-channels': { retailer: 'operate' },
  'GET /retailer/sales-channels/:id': 'retailer',
  'POST /retailer/sales-channels/:id': { retailer: 'operate' },
  'POST /retailer/sales-channels/:id/feed': { retailer: 'operate' },
  'GET /retailer/storefronts': 'retailer',
  'POST /retailer/storefronts': { retailer: 'operate' },
  'GET /retailer/storefronts/:id': 'retailer',
  'POST /retailer/storefronts/:id': { retailer: 'operate' },
  'POST /retailer/storefronts/:id/test': { retailer: 'operate' },
  'POST /retailer/storefronts/:id/sync': { retailer: 'operate' },
  'POST /retailer/storefronts/:id/pause': { retailer: 'operate' },
  'POST /retailer/storefronts/:id/resume': { retailer: 'operate' },
  // Before its draft is published or discarded.
  'POST /retailer/pricing/:id/settings': { retailer: 'operate' },
  ...bookAccess('/retailer/pricing', 'preview'),
  ...bookAccess('/retailer/listing-rules', 'preview'),
  'GET /retailer/certificates': 'retailer',
  'GET /retailer/certificates/new': { retailer: 'operate' },
  'POST /retailer/certificates': { retailer: 'operate' },
  'GET /retailer/certificates/import': { retailer: 'operate' },
  'POST /retailer/certificates/preview': { retailer: 'operate' },
  'POST /retailer/certificates/import': { retailer: 'operate' },
  'GET /retailer/certificates/hand-over/:id': 'retailer',
  'GET /retailer/certificates/hand-over/:id/sheet': 'retailer',
  'GET /retailer/certificates/requests/:id': 'retailer',
  'GET /retailer/certificates/requests/:id/file': 'retailer',
  'POST /retailer/certificates/requests/:id/discard': { retailer: 'operate' },
  'GET /retailer/certificates/:id': 'retailer',
  'GET /retailer/certificates/:id/file': 'retailer',
  'POST /retailer/certificates/:id/use-from': { retailer: 'operate' },
  'POST /retailer/certificates/:id/retirement': { retailer: 'operate' },
  'POST /retailer/certificates/:id/revocation': { retailer: 'operate' },
  'GET /accounting': { retailer: 'see-accounts' },
  'POST /accounting/approvals': { retailer: 'decide-accounts' },
  'POST /accounting/resolutions': { retailer: 'question-accounts' },
  'GET /accounting/invoices': { retailer: 'see-accounts' },
  'GET /accounting/invoices/:id': { retailer: 'see-accounts' },
  'POST /accounting/invoices/:id/approval': { retailer: 'decide-accounts' },
  'POST /accounting/invoices/:id/resolution': { retailer: 'question-accounts' },
  'POST /accounting/invoices/:id/bill-back': { retailer: 'decide-accounts' },
  'POST /accounting/invoices/:id/comments': { retailer: 'question-accounts' },
  'GET /accounting/reviews': { retailer: 'see-accounts' },
  'GET /accounting/reviews/:id': { retailer: 'see-accounts' },
  'GET /accounting/reviews/:id/file': { retailer: 'see-accounts' },
  'POST /accounting/reviews/:id/confirmation': { retailer: 'decide-accounts' },
  'POST /accounting/reviews/:id/refusal': { retailer: 'decide-accounts' },
  'GET /accounting/exports': { retailer: 'see-accounts' },
  'POST /accounting/exports': { retailer: 'decide-accounts' },
  'GET /accounting/exports/:id': { retailer: 'see-accounts' },
  'GET /accounting/exports/:id/file': { retailer: 'see-accounts' },
  'POST /accounting/exports/:id/void': { retailer: 'decide-accounts' },
  'GET /accounting/profit': { retailer: 'see-accounts' },
  'GET /accounting/profit/file': { retailer: 'see-accounts' },
  'GET /accounting/payments': { retailer: 'see-accounts' },
  'POST /accounting/payments': { retailer: 'decide-accounts' },
  'GET /accounting/payments/:id/statement': { retailer: 'see-accounts' },
  'GET /retailer/partners/:id/delivery': 'retailer',
  'POST /retailer/partners/:id/delivery': { retailer: 'operate' },
  'GET /retailer/partners/:id/terms': 'retailer',
  'POST /retailer/partners/:id/terms/calendar': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/deadlines': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/answers': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/backorders': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/shipVia': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/terms': { retailer: 'decide-accounts' },
  'POST /retailer/partners/:id/terms/tolerances': { retailer: 'decide-accounts' },
  'POST /retailer/partners/:id/terms/invoicing': { retailer: 'decide-accounts' },
  'GET /retailer/scorecards': 'retailer',
  'GET /retailer/scorecards/:id/:figure': 'retailer',
  'POST /retailer/partners/:id/terms/calendar/default': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/deadlines/default': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/answers/default': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/backorders/default': { retailer: 'operate' },
  'POST /retailer/partners/:id/terms/terms/default': { retailer: 'decide-accounts' },
  'POST /retailer/partners/:id/terms/tolerances/default': { retailer: 'decide-accounts' },
  'POST /retailer/partners/:id/terms/invoicing/default': { retailer: 'decide-accounts' },
  'GET /retailer/terms': 'retailer',
  'POST /retailer/terms/calendar': { retailer: 'operate' },
  'POST /retailer/terms/deadlines': { retailer: 'operate' },
  'POST /retailer/terms/answers': { retailer: 'operate' },
  'POST /retailer/terms/backorders': { retailer: 'operate' },
  'POST /retailer/terms/terms': { retailer: 'decide-accounts' },
  'POST /retailer/terms/tolerances': { retailer: 'decide-accounts' },
  'POST /retailer/terms/invoicing': { retailer: 'decide-accounts' },
  'GET /retailer/books': { retailer: 'see-accounts' },
  'POST /retailer/books/accounts': { retailer: 'decide-accounts' },
  'POST /retailer/books/approvalLimits': { retailer: 'manage-people' },
  'GET /accounting/replay': { retailer: 'see-accounts' },
  'GET /accounting/payables': { retailer: 'see-accounts' },
  'GET /accounting/payables/file': { retailer: 'see-accounts' },
  'GET /accounting/accrual': { retailer: 'see-accounts' },
  'GET /accounting/accrual/file': { retailer: 'see-accounts' },
  'GET /accounting/deductions': { retailer: 'see-accounts' },
  'GET /accounting/deductions/file': { retailer: 'see-accounts' },
}

/** Forms that would do something, if whoever sends them were let in. */
const forms: Record<string, Record<string, string>> = {
  'POST /supplier/:retailer/setup/addresses/:id': {
    ...{ label: 'Taken', name: 'Thief', address1: '1 Lane', city: 'Reno', postalCode: '89501' },
  },
  [`POST ${order}/shipments/cancellation`]: { shipment: 'LP-S1' },
  'POST /retailer/partners/:id/terms/calendar': { 'day-1': 'on' },
  'POST /retailer/partners/:id/terms/tolerances': { 'price-amount': '1000' },
  'POST /retailer/partners/:id/terms/invoicing': { waitDays: '1' },
  'POST /retailer/books/approvalLimits': { 'limit-admin': '1' },
  [`POST ${order}/acknowledgments`]: { answer: 'lines', 'lines[1][accept]': '2' },
  [`POST ${order}/shipments`]: { 'packages[1][quantity-1]': '1', 'packages[1][tracking]': '1Z999AA10123456793' },
  [`POST ${order}/invoices`]: { number: 'STOLEN-1', 'lines[1][quantity]': '1' },
  'POST /retailer/orders/:id/cancel': { reason: 'because' },
  'POST /retailer/exceptions/:id/assignment': { userId: '' },
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

const routes = Object.entries(access).map(([route, allowed]) => {
  const [method, path] = route.split(' ') as [string, string]
  return { route, method, path, allowed, side: sideOf(allowed), ability: abilityOf(allowed) }
})

function sideOf(allowed: Access): 'supplier' | 'retailer' | undefined {
  if (typeof allowed === 'object') return 'supplier' in allowed ? 'supplier' : 'retailer'
  return allowed === 'supplier' || allowed === 'retailer' ? allowed : undefined
}

function abilityOf(allowed: Access): Ability | undefined {
  if (typeof allowed !== 'object') return undefined
  return 'supplier' in allowed ? allowed.supplier : allowed.retailer
}

/** Somebody to be changed at the first retailer and at Little Potter, and an open invitation at each. */
type Spare = Record<'retailer' | 'supplier', { membershipId: string; invitationId: string }>

const spareEmail = 'leaver@here.example'
const invitedEmail = 'awaited@here.example'

async function addSparePeople({ hub, here }: Busy): Promise<Spare> {
  const { retailerId } = here
  const { supplierId } = here.suppliers['Little Potter']!
  const common = { viaRetailerId: retailerId, email: invitedEmail, publicUrl: portalDeps.publicUrl }
  return await hub.work('system', async work => {
    const addOne = async (email: string, membership: NewMembership) => {
      const userId = await createUser(work, { email, name: email, password, memberships: [membership] })
      const [made] = await work.tx.select().from(memberships).where(eq(memberships.userId, userId))
      return made!.id
    }
    const atRetailer = await addOne(spareEmail, { retailerId, role: 'merchandiser' })
    const atSupplier = await addOne(`other-${spareEmail}`, { supplierId, role: 'billing' })
    const staff = await invite(work, { ...common, place: { retailerId }, role: 'admin' })
    const theirs = await invite(work, { ...common, place: { supplierId }, role: 'owner' })
    return {
      retailer: { membershipId: atRetailer, invitationId: staff.invitationId },
      supplier: { membershipId: atSupplier, invitationId: theirs.invitationId },
    }
  })
}

let spare: Spare
let busy: Busy
let documentId = ''
let productId = ''
let ruleSetId = ''
/** By the part of the address after `/retailer/`. */
let sellingIds: Record<string, string> = {}
let shipmentId = ''
let setupIds = { key: '', address: '' }
let retailerKeyId = ''
let webhookIds = { retailer: '', supplier: '', event: '' }
let announcementId = ''
let importId = ''
let feedIds = { run: '', offer: '', upload: '', partnership: '', place: '' }
beforeAll(async () => {
  const hub = await emptyHub()
  busy = await openBusyWorld(hub)
  const [document] = await hub.orm.select().from(documents).where(eq(documents.messageId, busy.messageId))
  documentId = document!.id
  const [shipment] = await hub.orm.select().from(shipments).where(eq(shipments.retailerId, busy.here.retailerId))
  shipmentId = shipment!.id
  const { retailerId, suppliers } = busy.here
  const { supplierId } = suppliers['Little Potter']!
  setupIds = await hub.work('system', async work => {
    announcementId = await announce(work, {
      retailerId,
      title: 'Closed on Monday',
      body: 'No pick-ups.',
      showUntil: '',
    })
    retailerKeyId = (await createApiKey(work, { retailerId, name: 'Key', scopes: ['orders:read'] })).id
    const { id: key } = await createApiKey(work, { supplierId, name: 'Key', scopes: ['shipments:write'] })
    const fields = { label: 'Dock', name: 'W-SECRET', address1: '5 Kiln Road', city: 'Asheville', postalCode: '28801' }
    return { key, address: await saveShipFrom(work, { supplierId, viaRetailerId: retailerId, fields }) }
  })
  ruleSetId = await addRuleDraft(busy)
  const [product] = await hub.orm.select().from(products).where(eq(products.retailerId, busy.here.retailerId))
  productId = product!.id
  sellingIds = { ...(await addSelling(busy)), views: await addView(busy), 'api-keys': retailerKeyId }
  webhookIds = await addWebhooks(busy)
  feedIds = await addFeed(busy)
  const bytes = new TextEncoder().encode(JSON.stringify([{ sku: 'W-SECRET', title: 'W-SECRET' }]))
  const given = { retailerId, kind: 'products' as const, format: 'json' as const, bytes }
  importId = (await hub.work('system', work => startImport(work, given))).id
  spare = await addSparePeople(busy)
  return () => hub.close()
})

/** The route's address with what the first retailer and Little Potter have. */
function addressOf(path: string): string {
  const people = spare[path.startsWith('/retailer') ? 'retailer' : 'supplier']
  const id =
    sellingIds[path.split('/')[2] ?? ''] ??
    (path.includes('/live/')
      ? path.includes('/imports/')
        ? importId
        : feedIds.upload
      : path.includes('/people/')
        ? people[path.includes('/invitations/') ? 'invitationId' : 'membershipId']
        : path.includes('/webhooks/')
          ? webhookIds[path.startsWith('/retailer') ? 'retailer' : 'supplier']
          : path.includes('/setup/')
            ? setupIds[path.includes('/keys/') ? 'key' : 'address']
            : path.includes('/announcements/')
              ? announcementId
              : path.includes('/shipments/:id')
                ? shipmentId
                : path.startsWith('/retailer/search/items')
                  ? productId
                  : path.startsWith('/retailer/orders')
                    ? busy.orderId
                    : path.startsWith('/retailer/messages')
                      ? busy.messageId
                      : path.startsWith('/retailer/exceptions')
                        ? busy.exceptionId
                        : path.startsWith('/retailer/feeds') || path.includes('/stock/')
                          ? feedIds[feedPart(path)]
                          : path.startsWith('/retailer/rules')
                            ? path.includes('/sources/')
                              ? busy.here.suppliers['Little Potter']!.sourceId
                              : ruleSetId
                            : path.startsWith('/retailer/maps')
                              ? busy.mapIds[path.endsWith('/restoration') ? 'used' : 'draft']
                              : path.startsWith('/retailer/partners') ||
                                  path.startsWith('/retailer/scorecards') ||
                                  path.startsWith('/retailer/certificates/hand-over')
                                ? busy.partnershipId
                                : path.startsWith('/retailer/certificates') || path.includes('/connection/')
                                  ? busy.certificateIds[path.includes('/requests/') ? 'request' : 'own']
                                  : path.startsWith('/accounting/payments')
                                    ? busy.paymentId
                                    : path.startsWith('/accounting/reviews')
                                      ? busy.reviewIds.page
                                      : path.startsWith('/accounting/exports')
                                        ? busy.batchId
                                        : busy.invoiceIds.disputed)
  return path
    .replace(':retailer', busy.slug)
    .replace(':number', busy.number)
    .replace(':id', id)
    .replace(':event', webhookIds.event)
    .replace(':document', documentId)
    .replace(':rule', 'no-lamps')
    .replace(':figure', 'fill-rate')
}

function feedPart(path: string): keyof typeof feedIds {
  if (path.includes('/items/')) return 'offer'
  if (path.includes('/settings/')) return 'partnership'
  if (path.includes('/places/')) return 'place'
  return path.includes('/uploads/') ? 'upload' : 'run'
}

/** A stock feed of Little Potter's with a row that could not count, and the item that it changed. */
async function addFeed({ hub, here }: Busy): Promise<typeof feedIds> {
  const { retailerId } = here
  const { partnershipId, sourceId } = here.suppliers['Little Potter']!
  const [offer] = await hub.orm.select().from(offers).where(eq(offers.sourceId, sourceId)).limit(1)
  const lines = [offer!.supplierSku, 'NOPE'].map(supplier => ({ ids: { supplier }, quantity: '7' }))
  const advice = { kind: 'inventory-advice', scope: 'delta', number: 'F-1', date: '2026-11-22', lines } as const
  const { id } = await hub.work('system', work =>
    applyInventory(work, { retailerId, partnershipId, advice: { ...advice, lines } }),
  )
  const bytes = new TextEncoder().encode(`SKU,Quantity\n${offer!.supplierSku},7\n`)
  const file = { retailerId, partnershipId, kind: 'inventory', fileName: 'secret.csv', bytes } as const
  const upload = await hub.work('system', work => keepUpload(work, file))
  const settings = { url: 'https://supplier.example/stock.csv' }
  const place = { retailerId, partnershipId, name: 'Stock file', kind: 'http', settings } as const
  const added = await hub.work('system', work =>
    addPlace(work, portalDeps.box, { ...place, schedule: { everyMinutes: 5 } }),
  )
  return { run: id!, offer: offer!.id, upload, partnership: partnershipId, place: added.id }
}

/** A sales channel with its listings, and drafts of both kinds of rules with one rule, `no-lamps`. */
async function addSelling({ hub, here: { retailerId } }: Busy): Promise<Record<string, string>> {
  const ids = await hub.work('system', async work => {
    const channel = await addSalesChannel(work, { retailerId, fields: channelFields.parse({ name: 'Web' }) })
    const prices = [{ id: 'no-lamps', basis: 'cost', adjustment: { by: 'percent', percent: '40' } }]
    const pricing = { retailerId, content: priceRules.parse({ version: 0, rules: prices }) }
    const pauses = [{ id: 'no-lamps', effect: { action: 'pause' } }]
    const listing = { retailerId, content: listingRules.parse({ version: 0, rules: pauses }) }
    await markAll(work, retailerId)
    await refreshSome(work, retailerId)
    const kinds = { shopify: { title: 'Shopify', check: () => [] } }
    const shop = { retailerId, channelId: channel.id, kind: 'shopify', settings: {}, secrets: {}, everyMinutes: 5 }
    return {
      storefronts: (await addStorefront(work, portalDeps.box, kinds, shop)).id,
      'sales-channels': channel.id,
      pricing: (await beginDraft(priceBook, work, pricing)).id,
      'listing-rules': (await beginDraft(listingBook, work, listing)).id,
    }
  })
  const [row] = await hub.orm.select().from(listings).where(eq(listings.retailerId, retailerId)).limit(1)
  return { ...ids, listings: row!.id, products: row!.productId }
}

/** A webhook of each side, and an event that both were told of. */
async function addWebhooks({ hub, here }: Busy): Promise<typeof webhookIds> {
  const { retailerId } = here
  const { partnershipId } = here.suppliers['Little Potter']!
  const settings = { url: 'https://shop.example/hooks', description: '', eventTypes: ['deadline.near'] }
  return await hub.work('system', async work => {
    const make = async (owner: string | null) =>
      (await createEndpoint(work, portalDeps.box, { retailerId, partnershipId: owner }, settings)).id
    const ids = { retailer: await make(null), supplier: await make(partnershipId), event: work.newId() }
    await recordEvent({ ...work, newId: () => ids.event }, retailerId, 'deadline.near', { partnershipId }, {})
    return ids
  })
}

/** A view of the list of orders that the administrator kept. */
async function addView({ hub, here: { retailerId } }: Busy): Promise<string> {
  const [admin] = await hub.orm.select({ id: users.id }).from(users).where(eq(users.email, 'admin@here.example'))
  const view = { retailerId, userId: admin!.id, list: 'orders', name: 'Ours', query: '', sharedWith: 'maker' } as const
  return await hub.work('system', work => saveView(work, view))
}

/** A draft of routing rules with one rule, `no-lamps`. */
async function addRuleDraft({ hub, here: { retailerId } }: Busy): Promise<string> {
  const rules: Rule[] = [{ id: 'no-lamps', when: { skus: ['LAMP-03'] }, effect: { action: 'exclude' } }]
  return await hub.work('system', async work => {
    const { id } = await beginDraft(routingBook, work, { retailerId })
    await keepDraft(routingBook, work, { retailerId, id, content: { rules } })
    return id
  })
}

async function visit(email: string | undefined, route: string, form = forms[route]) {
  const [method, pattern] = route.split(' ') as [string, string]
  const path = addressOf(pattern)
  const client = email ? await signedIn(email) : busy.client()
  const response = method === 'GET' ? await client.get(path) : await client.post(path, form)
  const body = await response.text()
  return { status: response.status, location: response.headers.get('location') ?? '', body }
}

type SignedIn = Awaited<ReturnType<Busy['as']>>
const signedInClients = new Map<string, Promise<SignedIn>>()

/** One sign-in for each person: the routes are many. */
function signedIn(email: string): Promise<SignedIn> {
  const known = signedInClients.get(email) ?? busy.as(email)
  signedInClients.set(email, known)
  return known
}

/** The message of this world is one of ours, which has no proof of who sent it. */
const withoutIt = 'GET /retailer/messages/:id/origin'

const guarded = routes.filter(({ side }) => side !== undefined)

/** How many things have happened, and what the first retailer's people changed, but for signing in: refused requests add nothing. */
async function happened(): Promise<number> {
  const { orm } = busy.hub
  const told = await orm.select({ id: events.id }).from(events)
  const { retailerId } = busy.here
  const changed = await orm
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(and(eq(auditLog.retailerId, retailerId), ne(auditLog.action, 'sign-in.done')))
  return told.length + changed.length
}

describe('every route of the portal', () => {
  it('is listed here with who may use it', () => {
    const log = { error: () => undefined }
    const app = createPortal({ ...portalDeps, hub: busy.hub, log })
    const found = app.routes.filter(route => route.method !== 'ALL').map(route => `${route.method} ${route.path}`)
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(access).toSorted())
  })

  it('sends nobody to sign in', async () => {
    for (const { route, allowed } of routes) {
      if (allowed === 'anybody') continue
      const { status, location } = await visit(undefined, route)
      expect({ route, status, signIn: location.startsWith('/sign-in') }).toEqual({ route, status: 303, signIn: true })
    }
  })

  it('does not exist for the other side', async () => {
    const before = await happened()
    for (const { route, side } of guarded) {
      const email = side === 'supplier' ? 'admin@here.example' : 'potter-owner@here.example'
      const { status, body } = await visit(email, route)
      expect({ route, status, leak: leakIn(body) }).toEqual({ route, status: 404, leak: undefined })
    }
    expect(await happened()).toBe(before)
  })

  it('shows another retailer, and its suppliers, nothing', async () => {
    const before = await happened()
    for (const { route, path, side } of guarded) {
      const email = side === 'supplier' ? 'potter-owner@there.example' : 'admin@there.example'
      const { status, body } = await visit(email, route)
      const named = /:(id|number|retailer)/.test(path)
      if (named) expect({ route, status }).toEqual({ route, status: 404 })
      expect({ route, leak: leakIn(body) }).toEqual({ route, leak: undefined })
    }
    expect(await happened()).toBe(before)
  })

  it('shows another supplier of the same retailer nothing', async () => {
    const before = await happened()
    for (const { route, path } of guarded.filter(({ side }) => side === 'supplier')) {
      // It may invite its own people, as that form would.
      const form = route.endsWith('/people/invitations') ? {} : forms[route]
      const { status, body } = await visit('cascade-owner@here.example', route, form)
      if (/:(id|number)/.test(path)) expect({ route, status }).toEqual({ route, status: 404 })
      expect({ route, leak: leakIn(body) }).toEqual({ route, leak: undefined })
    }
    expect(await happened()).toBe(before)
  })

  it('is refused to roles without the ability for it, and changes nothing', async () => {
    const before = await happened()
    for (const { route, side, ability } of guarded) {
      if (!ability) continue
      const roles = (side === 'supplier' ? supplierRoles : retailerRoles).filter(role => !may(role, ability))
      for (const role of roles) {
        const email = side === 'supplier' ? `potter-${role}@here.example` : `${role}@here.example`
        const { status, body } = await visit(email, route)
        expect({ route, role, status, leak: leakIn(body) }).toEqual({ route, role, status: 403, leak: undefined })
      }
    }
    expect(await happened()).toBe(before)
  })

  it('opens for those who may see it', async () => {
    for (const { route, side, ability } of guarded.filter(({ method }) => method === 'GET')) {
      const roles = (side === 'supplier' ? supplierRoles : retailerRoles).filter(role => !ability || may(role, ability))
      for (const role of roles) {
        const email = side === 'supplier' ? `potter-${role}@here.example` : `${role}@here.example`
        const { status, location } = await visit(email, route)
        const expected = route === 'GET /supplier' ? 303 : route === withoutIt ? 404 : 200
        expect({ route, role, status, location: location.startsWith('/sign-in') }).toEqual({
          route,
          role,
          status: expected,
          location: false,
        })
      }
    }
    expect(busy.logged).toEqual([])
  })

  it('answers strangers on its open pages without a failure, and tells them nothing', async () => {
    for (const { route, allowed } of routes.filter(({ path }) => path !== '/assets/:hash/:name')) {
      if (allowed !== 'anybody') continue
      const { status, body } = await visit(undefined, route)
      expect({ route, fine: status < 500, leak: leakIn(body) }).toEqual({ route, fine: true, leak: undefined })
    }
    expect(busy.logged).toEqual([])
  })

  it('keeps one person’s sessions from another', async () => {
    const { orm } = busy.hub
    const theirs = await orm
      .select({ id: sessions.id })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(users.email, 'admin@here.example'))
    const other = await signedIn('operations@here.example')
    const page = await (await other.get('/account/security')).text()
    for (const { id } of theirs) {
      expect(page).not.toContain(id)
      expect((await other.post(`/account/sessions/${id}/end`)).status).toBe(404)
    }
    expect(theirs.length).toBeGreaterThan(0)
  })

  it('is closed to whoever has not given the second factor that the role needs', async () => {
    const before = await happened()
    const rules = { secondFactorFor: [...retailerRoles, ...supplierRoles] }
    const set = (secondFactorFor: typeof rules.secondFactorFor) =>
      busy.hub.work('system', work => changeSecurity(work, busy.here.retailerId, { secondFactorFor }))
    await set(rules.secondFactorFor)
    for (const { route, side } of guarded) {
      // The choice among retailers shows nothing of any.
      if (route === 'GET /supplier') continue
      const email = side === 'supplier' ? 'potter-owner@here.example' : 'admin@here.example'
      const { status, location, body } = await visit(email, route)
      expect({ route, status, location, leak: leakIn(body) }).toEqual({
        route,
        status: 303,
        location: '/account/second-factor',
        leak: undefined,
      })
    }
    await set([])
    expect(await happened()).toBe(before + 2)
  })

  it('is closed to whoever is disabled here, at once', async () => {
    const client = await busy.as(spareEmail)
    const { orm } = busy.hub
    const thisOne = eq(memberships.id, spare.retailer.membershipId)
    const choose = () => client.post('/memberships', { membership: spare.retailer.membershipId })
    expect((await choose()).status).toBe(303)
    expect((await client.get('/retailer')).status).toBe(200)
    await orm.update(memberships).set({ disabledAt: new Date() }).where(thisOne)
    expect((await client.get('/retailer')).headers.get('location')).toBe('/memberships')
    expect((await choose()).status).toBe(404)
    await orm.update(memberships).set({ disabledAt: null }).where(thisOne)
  })

  it('answers an empty form with a page, never with a failure of its own', async () => {
    const failures: { route: string; status: number }[] = []
    for (const { route, method, side, ability } of guarded) {
      if (method !== 'POST') continue
      const roles = side === 'supplier' ? supplierRoles : retailerRoles
      const role = roles.find(candidate => !ability || may(candidate, ability))
      const email = side === 'supplier' ? `potter-${role}@here.example` : `${role}@here.example`
      const { status } = await visit(email, route, {})
      // Nothing is stuck in this world, so there is nothing to try again.
      const found = status !== 404 || route.includes('/stuck-work/')
      if (status >= 500 || status === 403 || !found) failures.push({ route, status })
    }
    expect(failures).toEqual([])
    expect(busy.logged).toEqual([])
  })
})

function leakIn(body: string): string | undefined {
  return [...secrets, spareEmail, invitedEmail].find(secret => body.includes(secret))
}
