import type { OpenUpload } from '../../../engine/inventory/uploads/open-upload.ts'
import { uploadVersion } from '../../live/topics.ts'
import { Facts, Notice, PageHeader } from '../../ui/parts.tsx'
import { uploadTexts as t } from './texts.ts'

interface ProgressProps {
  /** The page's own address. */
  at: string
  /** Where it is told how far it has got. */
  live: string
  back: { href: string; word: string }
  upload: OpenUpload['upload']
}

/** An upload that is being applied: how far it has got. It is asked for again whenever it has got further, until the page of the run takes its place. */
export function ProgressPage({ at, live, back, upload }: ProgressProps) {
  const { fileName, size, octetsRead, rowsRead } = upload
  const share = Math.min(100, Math.floor((octetsRead / Math.max(1, size)) * 100))
  return (
    <>
      <PageHeader title={fileName} back={back} />
      <div
        class="stack"
        id="upload-progress"
        hx-get={at}
        hx-trigger="changed"
        data-live={`${live}?seen=${uploadVersion({ octets: octetsRead, rows: rowsRead })}`}
        hx-select="#upload-progress"
        hx-target="#upload-progress"
        hx-swap="outerHTML"
      >
        <Notice tone="info" title={t.applying}>
          <p>{t.leave}</p>
        </Notice>
        <progress max="100" value={String(share)} aria-label={t.share} />
        <Facts
          rows={[
            [t.readSoFar, rowsRead.toLocaleString('en-US')],
            [t.share, `${share}%`],
          ]}
        />
        <p class="without-script">
          <a href={at}>{t.again}</a>
        </p>
      </div>
    </>
  )
}
