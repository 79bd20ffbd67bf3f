import Big from 'big.js'
import type { ListingCondition, ListingEffect, ListingRule, ListingRules } from './listing-rules.ts'

/** What is known of a product on a channel. Quantities are what can be promised, after reservations and buffers. */
export interface ListedProduct {
  /** The channel's name. */
  channel: string
  sku: string
  category?: string | undefined
  brand?: string | undefined
  ownQuantity: string
  supplierQuantity: string
}

/** Listing rules made ready for many products: those in use, by what they do, each in its order. */
export type CompiledListingRules = {
  [Action in ListingEffect['action']]: Extract<CompiledListingRule, { effect: { action: Action } }>[]
}

type CompiledListingRule = {
  [Action in ListingEffect['action']]: {
    id: string
    effect: Extract<ListingEffect, { action: Action }>
    applies: (product: ListedProduct) => boolean
  }
}[ListingEffect['action']]

/** Sorts a version's rules by what they do, and leaves out those that are off. */
export function compileListingRules({ rules }: Pick<ListingRules, 'rules'>): CompiledListingRules {
  const ready = rules.filter(rule => !rule.off).map(compiled)
  const those = <Action extends ListingEffect['action']>(action: Action) =>
    ready.filter(
      (rule): rule is Extract<CompiledListingRule, { effect: { action: Action } }> => rule.effect.action === action,
    )
  return {
    pause: those('pause'),
    list: those('list'),
    require: those('require'),
    category: those('category'),
    attribute: those('attribute'),
    text: those('text'),
  }
}

function compiled({ id, when, effect }: ListingRule): CompiledListingRule {
  return { id, effect, applies: conditionOf(when) } as CompiledListingRule
}

function conditionOf(when: ListingCondition): (product: ListedProduct) => boolean {
  const channels = oneOf(when.channels)
  const categories = oneOf(when.categories)
  const brands = oneOf(when.brands)
  const skus = when.skus && new Set(when.skus)
  const { quantityBelow, ownWarehouse, suppliers } = when
  return product =>
    channels(product.channel) &&
    categories(product.category) &&
    brands(product.brand) &&
    (skus?.has(product.sku) ?? true) &&
    (quantityBelow === undefined || isBelow(product, quantityBelow)) &&
    isStocked(ownWarehouse, product.ownQuantity) &&
    isStocked(suppliers, product.supplierQuantity)
}

/** Whole numbers this short are told exactly without the decimal library, which takes its time for every rule and product. */
const short = /^\d{1,14}$/

function isBelow({ ownQuantity, supplierQuantity }: ListedProduct, limit: string): boolean {
  if (short.test(ownQuantity) && short.test(supplierQuantity) && short.test(limit))
    return Number(ownQuantity) + Number(supplierQuantity) < Number(limit)
  return new Big(ownQuantity).plus(supplierQuantity).lt(limit)
}

function oneOf(wanted: readonly string[] | undefined): (value: string | undefined) => boolean {
  if (wanted === undefined) return () => true
  const known = new Set(wanted.map(word => word.toLowerCase()))
  return value => value !== undefined && known.has(value.toLowerCase())
}

function isStocked(wanted: 'in' | 'out' | undefined, quantity: string): boolean {
  return wanted === undefined || (wanted === 'in') === new Big(quantity).gt(0)
}
