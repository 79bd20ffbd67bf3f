import type { Consequences } from './rule-schema.ts'

/** What an industry's guides ask of a set beyond the standard, in the words of a partner's map. */
type IndustryRules = Readonly<Record<string, Consequences>>

/** GS1's global location number has thirteen digits (X12 66, UL). */
const locationNumbers: Consequences = { elements: { 'N104[03=UL]': { pattern: '^\\d{13}$' } } }

/**
 * VICS, the retail variant (GS08 `004010VICS`, `004030VICS`, `005010VICS` …), as the guides of retailers that use it agree: levels of a ship
 * notice and what BSN05 calls their order, and serial shipping container codes, with application identifier (GM) and without (AA).
 */
const retail: IndustryRules = {
  '810': locationNumbers,
  '846': locationNumbers,
  '850': locationNumbers,
  '855': locationNumbers,
  '856': {
    elements: {
      ...locationNumbers.elements,
      BSN05: { codes: ['0001', '0002', '0003', '0004'] },
      HL03: { codes: ['S', 'O', 'T', 'P', 'Q', 'I', 'D'] },
      'MAN02[GM]': { pattern: '^00\\d{18}$' },
      'MAN02[AA]': { pattern: '^\\d{18}$' },
    },
  },
  '860': locationNumbers,
  '865': locationNumbers,
}

const industries: Readonly<Record<string, IndustryRules>> = { VICS: retail }

/** What the industry that a version names (GS08 from its seventh character on) asks of a set; undefined where it names none that is known. */
export function industryRules(set: string, version: string | undefined): Consequences | undefined {
  const suffix = version?.slice(6) ?? ''
  return Object.hasOwn(industries, suffix) ? industries[suffix]![set] : undefined
}
