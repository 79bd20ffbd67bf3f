import { whyLeftOut } from '../../../engine/inventory/left-out.ts'
import type { OpenUpload } from '../../../engine/inventory/uploads/open-upload.ts'
import type { UploadPreview } from '../../../engine/inventory/uploads/preview-upload.ts'
import { reasonOf } from '../../../engine/outcome.ts'
import { feedFields } from '../../../translators/csv/index.ts'
import { Hidden, Select } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Facts, Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { reasonWords } from '../feed-words.ts'
import { columnField, type UploadChoice } from './choice.ts'
import { uploadTexts as t } from './texts.ts'

export interface UploadPageProps {
  /** The page's own address. */
  at: string
  back: { href: string; word: string }
  opened: OpenUpload
  choice: UploadChoice
  errors: Record<string, string>
  preview: UploadPreview | undefined
}

/** An uploaded feed: what its columns hold, and what applying it would do. */
export function UploadPage(props: UploadPageProps) {
  const { opened, back } = props
  const { upload, refusal, kept } = opened
  return (
    <>
      <PageHeader title={upload.fileName} back={back} about={t.about[upload.kind]} />
      {refusal ? (
        <Notice tone="bad" title={t.unreadable}>
          <p>{refusal.message}</p>
        </Notice>
      ) : (
        <div class="stack">
          {upload.refusal ? (
            <Notice tone="bad" title={t.refusedBefore}>
              <p>{upload.refusal}</p>
            </Notice>
          ) : null}
          {props.preview ? <Effect preview={props.preview} /> : null}
          {Object.keys(props.errors).length > 0 ? (
            <Notice tone="bad" title={t.incomplete}>
              <ul>
                {[...new Set(Object.values(props.errors))].map(message => (
                  <li>{message}</li>
                ))}
              </ul>
            </Notice>
          ) : null}
          <ChoiceForm {...props} />
          <p class="soft small">{kept ? t.keptBefore : t.willKeep}</p>
          <FirstRows {...props} />
        </div>
      )}
    </>
  )
}

function ChoiceForm({ at, opened, choice, errors, preview }: UploadPageProps) {
  const { table, kind, isWorkbook } = opened
  const fields = feedFields(kind).map(({ path, word }) => ({ value: path, word }))
  const columns = table!.header.cells.map((name, index) => ({ name: name.trim(), index }))
  return (
    <form class="form" method="post" action={at} data-form="upload">
      <div class="fields">
        <Select
          name="scope"
          label={t.scope}
          value={choice.scope}
          options={[
            { value: 'full', word: t.full[opened.upload.kind] },
            { value: 'delta', word: t.delta },
          ]}
        />
        <Select
          name="decimalMark"
          label={t.decimals}
          value={choice.unclear ? '' : choice.decimalMark}
          error={errors.decimalMark}
          options={[
            ...(choice.unclear ? [{ value: '', word: t.say }] : []),
            { value: '.', word: '1,234.50' },
            { value: ',', word: '1.234,50' },
          ]}
        />
      </div>
      <p class="soft small">
        {isWorkbook ? t.workbook : t.written(table!.encoding, table!.delimiter)} {t.header(table!.header.row)}
      </p>
      <Table
        label={t.columns}
        rows={columns}
        columns={[
          { heading: t.column, cell: ({ name, index }) => name || t.unnamed(index + 1) },
          { heading: t.values, cell: ({ index }) => <Samples opened={opened} index={index} /> },
          {
            heading: t.holds,
            cell: ({ name, index }) =>
              name === '' ? (
                t.unnamedHint
              ) : (
                <Select
                  name={columnField(index)}
                  label={t.holdsOf(name)}
                  value={choice.paths[index] ?? ''}
                  options={[{ value: '', word: t.notRead }, ...fields]}
                  error={errors[columnField(index)]}
                  bare
                />
              ),
          },
        ]}
      />
      <Hidden name="said" value="yes" />
      <div class="row">
        {preview && preview.outcome.result !== 'rejected' ? (
          <button type="submit" name="do" value="apply" class="button button-primary">
            <Icon name="check" />
            {t.apply}
          </button>
        ) : null}
        <button type="submit" name="do" value="look" class="button">
          {t.look}
        </button>
      </div>
    </form>
  )
}

