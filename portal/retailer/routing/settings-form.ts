import { criteria, type RateTable, type RoutingSettings, routingSettings } from '../../../engine/routing/settings.ts'
import type { FormValues } from '../../ui/form-data.ts'
import type { Read } from '../rules/console.ts'

/** The settings as their form shows them. */
export function settingsValues(settings: RoutingSettings): FormValues {
  const { rankBy, oneSource, fewestShipments, splitQuantity, partial, belowMinimum, learnSurcharges } = settings
  const ranks = Object.fromEntries(criteria.map((_, index) => [`rank-${index + 1}`, rankBy[index] ?? '']))
  return {
    ...ranks,
    oneSource,
    belowMinimum,
    fewestShipments: yes(fewestShipments),
    splitQuantity: yes(splitQuantity),
    partial: yes(partial),
    learnSurcharges: yes(learnSurcharges),
    assumedWeight: settings.assumedWeight,
    shippingRates: settings.shippingRates.map(tableText).join('\n\n'),
  }
}

const yes = (value: boolean) => (value ? 'yes' : 'no')

/** A rate table as text: the sources it is for, then one row for each weight. */
function tableText({ sources, rows }: RateTable): string {
  const head = sources ? [`for ${sources.join(', ')}`] : []
  return [...head, ...rows.map(({ upTo, amounts }) => [upTo, ...amounts].join('  '))].join('\n')
}

/** Reads the form. */
export function readSettings(values: FormValues): Read<RoutingSettings> {
  const ranks = criteria.map((_, index) => values[`rank-${index + 1}`] ?? '').filter(rank => rank !== '')
  const parsed = routingSettings.safeParse({
    rankBy: [...new Set(ranks)],
    oneSource: values.oneSource,
    belowMinimum: values.belowMinimum,
    fewestShipments: values.fewestShipments === 'yes',
    splitQuantity: values.splitQuantity === 'yes',
    partial: values.partial === 'yes',
    learnSurcharges: values.learnSurcharges === 'yes',
    assumedWeight: values.assumedWeight?.trim() || '1',
    shippingRates: readTables(values.shippingRates ?? ''),
  })
  if (parsed.success) return { value: parsed.data }
  const errors: FormValues = {}
  for (const { path, message } of parsed.error.issues) {
    const [field] = path
    const name = field === 'rankBy' ? 'rank-1' : String(field)
    errors[name] ??= field === 'shippingRates' ? rateError(path, message) : message
  }
  return { errors }
}

function rateError([, table, , row]: readonly PropertyKey[], message: string): string {
  const place = typeof row === 'number' ? `, row ${row + 1}` : ''
  return `Table ${Number(table) + 1}${place}: a weight and seven amounts are needed, for zones 2 to 8 (${message}).`
}

function readTables(text: string) {
  const blocks = text.replaceAll('\r', '').split(/\n\s*\n/)
  return blocks.flatMap(block => {
    const lines = block.split('\n').flatMap(line => line.trim() || [])
    if (lines.length === 0) return []
    const named = /^for\s+(.+)$/i.exec(lines[0]!)
    const rows = (named ? lines.slice(1) : lines).map(line => {
      const [upTo = '', ...amounts] = line.split(/[\s;,|]+/)
      return { upTo, amounts }
    })
    return [{ ...(named && { sources: named[1]!.split(',').map(name => name.trim()) }), rows }]
  })
}
