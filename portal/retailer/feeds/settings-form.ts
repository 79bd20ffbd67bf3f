import type { FeedSettings } from '../../../engine/inventory/feed-settings.ts'
import type { FormValues } from '../../ui/form-data.ts'

type Buffers = FeedSettings['buffers']
type Buffer = Buffers['all']

/** The settings as their form shows them: shares in percent, lists as lines of text. */
export function settingsValues(settings: FeedSettings): FormValues {
  const { buffers, staleAfterHours, expireAfterHours } = settings
  return {
    missing: settings.missing,
    freshBy: settings.freshBy,
    quarantineFrom: String(settings.quarantineFrom),
    maxDropShare: percent(settings.maxDropShare),
    maxZeroShare: percent(settings.maxZeroShare),
    staleShare: percent(settings.staleShare),
    staleAfterHours: String(staleAfterHours ?? ''),
    expireAfterHours: String(expireAfterHours ?? ''),
    newItems: settings.newProducts.mode ?? '',
    newSku: settings.newProducts.sku ?? '',
    statusWords: Object.entries(settings.statusWords)
      .map(([word, quantity]) => `${word} = ${quantity}`)
      .join('\n'),
    all: bufferText(buffers.all),
    categories: bufferLines(buffers.categories),
    items: bufferLines(buffers.items),
  }
}

/** Binary fractions are not shown: 0.07 is 7. */
const percent = (share: number) => String(Number((share * 100).toFixed(4)))

const bufferText = ({ units, share }: Buffer) =>
  [...(Number(units) > 0 ? [units] : []), ...(share > 0 ? [`${percent(share)}%`] : [])].join(' + ')

const bufferLines = (rules: Record<string, Buffer>) =>
  Object.entries(rules)
    .map(([name, rule]) => `${name} = ${bufferText(rule) || '0'}`)
    .join('\n')

/** Reads the form: the settings to be checked, and what cannot be read by the names of the fields. */
export function readFeedSettings(values: FormValues): { feeds: unknown; errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const given = (name: string) => values[name]?.trim() ?? ''
  const number = (name: string) => {
    const text = given(name).replace(/%$/, '').trim()
    if (/^\d{1,6}(\.\d{1,4})?$/.test(text)) return Number(text)
    errors[name] = 'Enter a number such as 80.'
    return 0
  }
  const share = (name: string) => Number((number(name) / 100).toFixed(6))
  const hours = (name: string) => (given(name) === '' ? null : number(name))
  const lines = <Value>(name: string, read: (text: string) => Value | undefined, wanted: string) => {
    const entries: [string, Value][] = []
    for (const line of given(name)
      .split(/\r?\n/)
      .filter(text => text.trim() !== '')) {
      const [, key, text] = /^(.+?)\s*=\s*([^=]*)$/.exec(line.trim()) ?? []
      const value = text === undefined ? undefined : read(text.trim())
      if (key === undefined || value === undefined) errors[name] ??= `“${line.trim().slice(0, 60)}”: write ${wanted}.`
      else entries.push([key, value])
    }
    return Object.fromEntries(entries)
  }
  const all = readBuffer(given('all'))
  if (!all) errors.all = 'Write units, a share, or both: 2, 10% or 2 + 10%.'
  const feeds = {
    missing: given('missing'),
    freshBy: given('freshBy'),
    quarantineFrom: number('quarantineFrom'),
    maxDropShare: share('maxDropShare'),
    maxZeroShare: share('maxZeroShare'),
    staleShare: share('staleShare'),
    staleAfterHours: hours('staleAfterHours'),
    expireAfterHours: hours('expireAfterHours'),
    statusWords: lines('statusWords', text => (/^\d{1,9}$/.test(text) ? text : undefined), 'a word = a quantity'),
    newProducts: { mode: given('newItems') || null, sku: given('newSku') || null },
    buffers: {
      all: all ?? {},
      categories: lines('categories', readBuffer, 'Category = 2 + 10%'),
      items: lines('items', readBuffer, 'SKU = 2 + 10%'),
    },
  }
  return { feeds, errors }
}

/** `2`, `10%`, `2 + 10%`; nothing is no buffer. */
function readBuffer(text: string): { units: string; share: number } | undefined {
  const found = /^(?:(\d{1,9})(?:\s*\+\s*|$))?(?:(\d{1,3}(?:\.\d{1,2})?)\s*%)?$/.exec(text)
  if (!found || Number(found[2] ?? 0) > 100 || /\+\s*$/.test(text)) return undefined
  return { units: found[1] ?? '0', share: Number((Number(found[2] ?? 0) / 100).toFixed(6)) }
}
