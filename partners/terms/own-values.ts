import type { AgreedTerms, partnerships, Tolerances } from '../../db/schema/index.ts'

/** Sections of what is agreed that a retailer can set for all its partners at once; ship-via codes are each partner's own by nature. */
export const sectionsWithDefaults = [
  'calendar',
  'deadlines',
  'answers',
  'backorders',
  'terms',
  'tolerances',
  'invoicing',
] as const
export type DefaultSection = (typeof sectionsWithDefaults)[number]

/** The values of a section by their names. Payment terms belong together: they are one value, `terms`. */
export type SectionValues = Readonly<Record<string, unknown>>

/** A partnership as far as what was agreed asks. Its sections hold what is in force: own values and defaults together. */
export type AgreedRow = Pick<typeof partnerships.$inferSelect, 'settings' | 'tolerances' | 'terms'>

/** What a retailer has set for all its partners: its `settings.partnerDefaults`, section by section. */
export type HouseDefaults = Partial<Record<DefaultSection, Record<string, unknown>>>

/** The defaults in a retailer's settings, as they were stored. */
export function houseDefaultsOf(settings: Record<string, unknown>): HouseDefaults {
  return (settings.partnerDefaults ?? {}) as HouseDefaults
}

/** A section's content as its values by name. */
export function valuesOf(section: DefaultSection, content: unknown): SectionValues {
  if (content === undefined || content === null) return {}
  return section === 'terms' ? { terms: content } : (content as SectionValues)
}

/** The values in force in a partnership's section. */
export function valuesInForce(row: AgreedRow, section: DefaultSection): SectionValues {
  return valuesOf(section, section === 'terms' || section === 'tolerances' ? row[section] : row.settings[section])
}

/** The names of a section's values that are the partner's own. Where nothing was noted, whatever stands there is its own. */
export function ownNames(row: AgreedRow, section: DefaultSection): ReadonlySet<string> {
  const noted = (row.settings.ownValues as Partial<Record<DefaultSection, string[]>> | undefined)?.[section]
  return new Set(noted ?? Object.keys(valuesInForce(row, section)))
}

/** Which values are a partner's own after `given` was saved: what differs from the default, and what was its own before. */
export function ownAfter(before: ReadonlySet<string>, given: SectionValues, defaults: SectionValues): Set<string> {
  const names = new Set([...before, ...Object.keys(given), ...Object.keys(defaults)])
  return new Set([...names].filter(name => before.has(name) || canonical(given[name]) !== canonical(defaults[name])))
}

/** A section's values as they are in force: own ones from `own`, the others as the defaults say. */
export function inForce(own: SectionValues, names: ReadonlySet<string>, defaults: SectionValues): SectionValues {
  const all = [...new Set([...Object.keys(defaults), ...names])]
  const values = all.map(name => [name, names.has(name) ? own[name] : defaults[name]] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

/** A partnership with one section's values, and which of them are its own. */
export function withSection(
  row: AgreedRow,
  section: DefaultSection,
  values: SectionValues,
  own: ReadonlySet<string>,
): AgreedRow {
  const ownValues = { ...(row.settings.ownValues as object | undefined), [section]: [...own].sort() }
  const settings = { ...row.settings, ownValues }
  if (section === 'terms') return { ...row, settings, terms: (values.terms ?? row.terms) as AgreedTerms }
  if (section === 'tolerances') return { ...row, settings, tolerances: values as Tolerances }
  return { ...row, settings: { ...settings, [section]: values } }
}

/** A partnership whose values that are not its own are as the defaults say now. Without default payment terms it keeps those it has. */
export function following(row: AgreedRow, section: DefaultSection, defaults: SectionValues): AgreedRow {
  const own = ownNames(row, section)
  return withSection(row, section, inForce(valuesInForce(row, section), own, defaults), own)
}

/** A new partnership: what it was given is its own, unless the retailer's defaults say the same; the rest is as they say. */
export function startingWith(given: AgreedRow, retailerSettings: Record<string, unknown>): AgreedRow {
  const house = houseDefaultsOf(retailerSettings)
  return sectionsWithDefaults.reduce((row, section) => {
    if (house[section] === undefined) return row
    const [values, defaults] = [valuesInForce(row, section), valuesOf(section, house[section])]
    const own = Object.keys(values).filter(name => canonical(values[name]) !== canonical(defaults[name]))
    return withSection(row, section, inForce(values, new Set(own), defaults), new Set(own))
  }, given)
}

/** JSON with its keys in order: the database gives them in another than they were written. */
export function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
  return text ?? 'undefined'
}
