import { Icon } from '../ui/icons.tsx'
import type { Column } from '../ui/table.tsx'
import { type ListDefinition, type ListState, stateHref } from './list-state.ts'
import { texts as t } from './texts.ts'

/** A column of a list. `sort` names the order that its heading leads to; without `fixed` it can be left out. */
export interface ListColumn<Row, Sort extends string> extends Omit<Column<Row>, 'sort'> {
  sort?: Sort
}

/** The columns that are not left out, each with where its heading leads: the same list sorted by it, or the other way round. */
export function shownColumns<Row, Filter extends string, Sort extends string>(
  definition: ListDefinition<Filter, Sort>,
  state: ListState<Filter, Sort>,
  columns: readonly ListColumn<Row, Sort>[],
): Column<Row>[] {
  return columns
    .filter(column => !state.hidden.includes(column.heading))
    .map(({ sort, ...column }): Column<Row> => {
      if (!sort) return column
      const isNow = (state.sort ?? definition.sorts[0]) === sort
      const href = stateHref(definition.path, state, { sort, descending: isNow ? !state.descending : false })
      return { ...column, sort: { href, now: isNow ? (state.descending ? 'descending' : 'ascending') : undefined } }
    })
}

/** The same columns for a table that is in one order only. */
export function unsorted<Row, Sort extends string>(columns: readonly ListColumn<Row, Sort>[]): Column<Row>[] {
  return columns.map(({ sort: _, ...column }) => column)
}

/** Chooses which columns are shown. */
export function ColumnsMenu({
  definition,
  state,
}: {
  definition: ListDefinition<string, string>
  state: ListState<string, string>
}) {
  return (
    <details class="menu" data-menu="columns">
      <summary class="button button-small">
        <Icon name="columns" />
        {t.columns}
      </summary>
      <ul>
        {definition.columns.map(column => {
          const isHidden = state.hidden.includes(column)
          const hidden = isHidden ? state.hidden.filter(one => one !== column) : [...state.hidden, column]
          return (
            <li>
              <a
                class="check"
                href={stateHref(definition.path, state, { hidden })}
                aria-current={isHidden ? undefined : 'true'}
              >
                <Icon name={isHidden ? 'plus' : 'check'} />
                {column}
                <span class="visually-hidden">{isHidden ? 'is left out' : 'is shown'}</span>
              </a>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
