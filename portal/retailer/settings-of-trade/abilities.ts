import type { TradingSection } from '../../../engine/purchase-orders/trading-sections.ts'
import type { Ability } from '../../auth/abilities.ts'
import { sectionForms } from './sections.ts'

/** Who may change which section of what was agreed: money is the accountant's. */
export const tradeAbilities: Readonly<Record<TradingSection, Ability>> = {
  calendar: 'operate',
  deadlines: 'operate',
  answers: 'operate',
  backorders: 'operate',
  shipVia: 'operate',
  terms: 'decide-accounts',
  tolerances: 'decide-accounts',
  invoicing: 'decide-accounts',
}

/** The sections, in the order of their pages. */
export const tradeSections = Object.keys(sectionForms) as TradingSection[]
