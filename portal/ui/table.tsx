import type { Child } from 'hono/jsx'

/** One column: its heading, what stands in a row's cell, and whether it is a figure and so right-aligned. */
export interface Column<Row> {
  heading: string
  cell: (row: Row) => Child
  number?: boolean
  /** Whether this cell is what disagrees. */
  marked?: (row: Row) => boolean
  /** Whether this cell says nothing, such as a zero: a phone leaves it out. */
  quiet?: (row: Row) => boolean
  /** Left out where all its cells are quiet. */
  optional?: boolean
}

interface TableProps<Row> {
  /** What the table holds, for screen readers. */
  label: string
  columns: Column<Row>[]
  rows: Row[]
  /** Data attributes of a row, by which machines find it. */
  attributes?: (row: Row) => Record<`data-${string}`, string>
  /** On a phone each row becomes a card; `false` keeps columns side by side. */
  cards?: boolean
  foot?: Child
}

/** A table with a head that stays in sight. The first column names the row. */
export function Table<Row>({ label, rows, attributes, cards = true, foot, ...props }: TableProps<Row>) {
  const columns = props.columns.filter(({ optional, quiet }) => !(optional && quiet && rows.every(quiet)))
  return (
    <section class="table-wrap" aria-label={label}>
      <table class={cards ? 'table table-cards' : 'table'}>
        <thead>
          <tr>
            {columns.map(column => (
              <th scope="col" class={column.number ? 'number' : ''}>
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr class="linked" {...attributes?.(row)}>
              {columns.map((column, index) => (
                <Cell column={column} row={row} first={index === 0} />
              ))}
            </tr>
          ))}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </section>
  )
}

function Cell<Row>({ column, row, first }: { column: Column<Row>; row: Row; first: boolean }) {
  const content = column.cell(row)
  if (first) return <th scope="row">{content}</th>
  const classes = [column.number && 'number', column.marked?.(row) && 'marked', column.quiet?.(row) && 'quiet']
    .filter(Boolean)
    .join(' ')
  return (
    <td class={classes} data-label={column.heading}>
      {content}
    </td>
  )
}

/** Says that there is nothing, and what to do next. */
export function Empty({ title, children }: { title: string; children?: Child }) {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {children}
    </div>
  )
}
