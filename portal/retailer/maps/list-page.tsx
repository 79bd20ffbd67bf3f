import { Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { Empty } from '../../ui/table.tsx'
import { type ListedVersion, type MapElsewhere, mapName, possibleMaps } from './query.ts'
import { texts as t } from './texts.ts'
import { VersionsTable } from './versions-table.tsx'

interface ListPageProps {
  partner: { id: string; name: string }
  rows: ListedVersion[]
  elsewhere: MapElsewhere[]
  mayChange: boolean
  values: FormValues
  errors: FormValues
}

/** The maps of one partner with their versions, and a new one. */
export function ListPage({ partner, rows, elsewhere, mayChange, values, errors }: ListPageProps) {
  const maps = Map.groupBy(rows, row => mapName(row.format, row.kind))
  const field = (name: string) => ({ name, value: values[name], error: errors[name] })
  return (
    <>
      <PageHeader
        back={{ href: `/retailer/partners/${partner.id}`, word: partner.name }}
        title={t.title}
        about={t.about}
      />
      <div class="stack">
        {maps.size === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : null}
        {[...maps].map(([name, versions]) => (
          <Section title={name}>
            <VersionsTable rows={versions} label={name} />
          </Section>
        ))}
        {mayChange ? (
          <Section title={t.begin}>
            <form class="form card" method="post" action={`/retailer/partners/${partner.id}/maps`} data-form="map">
              <div class="fields">
                <Select
                  {...field('map')}
                  label={t.which}
                  required
                  options={[{ value: '', word: 'Choose' }, ...possibleMaps]}
                />
                <Select
                  {...field('from')}
                  label={t.from}
                  options={[
                    { value: '', word: t.fromUsed },
                    ...elsewhere.map(map => ({
                      value: map.id,
                      word: `${mapName(map.format, map.kind)}, ${map.partner}, version ${map.version}`,
                    })),
                  ]}
                />
              </div>
              <div class="row form-actions">
                <button type="submit" class="button button-primary">
                  {t.begin}
                </button>
              </div>
            </form>
          </Section>
        ) : null}
      </div>
    </>
  )
}
