import { leftOutFile, type RowLeftOut } from '../../engine/inventory/left-out.ts'
import type { PortalContext } from '../deps.ts'

/** The rows of a feed that were left out, as a file to mend and send again. */
export function rejectedFile(c: PortalContext, rows: readonly RowLeftOut[]): Response {
  return c.body(leftOutFile(rows), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="rejected.csv"',
  })
}
