import { inWords } from './texts.ts'

/**
 * Settings as a person reads them: a name in words and its value, one row for each. What stands within others is named after them (`Address, host`), lists of plain values
 * share a row, and what is not set has none.
 */
export function settingRows(settings: Record<string, unknown>, within = ''): [string, string][] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const called = within ? `${within}, ${inWords(name).toLowerCase()}` : inWords(name)
    return rowsOf(called, value)
  })
}

function rowsOf(called: string, value: unknown): [string, string][] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value === 'boolean') return [[called, value ? 'Yes' : 'No']]
  if (typeof value !== 'object') return [[called, String(value)]]
  if (!Array.isArray(value)) return settingRows(value as Record<string, unknown>, called)
  if (value.every(one => typeof one !== 'object')) return value.length === 0 ? [] : [[called, value.join(', ')]]
  return value.flatMap((one, index) => rowsOf(`${called} ${index + 1}`, one))
}
