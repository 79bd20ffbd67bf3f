import type { Adjustment, CostChoice, PriceRule } from '../../../engine/listing/price-rules.ts'
import { basisWord } from '../listings/texts.ts'
import { shifted } from '../rules/forms.ts'

/** A share in per cent: `0.4` → `40%`. */
export const percent = (share: string) => `${shifted(share, 2)}%`

/** Which cost counts, in words. */
export const costWords: Record<CostChoice, string> = {
  'lowest-in-stock': 'The lowest of those that have stock',
  lowest: 'The lowest',
  highest: 'The highest',
}

/** Whose price a rule makes, and how, in words. */
export function priceRuleWords({ for: whom, basis, adjustment, floor, ceiling, ending }: PriceRule) {
  const when = [
    whom.channels && `sold on ${whom.channels.join(', ')}`,
    whom.skus && `item ${whom.skus.join(', ')}`,
    whom.brands && `brand ${whom.brands.join(', ')}`,
    whom.categories && `category ${whom.categories.join(', ')}`,
  ].filter(Boolean)
  const then = [
    adjustmentWords(basisWord(basis), adjustment),
    ending && `ending in ${ending}`,
    floor.margin && `at least a margin of ${percent(floor.margin)}`,
    !floor.map && 'MAP may be undercut',
    !ceiling.msrp && 'MSRP may be exceeded',
  ].filter(Boolean)
  return { when: when.length > 0 ? when.join('; ') : 'always', effect: then.join('; ') }
}

function adjustmentWords(basis: string, adjustment: Adjustment): string {
  switch (adjustment.by) {
    case 'percent':
      return `${basis} ${signed(adjustment.percent)}%`
    case 'amount':
      return `${basis} ${signed(adjustment.amount)}`
    case 'margin':
      return `${basis} with a margin of ${percent(adjustment.margin)}`
    case 'tiers':
      return `${basis} ${adjustment.tiers
        .map(({ upTo, percent: by }) => `${signed(by)}%${upTo === undefined ? ' above' : ` up to ${upTo}`}`)
        .join(', ')}`
  }
}

const signed = (value: string) => (value.startsWith('-') ? `−${value.slice(1)}` : `+${value}`)
