import { keptUntil, type PreparedFile } from '../../engine/files/prepared-files.ts'
import { fileVersion } from '../live/topics.ts'
import { Badge, type StateLook } from '../ui/badge.tsx'
import { Icon } from '../ui/icons.tsx'
import { Facts, Notice, PageHeader } from '../ui/parts.tsx'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { texts as t } from './texts.ts'

interface FilePageProps {
  /** Where files and what goes on are found: `/retailer` or a supplier's own. */
  base: string
  file: PreparedFile
  now: Date
}

/** A file that is made in the background: how far it is, and then the file. */
export function FilePage({ base, file, now }: FilePageProps) {
  const at = `${base}/files/${file.id}`
  const live = file.endedAt
    ? {}
    : {
        'hx-get': at,
        'hx-trigger': 'changed',
        'hx-select': '#file',
        'hx-target': '#file',
        'hx-swap': 'outerHTML',
        'data-live': `${base}/live/files/${file.id}?seen=${fileVersion(file)}`,
      }
  const list = file.source.replace(/\/file(?=\?|$)/, '')
  return (
    <div id="file" {...live}>
      <PageHeader
        title={fullName(file)}
        state={<Badge {...fileLook(file, now)} />}
        back={{ href: list, word: t.list }}
        action={isReady(file, now) ? <Download href={`${at}/content`} /> : null}
      />
      <div class="stack">
        <Standing file={file} now={now} />
        <Facts
          rows={[
            [t.rows, file.rows.toLocaleString('en-US')],
            [t.size, file.size === null ? null : t.megabytes(file.size)],
            [t.asked, <Time at={file.createdAt} />],
            [t.until, file.blobId && <Time at={keptUntil(file)} />],
          ]}
        />
        <p>
          {file.endedAt ? null : (
            <span class="without-script">
              <a href={at}>{t.again}</a>{' '}
            </span>
          )}
          <a href={`${base}/files`}>{t.title}</a>
        </p>
      </div>
    </div>
  )
}

function Standing({ file, now }: Pick<FilePageProps, 'file' | 'now'>) {
  if (file.failure)
    return (
      <Notice tone="bad" title={t.failed}>
        <p>{file.failure}</p>
      </Notice>
    )
  if (isReady(file, now)) return <Notice tone="good" title={t.ready} />
  if (file.endedAt) return <Notice tone="warn" title={t.gone} />
  return (
    <>
      <Notice tone="info" title={t.making}>
        <p>{t.leave}</p>
      </Notice>
      <progress aria-label={t.rows} />
    </>
  )
}

function Download({ href }: { href: string }) {
  return (
    <a class="button button-primary" href={href} data-download>
      <Icon name="export" />
      {t.download}
    </a>
  )
}

/** The files that a person asked for. */
export function FilesPage({ base, files, now }: Omit<FilePageProps, 'file'> & { files: PreparedFile[] }) {
  return (
    <>
      <PageHeader title={t.title} />
      <div class="stack">
        <p class="soft">{t.about}</p>
        {files.length === 0 ? (
          <Empty title={t.none}>{t.noneHint}</Empty>
        ) : (
          <Table
            label={t.title}
            rows={files}
            attributes={file => ({ 'data-file-row': file.id })}
            columns={[
              { heading: t.file, cell: file => <a href={`${base}/files/${file.id}`}>{fullName(file)}</a> },
              { heading: t.state, cell: file => <Badge {...fileLook(file, now)} /> },
              { heading: t.rows, number: true, cell: file => file.rows.toLocaleString('en-US') },
              { heading: t.asked, cell: file => <Time at={file.createdAt} /> },
            ]}
          />
        )}
      </div>
    </>
  )
}

/** As it is called once it is downloaded. */
export const fullName = ({ name }: Pick<PreparedFile, 'name'>) => `${name}.csv`

/** Whether a file can be had. */
export const isReady = (file: PreparedFile, now: Date) => file.blobId !== null && keptUntil(file) > now

function fileLook(file: PreparedFile, now: Date): StateLook {
  if (!file.endedAt) return { word: t.states.making, tone: 'info', icon: 'clock' }
  if (file.failure) return { word: t.states.failed, tone: 'bad', icon: 'alert' }
  if (isReady(file, now)) return { word: t.states.ready, tone: 'good', icon: 'check' }
  return { word: t.states.gone, tone: 'idle', icon: 'clock' }
}
