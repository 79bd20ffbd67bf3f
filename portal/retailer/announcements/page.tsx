import type { standingAnnouncements } from '../../../engine/announcements/announcements.ts'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Day, Time } from '../../ui/time.tsx'
import { texts as t } from './texts.ts'

interface AnnouncementsProps {
  path: string
  rows: Awaited<ReturnType<typeof standingAnnouncements>>
  /** Suppliers' names by their partnerships. */
  names: ReadonlyMap<string, string>
  mayWrite: boolean
  values: FormValues
  errors: Record<string, string>
}

/** What suppliers are told now, and a form to tell them more. */
export function AnnouncementsPage(props: AnnouncementsProps) {
  const { path, rows, names, mayWrite } = props
  return (
    <>
      <PageHeader title={t.title} about={t.about} />
      <div class="stack">
        {rows.length === 0 ? (
          <Empty title={t.none}>{mayWrite ? t.noneHint : null}</Empty>
        ) : (
          <Table
            label={t.title}
            rows={rows}
            attributes={row => ({ 'data-announcement': row.title })}
            columns={[
              {
                heading: t.headline,
                cell: row => (
                  <span class="item">
                    <strong>{row.title}</strong>
                    <span class="item detail">{row.body}</span>
                  </span>
                ),
              },
              { heading: t.to, cell: row => (row.partnershipId ? (names.get(row.partnershipId) ?? '') : t.all) },
              {
                heading: t.showUntil,
                quiet: row => row.showUntil === null,
                cell: row => (row.showUntil ? <Day date={row.showUntil} /> : '–'),
              },
              { heading: 'Made', cell: row => <Time at={row.createdAt} /> },
              ...(mayWrite
                ? [
                    {
                      heading: t.change,
                      cell: (row: (typeof rows)[number]) => (
                        <form method="post" action={`${path}/${row.id}/withdrawal`}>
                          <button type="submit" class="button button-small" aria-label={`${t.withdraw}: ${row.title}`}>
                            {t.withdraw}
                          </button>
                        </form>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
        {mayWrite ? <AnnounceForm {...props} /> : null}
      </div>
    </>
  )
}

function AnnounceForm({ path, names, values, errors }: AnnouncementsProps) {
  const suppliers = [...names]
    .map(([value, word]) => ({ value, word }))
    .toSorted((a, b) => a.word.localeCompare(b.word))
  const input = (name: string) => ({ name, value: values[name], error: errors[name] })
  return (
    <Section title={t.make}>
      <form class="form" method="post" action={path} data-form="announce">
        <Input {...input('title')} label={t.headline} required />
        <TextArea {...input('body')} label={t.body} required />
        <div class="fields">
          <Select {...input('to')} label={t.to} options={[{ value: '', word: t.all }, ...suppliers]} />
          <Input {...input('showUntil')} label={t.showUntil} hint={t.showUntilHint} type="date" />
        </div>
        <div class="form-actions">
          <button type="submit" class="button button-primary">
            {t.make}
          </button>
        </div>
      </form>
    </Section>
  )
}
