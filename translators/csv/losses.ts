import type { Difference } from '../differences.ts'
import type { Issue } from '../issue.ts'
import type { Plan, PlannedColumn } from './plan.ts'

/**
 * What the differences between a document and its reading mean: a field without a column is not carried (a warning, once for each field);
 * one with a column would change, which is an error for keys, required columns, figures and dates.
 */
export function lossesOf(plan: Plan, number: string, found: readonly Difference[]): Issue[] {
  const losses = new Map<string, Issue>()
  for (const difference of found) {
    const field = difference.path.replace(/\[\d+\]/g, '[]')
    const planned = columnOf(plan, difference.path)
    const fixed = plan.layout.constants[field] !== undefined
    const id = planned || fixed ? difference.path : field
    if (!losses.has(id)) losses.set(id, lossOf(planned, fixed, number, field, difference))
  }
  return [...losses.values()]
}

/** The column that holds a field: by its general path, or by the very place (`notes[0]`). */
function columnOf(plan: Plan, path: string): PlannedColumn | undefined {
  const depths = plan.levels.map(level => level.path)
  const general = path.replace(/\[\d+\]/g, (match, offset: number) => {
    const upTo = `${path.slice(0, offset).replace(/\[\d+\]/g, '[]')}[]`
    return depths.includes(upTo) ? '[]' : match
  })
  const whole = path.replace(/\[\d+\]$/, '').replace(/\[\d+\]/g, '[]')
  return plan.columns.find(
    ({ path: { text }, field }) => text === general || (field.type === 'texts' && text === whole),
  )
}

function lossOf(
  planned: PlannedColumn | undefined,
  fixed: boolean,
  number: string,
  field: string,
  found: Difference,
): Issue {
  if (!planned && !fixed) return notCarried(number, field, found.before, found.after)
  const grave = planned ? planned.column.key || planned.column.required || exact.has(planned.field.type) : true
  return changed(planned?.name, grave, number, found)
}

/** Says that a field has no column, once for each field. */
export function notCarried(number: string, field: string, before: unknown, after?: unknown): Issue {
  return {
    severity: 'warning',
    code: 'field-not-carried',
    message:
      before === undefined
        ? `${number}: ${field} would be read as “${String(after)}”, which the document does not say.`
        : `${number}: the layout has no column for ${field}.`,
    at: { path: field },
    ...(before === undefined ? {} : { value: String(before) }),
  }
}

const exact = new Set(['decimal', 'date', 'integer', 'boolean', 'choice', 'gtin'])

function changed(
  column: string | undefined,
  grave: boolean,
  number: string,
  { path, before, after }: Difference,
): Issue {
  const value = before === undefined ? '' : String(before)
  return {
    severity: grave ? 'error' : 'warning',
    code: 'value-changed',
    message: `${number}: ${path} is “${value}” and would be read as “${after === undefined ? '' : String(after)}”.`,
    at: { ...(column ? { column } : {}), path },
    value,
  }
}
