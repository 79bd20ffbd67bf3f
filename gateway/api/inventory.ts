import { z } from 'zod'
import { sku } from '../../engine/catalogue/put-products.ts'
import { countWarehouse } from '../../engine/inventory/count-warehouse.ts'
import { inventoryLine, positiveDecimal } from '../../translators/documents/index.ts'
import { json, nothing, retailerRead, retailerWrite } from './endpoint.ts'
import { idParams } from './fields.ts'
import { sourceFilter } from './filters.ts'
import { offerSchema, presentOffers } from './inventory-present.ts'
import { listOf, pageQuery } from './pages.ts'

const tag = 'Inventory'

const listOffers = retailerRead({
  path: '/offers',
  scope: 'inventory:read',
  tag,
  summary: 'Who sells what, at which cost, and how much there is',
  query: pageQuery.extend({
    sku: z.string().max(80).optional().describe('The retailer’s SKU.'),
    supplierSku: z.string().max(80).optional(),
    sourceId: sourceFilter,
  }),
  answers: { 200: { description: 'A page of offers with their stock.', schema: listOf(offerSchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    return json(200, await presentOffers(orm, retailerId, query, query))
  },
})

const stockLine = inventoryLine
  .pick({ quantity: true, location: true, nextAvailable: true, discontinued: true })
  .extend({
    sku: sku.describe('The retailer’s SKU.'),
    unitCost: positiveDecimal
      .optional()
      .describe(
        'In the retailer’s currency. Needed for a product that the warehouse has not had before; else what it costs from now on.',
      ),
  })

const putStock = retailerWrite({
  method: 'put',
  path: '/warehouses/{id}/stock',
  scope: 'inventory:write',
  tag,
  summary: 'Set the stock of the retailer’s own warehouse',
  description:
    'Changes the items that it names and no other; a product that the warehouse has not had before needs what a unit costs. Orders that waited for them are tried again. All lines or, when one is wrong, none.',
  params: idParams,
  body: z.object({ lines: z.array(stockLine).min(1).max(5000) }).meta({ id: 'WarehouseStock' }),
  example: { lines: [{ sku: 'STOVE', quantity: '12' }] },
  answers: { 204: { description: 'Set.' } },
  async run({ work, tenant: { retailerId }, params, body }) {
    await countWarehouse(work, { retailerId, sourceId: params.id, lines: body.lines })
    return nothing()
  },
})

export const inventoryEndpoints = [listOffers, putStock]
