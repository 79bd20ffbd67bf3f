import type { MapChange } from '../../../partners/maps/changes.ts'
import type { Issue } from '../../../translators/issue.ts'
import { Select, TextArea } from '../../ui/fields.tsx'
import { Notice, Section } from '../../ui/parts.tsx'
import { SegmentList } from '../document-page.tsx'
import { inWords } from '../texts.ts'
import type { Preview } from './preview.ts'
import { texts as t } from './texts.ts'

/** Issues shown at once. */
const most = 30

/** What is wrong, in words. */
export function Issues({ issues }: { issues: readonly Issue[] }) {
  if (issues.length === 0) return null
  return (
    <ul class="quiet-list small">
      {issues.slice(0, most).map(issue => (
        <li class={issue.severity === 'error' ? 'bad' : 'warn'}>{issue.message}</li>
      ))}
      {issues.length > most ? <li class="soft">{t.moreIssues(issues.length - most)}</li> : null}
    </ul>
  )
}

/** A document under the map, chosen from the example and those that passed lately. */
export function WrittenPart({ preview }: { preview: Preview }) {
  const { written, documents } = preview
  const options = [
    { value: 'example', word: t.example },
    ...documents.map(each => ({ value: each.id, word: t.stored(each.number, each.direction) })),
  ]
  return (
    <Section title={t.written}>
      <div class="stack-tight" data-preview="written">
        <Select name="sample" label={t.sample} value={preview.sample} options={options} />
        {written ? null : <p class="soft">{t.correctFirst}</p>}
        {written && !written.view && written.text === undefined ? <Notice tone="bad" title={t.refused} /> : null}
        {written ? <Issues issues={written.issues} /> : null}
        {written?.view ? <SegmentList view={written.view} /> : null}
        {written?.text === undefined ? null : (
          <pre class="bytes" tabindex={0}>
            {written.text.slice(0, 20_000)}
          </pre>
        )}
      </div>
    </Section>
  )
}

/** A pasted file under the map: what was read, and what is wrong with it. */
export function ReadPart({ preview, format }: { preview: Preview; format: string }) {
  const { read } = preview
  return (
    <Section title={t.read}>
      <div class="stack-tight" data-preview="read">
        <TextArea name="paste" label={format === 'csv' ? t.pasteTable : t.paste} value={preview.paste} rows={4} />
        {preview.paste.trim() !== '' && !read ? <p class="soft">{t.correctFirst}</p> : null}
        {read ? <Issues issues={read.issues} /> : null}
        {read && read.documents.length === 0 ? <Notice tone="bad" title={t.nothingRead} /> : null}
        {read && read.documents.length > 0 ? (
          <details class="more" open={read.documents.length === 1}>
            <summary>
              {t.readDocuments(read.documents.length)}: {inWords(read.documents[0]!.kind)}
            </summary>
            <pre class="bytes" tabindex={0}>
              {JSON.stringify(read.documents.slice(0, 20), null, 2).slice(0, 30_000)}
            </pre>
          </details>
        ) : null}
      </div>
    </Section>
  )
}

/** How a map differs from another, rule by rule. */
export function ChangesPart({ changes, from }: { changes: readonly MapChange[]; from: number | undefined }) {
  return (
    <Section title={from === undefined ? t.changesFromStandard : t.changesFrom(from)}>
      {changes.length === 0 ? (
        <p class="soft">{t.noChanges}</p>
      ) : (
        <ul class="map-changes small" data-changes={changes.length}>
          {changes.map(({ kind, words }) => (
            <li class={`map-${kind}`}>{words}</li>
          ))}
        </ul>
      )}
    </Section>
  )
}
