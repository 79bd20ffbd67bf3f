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
  /** Where the heading leads: the same list sorted by this column; `now` is how it is sorted at present. */
  sort?: { href: string; now: 'ascending' | 'descending' | undefined }
}

/** Rows that can be chosen for the form with this id, under a name that tells the row. */
export interface Choosing<Row> {
  form: string
  name: (row: Row) => string
  label: (row: Row) => string
  /** Whether a row can be chosen: any can unless said. */
  allowed?: (row: Row) => boolean
  /** Chosen already, as after a form that came back. */
  chosen?: (row: Row) => boolean
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
  choose?: Choosing<Row> | undefined
}

/** A table with a head that stays in sight. The first column names the row. */
export function Table<Row>({ label, rows, attributes, cards = true, foot, choose, ...props }: TableProps<Row>) {
  const columns = props.columns.filter(({ optional, quiet }) => !(optional && quiet && rows.every(quiet)))
  return (
    <section class="table-wrap" aria-label={label}>
      <table class={cards ? 'table table-cards' : 'table'}>
        <thead>
          <tr>
            {choose ? (
              <th class="choose" scope="col">
                <input type="checkbox" class="needs-script" data-choose="all" aria-label="Choose all rows shown" />
              </th>
            ) : null}
            {columns.map(column => (
              <th scope="col" class={column.number ? 'number' : ''} aria-sort={column.sort?.now}>
                <Heading column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr class="linked" {...attributes?.(row)}>
              {choose ? (
                <td class="choose">
                  {choose.allowed?.(row) === false ? null : (
                    <input
                      type="checkbox"
                      form={choose.form}
                      name={choose.name(row)}
                      checked={choose.chosen?.(row)}
                      data-choose="row"
                      aria-label={choose.label(row)}
                    />
                  )}
                </td>
              ) : null}
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

function Heading<Row>({ column: { heading, sort } }: { column: Column<Row> }) {
  if (!sort) return <>{heading}</>
  return (
    <a class="sort" href={sort.href}>
      {heading}
      <span aria-hidden="true">{sort.now === 'ascending' ? '↑' : sort.now === 'descending' ? '↓' : '↕'}</span>
    </a>
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