function Samples({ opened, index }: { opened: OpenUpload; index: number }) {
  const values = opened.table!.rows.map(({ cells }) => cells[index]?.trim() ?? '').filter(cell => cell !== '')
  return <span class="soft">{[...new Set(values)].slice(0, 3).join(' · ') || '–'}</span>
}

/** What applying the file as it is read now would do. */
function Effect({ preview: { outcome, run, rejected } }: { preview: UploadPreview }) {
  const held = run?.status === 'quarantined'
  const tone = outcome.result === 'rejected' ? 'bad' : held || rejected.length > 0 ? 'warn' : 'good'
  const title = outcome.result === 'rejected' ? t.nothing : held ? t.held : t.would
  const ofFile = outcome.issues.filter(({ at: place }) => place.path === undefined && place.row === undefined)
  return (
    <Notice tone={tone} title={title}>
      {run ? (
        <Facts
          rows={[
            [t.read, String(run.rowsRead)],
            [t.changed, held ? '' : String(run.rowsChanged)],
            [t.unchanged, held ? '' : String(run.rowsUnchanged)],
            [t.leftOut, run.rowsRejected > 0 ? `${run.rowsRejected}: ${reasonWords(run.reasons)}` : 'none'],
          ]}
        />
      ) : null}
      {outcome.result === 'rejected' || held ? <p>{reasonOf(outcome)}</p> : null}
      {ofFile.length > 0 ? (
        <ul>
          {ofFile.slice(0, 10).map(issue => (
            <li>{issue.message}</li>
          ))}
        </ul>
      ) : null}
    </Notice>
  )
}

/** The first rows of the file as they are read, with what is wrong in its place; then further rows that would be left out. */
function FirstRows({ opened, choice, preview }: UploadPageProps) {
  const { table, upload } = opened
  const isStock = upload.kind === 'inventory'
  const faults = new Map(preview?.rejected.map(row => [row.position, row]))
  const whyOf = (position: number) => {
    const row = faults.get(position)
    return row ? whyLeftOut(row) : ''
  }
  const read = table!.header.cells.flatMap((name, index) => (choice.paths[index] ? [{ name: name.trim(), index }] : []))
  const shown = table!.rows.map((row, place) => ({ ...row, why: whyOf(isStock ? row.row : place + 1) }))
  const last = isStock ? (shown.at(-1)?.row ?? 0) : shown.length
  const further = (preview?.rejected ?? []).filter(row => row.position > last)
  return (
    <>
      <Section title={t.firstRows}>
        <Table
          label={t.firstRows}
          rows={shown}
          attributes={({ row }) => ({ 'data-row': String(row) })}
          columns={[
            { heading: t.row, cell: ({ row }) => String(row) },
            ...read.map(({ name, index }) => ({
              heading: name,
              cell: ({ cells }: (typeof shown)[number]) => cells[index]?.slice(0, 80) ?? '',
            })),
            ...(preview
              ? [
                  {
                    heading: t.why,
                    cell: ({ why }: (typeof shown)[number]) => why || t.fine,
                    marked: ({ why }: (typeof shown)[number]) => why !== '',
                    quiet: ({ why }: (typeof shown)[number]) => why === '',
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {further.length > 0 ? (
        <Section title={t.further}>
          <Table
            label={t.further}
            rows={further.slice(0, 50)}
            columns={[
              { heading: t.row, cell: row => String(row.position) },
              { heading: t.item, cell: row => row.supplierSku ?? '–' },
              { heading: t.why, cell: row => whyOf(row.position) },
            ]}
          />
        </Section>
      ) : null}
    </>
  )
}
