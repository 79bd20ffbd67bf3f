import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { ListedVersion } from './query.ts'
import { versionStates } from './texts.ts'

/** Where a version of a map is looked at. */
export const pathOf = (id: string) => `/retailer/maps/${id}`

/** The versions of a map: who did what, when and why. */
export function VersionsTable({ rows, label }: { rows: readonly ListedVersion[]; label: string }) {
  return (
    <Table
      label={label}
      rows={[...rows]}
      attributes={row => ({ 'data-map': row.id, 'data-status': row.status })}
      columns={[
        { heading: 'Version', cell: row => <a href={pathOf(row.id)}>Version {row.version}</a> },
        { heading: 'State', cell: row => <Badge {...versionStates[row.status]} /> },
        { heading: 'Begun with', cell: row => (row.basedOn ? `version ${row.basedOn}` : '–') },
        { heading: 'By', cell: row => personOf(row.publishedBy ?? row.createdBy) },
        { heading: 'When', cell: row => <Time at={row.publishedAt ?? row.changedAt} /> },
        { heading: 'Why', cell: row => row.reason ?? '–' },
      ]}
    />
  )
}

/** A person as histories name them, without the `user:`. */
function personOf(actor: string): string {
  return actor.replace(/^user:/, '')
}
