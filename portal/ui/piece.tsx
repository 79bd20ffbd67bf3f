import { Icon } from './icons.tsx'

/** A piece of a long list: its rows, and where in the list they stand. Pages and rows count from 1. */
export interface Piece<Row> {
  rows: readonly Row[]
  page: number
  pages: number
  first: number
  last: number
  all: number
}

/** So many rows of a list stand on a page at once, so that no page grows with what it tells of. */
const rowsAtOnce = 50

/**
 * The piece of a list that a page shows. @param asked the page's number as the address gives it: the nearest that there is, the first where it is none
 */
export function pieceOf<Row>(rows: readonly Row[], asked: string | undefined, size = rowsAtOnce): Piece<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const page = /^\d{1,6}$/.test(asked ?? '') ? Math.min(Math.max(1, Number(asked)), pages) : 1
  const from = (page - 1) * size
  const shown = rows.slice(from, from + size)
  return { rows: shown, page, pages, first: from + 1, last: from + shown.length, all: rows.length }
}

interface PieceLinksProps {
  piece: Omit<Piece<unknown>, 'rows'>
  /** The address of a page of the list. */
  hrefOf: (page: number) => string
  /** What the rows are, such as `packages`. */
  what: string
}

/** Which rows of a long list are shown, and the way to those before and after; nothing where all are. */
export function PieceLinks({ piece: { page, pages, first, last, all }, hrefOf, what }: PieceLinksProps) {
  if (pages === 1) return null
  return (
    <nav class="pages" aria-label={`Pages of ${what}`}>
      <span>
        {first}–{last} of {all} {what}
      </span>
      <span class="row">
        {page > 1 ? (
          <a class="button button-small" href={hrefOf(page - 1)} rel="prev">
            <Icon name="left" />
            Before
          </a>
        ) : null}
        {page < pages ? (
          <a class="button button-small" href={hrefOf(page + 1)} rel="next">
            After
            <Icon name="right" />
          </a>
        ) : null}
      </span>
    </nav>
  )
}
