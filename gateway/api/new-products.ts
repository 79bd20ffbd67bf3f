import { z } from 'zod'
import { changeNewProducts, loadNewProducts, newProductSettings } from '../../engine/catalogue/new-products/settings.ts'
import { retireMade } from '../../engine/catalogue/retire-products.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { idParams } from './fields.ts'

const tag = 'Products'
const path = '/new-product-settings'

const settingsSchema = newProductSettings.meta({
  id: 'NewProductSettings',
  description:
    'What becomes of suppliers’ items that no product is. `off`: nothing, beyond matching; `propose`: a person makes products of them; ' +
    '`list`: complete ones become products by themselves. A partner’s feed settings may say otherwise for its items.',
})

export const newProductEndpoints = [
  retailerRead({
    path,
    scope: 'products:read',
    tag,
    summary: 'What becomes of items that no product is',
    answers: { 200: { description: 'The settings.', schema: settingsSchema } },
    async run({ orm, tenant: { retailerId } }) {
      return json(200, await loadNewProducts(orm, retailerId))
    },
  }),
  retailerWrite({
    method: 'put',
    path,
    scope: 'products:write',
    tag,
    summary: 'Set what becomes of items that no product is',
    description: 'Where they are to become products by themselves, those that wait do within seconds.',
    body: settingsSchema,
    example: { mode: 'list', sku: '{supplier}-{supplierSku}' },
    answers: { 200: { description: 'Set.', schema: settingsSchema } },
    async run({ work, tenant: { retailerId }, body }) {
      return json(200, await changeNewProducts(work, { retailerId, settings: body }))
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/candidates/products',
    scope: 'products:write',
    tag,
    summary: 'Make products of all candidates that are complete',
    description:
      'Whatever the settings say, within seconds. Never a second one of a GTIN, of a SKU, or of a part number of its brand; what is incomplete stays.',
    body: z
      .object({ sourceId: z.uuid().optional().describe('Of one supplier alone.') })
      .meta({ id: 'ProductsOfCandidates' }),
    example: {},
    answers: { 202: { description: 'They will be made.', schema: z.object({}) } },
    async run({ work, tenant: { retailerId }, body: { sourceId } }) {
      await work.enqueue('make-products', { retailerId, ...(sourceId && { sourceId }), asked: true })
      return json(202, {})
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/feeds/{id}/retire-products',
    scope: 'products:write',
    tag,
    summary: 'Undo the products that were made of a feed by themselves',
    description: 'They are retired: sold no more, and no feed makes them again. Orders that name them go on.',
    params: idParams,
    answers: { 200: { description: 'How many were retired.', schema: z.object({ retired: z.int() }) } },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      return json(200, { retired: await retireMade(work, { retailerId, feedRunId: id }) })
    },
  }),
]
