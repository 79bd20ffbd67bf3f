import type { GuideArea, GuideEntry } from './model.ts'

/** The first tags of detail and summary, by set (X12.6 3.4: the tables of a set). Sets without them are all heading. */
const starts: Readonly<Record<string, { detail: readonly string[]; summary: readonly string[] }>> = {
  '810': { detail: ['IT1'], summary: ['TDS'] },
  '820': { detail: ['ENT'], summary: [] },
  '824': { detail: ['OTI'], summary: [] },
  '832': { detail: ['LIN', 'SLN', 'LX'], summary: ['CTT'] },
  '846': { detail: ['LIN'], summary: ['CTT'] },
  '850': { detail: ['PO1'], summary: ['CTT'] },
  '855': { detail: ['PO1'], summary: ['CTT'] },
  '856': { detail: ['HL'], summary: ['CTT'] },
  '860': { detail: ['POC'], summary: ['CTT'] },
  '864': { detail: ['MIT'], summary: [] },
  '865': { detail: ['POC'], summary: ['CTT'] },
}

/** Cuts a set's entries into heading, detail and summary. */
export function areasOf(set: string, entries: readonly GuideEntry[]): GuideArea[] {
  const { detail, summary } = starts[set] ?? { detail: [], summary: [] }
  const first = (tags: readonly string[], from: number) => {
    const at = entries.findIndex((entry, i) => i >= from && tags.includes(entry.tag))
    return at < 0 ? entries.length : at
  }
  const detailAt = entries.findIndex(entry => entry.kind === 'loop' && detail.includes(entry.tag))
  const from = detailAt < 0 ? first(summary, 0) : detailAt
  const end = first(summary, from)
  const areas = [
    { name: 'Heading', entries: entries.slice(0, from) },
    { name: 'Detail', entries: entries.slice(from, end) },
    { name: 'Summary', entries: entries.slice(end) },
  ]
  return areas.filter(area => area.entries.length > 0)
}
