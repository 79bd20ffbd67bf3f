import type { listingStatuses } from '../../../db/schema/index.ts'
import type { ListingPricing } from '../../../engine/listing/refresh/plan.ts'
import type { RuleNames } from '../../../engine/rule-sets/names.ts'
import type { StateLook } from '../../ui/badge.tsx'

type Status = (typeof listingStatuses)[number]

/** How the state of a listing is shown. */
export const statusLooks: Record<Status, StateLook> = {
  candidate: { word: 'Not listed', tone: 'idle', icon: 'dot' },
  listed: { word: 'Listed', tone: 'good', icon: 'check' },
  paused: { word: 'Paused', tone: 'warn', icon: 'half' },
  delisted: { word: 'Taken off', tone: 'idle', icon: 'cross' },
}

/** Why a listing is as it is, in words: `hot-seller-low` by its rule's name. */
export function whyWords(
  listing: { status: Status; pauseReasons: string[]; missing: string[]; keptOff: boolean },
  ruleNames: RuleNames,
): string {
  const { status, pauseReasons, missing, keptOff } = listing
  const lacks = missing.length > 0 ? `lacks ${missing.map(fieldWord).join(', ')}` : ''
  if (status === 'paused')
    return pauseReasons.map(reason => (reason === 'incomplete' ? lacks : (ruleNames.get(reason) ?? reason))).join('; ')
  if (status === 'candidate') return lacks || 'no rule lists it'
  if (status === 'delisted') return keptOff ? 'by a person' : 'discontinued'
  return ''
}

/** A field that a channel asks for, as people say it. */
export function fieldWord(field: string): string {
  if (field.startsWith('attribute.')) return field.slice('attribute.'.length)
  return { gtin: 'GTIN', msrp: 'MSRP', manufacturerPart: 'part number', images: 'a picture' }[field] ?? field
}

const basisWords = { cost: 'cost', msrp: 'MSRP', map: 'MAP' } as Record<string, string>
const boundWords = {
  'minimum-margin': 'raised to the minimum margin',
  map: 'raised to the MAP',
  msrp: 'lowered to the MSRP',
}

/**
 * How a price came about, in words.
 * @param names what the rules of the version that made it are called
 */
export function pricingWords(pricing: ListingPricing, names: RuleNames = new Map()) {
  const { ruleVersion, basis, bound, rounded, reason, own, cost, msrp, map } = pricing
  const rule = pricing.rule && (names.get(pricing.rule) ?? pricing.rule)
  const from = [cost && `cost ${cost}`, msrp && `MSRP ${msrp}`, map && `MAP ${map}`].filter(Boolean).join(', ')
  const known = from ? ` (${from})` : ''
  const why = reason === 'no-basis' ? 'lacks its basis' : reason === 'comes-to-nothing' ? 'comes to nothing' : undefined
  const byRule = why && `rule “${rule}” ${why}`
  if (own) return `The product’s own price: ${byRule ?? 'no rule is for it'}${known}`
  if (reason) return `No price: ${byRule ?? 'no rule, and none of its own'}${known}`
  if (!rule) return ''
  const moved = [bound && boundWords[bound], rounded && 'rounded'].filter(Boolean).join(', ')
  return `Rule “${rule}” of version ${ruleVersion}, from ${basis}${known}${moved ? `; ${moved}` : ''}`
}

/** What a basis is called. */
export const basisWord = (basis: string) => basisWords[basis] ?? basis
