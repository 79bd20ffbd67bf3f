import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { documentScopes } from '../../partners/api-keys/document-scopes.ts'
import type { ApiScope } from '../../partners/api-keys/scopes.ts'
import {
  type BusinessDocument,
  documentNumber,
  documentNumberOf,
  inventoryAdvice,
  invoice,
  productCatalog,
  purchaseOrderAcknowledgment,
  purchaseOrderChangeAcknowledgment,
  shipNotice,
} from '../../translators/documents/index.ts'
import { writeJson } from '../../translators/json/index.ts'
import { storeReceived } from '../journal/receive.ts'
import { json, type SupplierTenant, supplierWrite, type Upload } from './endpoint.ts'
import { found } from './fields.ts'
import { numberParams } from './supplier-orders.ts'
import { presentSuppliersOrders } from './supplier-present.ts'

const tag = 'For suppliers'

const receiptSchema = z
  .object({ messageId: z.uuid().describe('Ask for it at /supplier/messages/{id} to see what became of it.') })
  .meta({ id: 'Receipt', description: 'What you sent is stored and will be worked on.' })

const answers = { 202: { description: 'Stored, and on its way to being applied.', schema: receiptSchema } }

interface Accepting {
  work: Work
  tenant: SupplierTenant
  keyName: string
  scopes: readonly ApiScope[]
}

/** What these endpoints take besides JSON, and the ending by which such a file is known. */
const endings: Record<string, string> = { 'text/csv': 'csv', 'application/edi-x12': 'edi' }

const files = {
  'text/csv': 'In the layout that you have agreed on, or the default one.',
  'application/edi-x12': 'An interchange, from ISA to IEA. Functional acknowledgments leave by your channel.',
}

/** Stores a document as a message of the supplier's, so that it takes the way that every other channel's take. */
async function accept(asked: Accepting, document: BusinessDocument) {
  const name = `${document.kind}-${documentNumberOf(document).replaceAll(/[^A-Za-z0-9.-]+/g, '-')}.json`
  return await store(asked, name, { contentType: 'application/json', bytes: writeJson(document) })
}

/** The same of a file, which is read when it is worked on: it may hold several documents. */
async function acceptFile(asked: Accepting, kind: BusinessDocument['kind'], upload: Upload) {
  if (upload.bytes.length === 0)
    throw new ApplicationError('invalid-input', 'The body is empty.', { body: 'Is empty.' })
  return await store(asked, `${kind}.${endings[upload.contentType]}`, upload)
}

async function store({ work, tenant, keyName, scopes }: Accepting, fileName: string, { contentType, bytes }: Upload) {
  const { retailerId, partnershipId } = tenant
  const { messageId } = await storeReceived(work, {
    retailerId,
    partnershipId,
    transport: 'rest',
    // The Idempotency-Key tells repeats apart, and behind it each document's own number.
    wireId: work.newId(),
    fileName,
    contentType,
    bytes,
    evidence: { apiKey: keyName, ...limitsOf(scopes) },
  })
  return json(202, { messageId }, `/supplier/messages/${messageId}`)
}

/** Of a key that may not send everything: whoever reads the file holds against it what is in there. */
function limitsOf(scopes: readonly ApiScope[]): { scopes?: string } {
  const everything = Object.values(documentScopes).every(scope => scopes.includes(scope))
  return everything ? {} : { scopes: scopes.join(' ') }
}

const acknowledge = supplierWrite({
  method: 'post',
  path: '/supplier/purchase-orders/{number}/acknowledgments',
  scope: 'purchase-orders:write',
  tag,
  summary: 'Acknowledge a purchase order',
  params: numberParams,
  body: purchaseOrderAcknowledgment
    .omit({ kind: true })
    .extend({ purchaseOrderNumber: documentNumber.optional().describe('That of the address, where it is given.') })
    .meta({ id: 'NewAcknowledgment', description: 'Your answer to a purchase order.' }),
  example: {
    type: 'detail',
    supplierOrderNumber: 'SO-7701',
    lines: [{ lineNumber: '1', answers: [{ status: 'accepted', quantity: '1', shipDate: '2026-05-06' }] }],
  },
  answers,
  async run({ params, body, ...asked }) {
    const { data } = await presentSuppliersOrders(asked.orm, asked.tenant, { number: params.number }, { limit: 1 })
    const { number } = found(data[0], 'purchase order')
    if (body.purchaseOrderNumber !== undefined && body.purchaseOrderNumber !== number) {
      const purchaseOrderNumber = `Expected ${number}, as in the address.`
      throw new ApplicationError('invalid-input', 'The body is about another purchase order.', { purchaseOrderNumber })
    }
    return await accept(asked, { ...body, kind: 'purchase-order-acknowledgment', purchaseOrderNumber: number })
  },
})

const sendAcknowledgments = supplierWrite({
  method: 'post',
  path: '/supplier/acknowledgments',
  scope: 'purchase-orders:write',
  tag,
  summary: 'Acknowledge purchase orders by what you send',
  description: 'A file may be about several purchase orders.',
  body: purchaseOrderAcknowledgment
    .omit({ kind: true })
    .meta({ id: 'Acknowledgment', description: 'Your answer to the purchase order that it names.' }),
  example: {
    type: 'detail',
    purchaseOrderNumber: 'PO-1',
    lines: [{ lineNumber: '1', answers: [{ status: 'accepted', quantity: '1', shipDate: '2026-05-06' }] }],
  },
  answers,
  files,
  async run({ body, upload, ...asked }) {
    if (endings[upload.contentType]) return await acceptFile(asked, 'purchase-order-acknowledgment', upload)
    return await accept(asked, { ...body, kind: 'purchase-order-acknowledgment' })
  },
})

