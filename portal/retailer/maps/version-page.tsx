import type { MapChange } from '../../../partners/maps/changes.ts'
import type { MapRow } from '../../../partners/maps/map-row.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden } from '../../ui/fields.tsx'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { Time } from '../../ui/time.tsx'
import { SegmentList } from '../document-page.tsx'
import type { Editing } from './editing.ts'
import type { Preview } from './preview.ts'
import { ChangesPart, Issues } from './preview-parts.tsx'
import { type ListedVersion, mapName } from './query.ts'
import { texts as t, versionStates } from './texts.ts'
import { pathOf, VersionsTable } from './versions-table.tsx'

interface VersionPageProps {
  row: MapRow
  partner: string
  editing: Editing
  preview: Preview
  changes: MapChange[]
  changesFrom: number | undefined
  versions: ListedVersion[]
  mayChange: boolean
}

/** A version that is not worked on: what it says, what came of it, and the way back to it. */
export function VersionPage(props: VersionPageProps) {
  const { row, editing, preview, versions } = props
  return (
    <div data-map={row.id} data-status={row.status}>
      <PageHeader
        back={{ href: `/retailer/partners/${row.partnershipId}/maps`, word: `${props.partner}: ${t.title}` }}
        title={mapName(row.format, row.documentKind)}
        state={
          <Badge
            {...versionStates[row.status]}
            word={`Version ${row.version}: ${versionStates[row.status].word.toLowerCase()}`}
          />
        }
        action={<Actions {...props} />}
      />
      <div class="columns">
        <div class="stack">
          <ChangesPart changes={props.changes} from={props.changesFrom} />
          <Section title={t.example}>
            <div class="stack-tight">
              {preview.written ? <Issues issues={preview.written.issues} /> : <p class="soft">{t.correctFirst}</p>}
              {preview.written?.view ? <SegmentList view={preview.written.view} /> : null}
              {preview.written?.text === undefined ? null : (
                <pre class="bytes" tabindex={0}>
                  {preview.written.text}
                </pre>
              )}
            </div>
          </Section>
          <Section title={t.text} aside={<a href={`${pathOf(row.id)}/file`}>{t.download}</a>}>
            <pre class="bytes" tabindex={0}>
              {editing.text}
            </pre>
          </Section>
          <Section title={t.versions}>
            <VersionsTable rows={versions} label={t.versions} />
          </Section>
        </div>
        <aside class="stack">
          <Facts
            rows={[
              ['Begun by', row.createdBy.replace(/^user:/, '')],
              ['Begun', <Time at={row.createdAt} />],
              ['Begun with', row.basedOn && `version ${row.basedOn}`],
              ['Published by', row.publishedBy?.replace(/^user:/, '')],
              ['Published', row.publishedAt && <Time at={row.publishedAt} />],
              ['Why', row.reason],
              ['Retired', row.retiredAt && <Time at={row.retiredAt} />],
            ]}
          />
          <MapLinks row={row} />
        </aside>
      </div>
    </div>
  )
}

/** What a map can be looked at as. */
export function MapLinks({ row }: { row: MapRow }) {
  const path = pathOf(row.id)
  return (
    <ul class="quiet-list">
      {row.format === 'x12' ? (
        <>
          <li>
            <a href={`${path}/guide`}>{t.guide}</a>
          </li>
          <li>
            <a href={`${path}/guide.pdf`}>
              {t.guide}, {t.guidePdf}
            </a>
          </li>
        </>
      ) : null}
      <li>
        <a href={`${path}/losses`}>{t.losses}</a>
      </li>
    </ul>
  )
}

function Actions({ row, versions, mayChange }: VersionPageProps) {
  if (!mayChange) return null
  const draft = versions.find(each => each.status === 'draft')
  if (draft)
    return (
      <a class="button button-primary" href={pathOf(draft.id)}>
        {t.toDraft}
      </a>
    )
  if (row.status === 'retired')
    return (
      <form method="post" action={`${pathOf(row.id)}/restoration`}>
        <button type="submit" class="button button-primary">
          {t.restore}
        </button>
      </form>
    )
  return (
    <form method="post" action={`/retailer/partners/${row.partnershipId}/maps`}>
      <Hidden name="map" value={`${row.format}:${row.documentKind}`} />
      <button type="submit" class="button button-primary">
        {t.edit}
      </button>
    </form>
  )
}
