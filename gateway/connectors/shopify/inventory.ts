import { z } from 'zod'
import type { Answer, StockLevel } from '../contract.ts'
import { type Ask, errorsText, type Operation, refused, userErrors } from './client.ts'
import { remoteProduct } from './products.ts'
import type { ShopifySettings } from './settings.ts'

/** `inventorySetQuantities` takes 250 at once. */
export const stockBatch = 250

/** Items asked for at once: what a query may cost is limited. */
const readBatch = 50

const levels = z.object({
  nodes: z.array(
    z
      .object({
        id: z.string(),
        inventoryLevel: z
          .object({ quantities: z.array(z.object({ name: z.string(), quantity: z.number() })) })
          .nullish(),
      })
      .nullable(),
  ),
})
const levelsOperation: Operation<z.infer<typeof levels>> = {
  query: `query Levels($ids: [ID!]!, $locationId: ID!) {
    nodes(ids: $ids) {
      ... on InventoryItem {
        id
        inventoryLevel(locationId: $locationId) { quantities(names: ["available"]) { name quantity } }
      }
    }
  }`,
  data: levels,
}

const quantitiesSet = z.object({ inventorySetQuantities: z.object({ userErrors }) })
const setOperation: Operation<z.infer<typeof quantitiesSet>> = {
  query: `mutation SetQuantities($input: InventorySetQuantitiesInput!, $key: String!) {
    inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } }
  }`,
  data: quantitiesSet,
}

const activated = z.object({ inventoryActivate: z.object({ userErrors }) })
const activateOperation: Operation<z.infer<typeof activated>> = {
  query: `mutation Activate($inventoryItemId: ID!, $locationId: ID!, $available: Int, $key: String!) {
    inventoryActivate(inventoryItemId: $inventoryItemId, locationId: $locationId, available: $available) @idempotent(key: $key) {
      userErrors { field message }
    }
  }`,
  data: activated,
}

interface Wanted {
  level: StockLevel
  item: string
}

/**
 * Sets what is available at the location, where it is not that already. Each quantity is set only while the shop still has the one that was read just before
 * (`changeFromQuantity`): a sale in between is not undone, but comes back as `stale`. Items that are not stocked at the location yet are stocked there.
 */
export async function sendInventory(
  ask: Ask,
  { locationId }: ShopifySettings,
  given: readonly StockLevel[],
  key: string,
): Promise<Answer<{ stale: StockLevel[] }>> {
  const wanted = given.map(level => ({ level, item: remoteProduct.parse(level.remote).inventoryItemId }))
  const current = await readLevels(ask, locationId, wanted)
  if (!current.ok) return current
  for (const { level, item } of wanted) {
    if (current.quantities.get(item) !== null) continue
    const available = level.quantity
    const answer = await ask(activateOperation, { inventoryItemId: item, locationId, available, key: `${key}-${item}` })
    if (!answer.ok) return answer
    const errors = answer.data.inventoryActivate.userErrors
    if (errors.length > 0) return refused(errorsText(errors))
  }
  const differing = wanted.filter(({ level, item }) => {
    const now = current.quantities.get(item)
    return typeof now === 'number' && now !== level.quantity
  })
  // An item that was deleted at the shop is to be found anew with its product’s next change.
  return differing.length === 0
    ? { ok: true, stale: [] }
    : await set(ask, locationId, differing, current.quantities, key)
}

type Quantities = Map<string, number | null>

/** By item; null where the item is not stocked at the location. */
async function readLevels(
  ask: Ask,
  locationId: string,
  wanted: readonly Wanted[],
): Promise<Answer<{ quantities: Quantities }>> {
  const quantities: Quantities = new Map()
  for (let at = 0; at < wanted.length; at += readBatch) {
    const ids = wanted.slice(at, at + readBatch).map(({ item }) => item)
    const answer = await ask(levelsOperation, { ids, locationId })
    if (!answer.ok) return answer
    for (const node of answer.data.nodes)
      if (node) quantities.set(node.id, node.inventoryLevel ? (node.inventoryLevel.quantities[0]?.quantity ?? 0) : null)
  }
  return { ok: true, quantities }
}

/** The place of a quantity in the path of a user error: `input.quantities.3.changeFromQuantity`. */
const placeOf = (field: readonly string[] | null | undefined) => Number(field?.[2] ?? Number.NaN)

/** Shopify sets all or none: without those that changed meanwhile the rest is set once more. */
async function set(
  ask: Ask,
  locationId: string,
  wanted: readonly Wanted[],
  current: Quantities,
  key: string,
): Promise<Answer<{ stale: StockLevel[] }>> {
  const quantities = wanted.map(({ level, item }) => ({
    inventoryItemId: item,
    locationId,
    quantity: level.quantity,
    changeFromQuantity: current.get(item)!,
  }))
  const answer = await ask(setOperation, { input: { name: 'available', reason: 'correction', quantities }, key })
  if (!answer.ok) return answer
  const errors = answer.data.inventorySetQuantities.userErrors
  if (errors.length === 0) return { ok: true, stale: [] }
  const places = new Set(errors.map(({ code, field }) => (code === 'CHANGE_FROM_QUANTITY_STALE' ? placeOf(field) : -1)))
  if (![...places].every(place => Number.isInteger(place) && place >= 0)) return refused(errorsText(errors))
  const rest = wanted.filter((_, place) => !places.has(place))
  const stale = wanted.flatMap(({ level }, place) => (places.has(place) ? [level] : []))
  if (rest.length === 0) return { ok: true, stale }
  const again = await set(ask, locationId, rest, current, `${key}-${rest.length}`)
  return again.ok ? { ok: true, stale: [...stale, ...again.stale] } : again
}