const sendChangeAcknowledgment = supplierWrite({
  method: 'post',
  path: '/supplier/change-acknowledgments',
  scope: 'purchase-orders:write',
  tag,
  summary: 'Answer a change of a purchase order, or ask for one',
  description:
    'With `purpose` `answer` it answers the change with that `sequence`, or the one that is open. With `request` you ask for the lines that it names, or to be rid of a part of them; that waits for the retailer.',
  body: purchaseOrderChangeAcknowledgment
    .omit({ kind: true })
    .meta({ id: 'NewChangeAcknowledgment', description: 'Your answer to a change, or a change that you ask for.' }),
  example: {
    purpose: 'request',
    type: 'detail',
    purchaseOrderNumber: 'PO-1',
    notes: ['One broke in the warehouse.'],
    lines: [{ lineNumber: '1', action: 'cancel', quantity: '1', answers: [] }],
  },
  answers,
  files,
  async run({ body, upload, ...asked }) {
    if (endings[upload.contentType]) return await acceptFile(asked, 'purchase-order-change-acknowledgment', upload)
    return await accept(asked, { ...body, kind: 'purchase-order-change-acknowledgment' })
  },
})

const shipGoods = supplierWrite({
  method: 'post',
  path: '/supplier/shipments',
  scope: 'shipments:write',
  tag,
  summary: 'Tell what you have shipped',
  body: shipNotice.omit({ kind: true }).meta({ id: 'NewShipNotice', description: 'A shipment of one or more orders.' }),
  example: {
    number: 'SH-5501',
    date: '2026-05-06',
    shippedOn: '2026-05-06',
    carrier: { scac: 'UPSN', service: 'Ground' },
    packages: [
      {
        trackingNumber: '1Z999AA10123456784',
        lines: [{ purchaseOrderNumber: 'PO-1', lineNumber: '1', quantity: '1' }],
      },
    ],
  },
  answers,
  files,
  async run({ body, upload, ...asked }) {
    if (endings[upload.contentType]) return await acceptFile(asked, 'ship-notice', upload)
    return await accept(asked, { ...body, kind: 'ship-notice' })
  },
})

const sendInvoice = supplierWrite({
  method: 'post',
  path: '/supplier/invoices',
  scope: 'invoices:write',
  tag,
  summary: 'Send an invoice or a credit memo',
  body: invoice.omit({ kind: true }).meta({ id: 'NewInvoice', description: 'What you ask to be paid.' }),
  example: {
    number: 'INV-9001',
    date: '2026-05-07',
    purchaseOrderNumber: 'PO-1',
    currency: 'USD',
    lines: [{ lineNumber: '1', quantity: '1', unitPrice: '90.00' }],
    total: '90.00',
  },
  answers,
  files,
  async run({ body, upload, ...asked }) {
    if (endings[upload.contentType]) return await acceptFile(asked, 'invoice', upload)
    return await accept(asked, { ...body, kind: 'invoice' })
  },
})

const sendInventory = supplierWrite({
  method: 'post',
  path: '/supplier/inventory',
  scope: 'inventory:write',
  tag,
  summary: 'Send your stock',
  description: '`full` replaces everything known; `delta` changes the items that it names.',
  body: inventoryAdvice.omit({ kind: true }).meta({ id: 'NewInventory', description: 'Your stock.' }),
  example: {
    scope: 'delta',
    number: 'STOCK-20260504',
    date: '2026-05-04',
    lines: [{ ids: { supplier: 'NO-TENT-2P' }, quantity: '25' }],
  },
  answers,
  files,
  async run({ body, upload, ...asked }) {
    if (endings[upload.contentType]) return await acceptFile(asked, 'inventory-advice', upload)
    return await accept(asked, { ...body, kind: 'inventory-advice' })
  },
})

const sendProducts = supplierWrite({
  method: 'post',
  path: '/supplier/products',
  scope: 'products:write',
  tag,
  summary: 'Send your products and what they cost',
  description:
    '`full` names everything that you offer; `delta` what has changed. Stock is told of products that are known: send these first. `/supplier/feeds` says how it was taken.',
  body: productCatalog.omit({ kind: true }).meta({ id: 'NewProductCatalog', description: 'What you offer.' }),
  example: {
    scope: 'delta',
    number: 'PRODUCTS-20260504',
    currency: 'USD',
    products: [{ ids: { supplier: 'NO-TENT-2P' }, title: 'Trailhead 2-person tent', cost: '90.00', unit: 'EA' }],
  },
  answers,
  files,
  async run({ body, upload, ...asked }) {
    if (endings[upload.contentType]) return await acceptFile(asked, 'product-catalog', upload)
    return await accept(asked, { ...body, kind: 'product-catalog' })
  },
})

export const supplierDocumentEndpoints = [
  acknowledge,
  sendAcknowledgments,
  sendChangeAcknowledgment,
  shipGoods,
  sendInvoice,
  sendProducts,
  sendInventory,
]
