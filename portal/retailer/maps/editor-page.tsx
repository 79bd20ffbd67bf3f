import type { MapChange } from '../../../partners/maps/changes.ts'
import type { MapRow } from '../../../partners/maps/map-row.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden, TextArea } from '../../ui/fields.tsx'
import { Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { type Editing, printOf } from './editing.ts'
import { MapSections, swapping } from './form-parts.tsx'
import type { Preview } from './preview.ts'
import { ChangesPart, ReadPart, WrittenPart } from './preview-parts.tsx'
import { type ListedVersion, mapName } from './query.ts'
import { texts as t, versionStates } from './texts.ts'
import { MapLinks } from './version-page.tsx'
import { pathOf, VersionsTable } from './versions-table.tsx'

export interface EditorProps {
  row: MapRow
  partner: string
  editing: Editing
  /** Whether what is shown differs from what is stored. */
  unsaved: boolean
  /** Somebody else saved in between. */
  conflict: boolean
  /** When the draft that the person began from was saved. */
  seen: string
  preview: Preview
  changes: MapChange[]
  changesFrom: number | undefined
  versions: ListedVersion[]
}

/** A draft in work: the map as a form and as text, and beside it what becomes of documents under it. */
export function EditorPage(props: EditorProps) {
  const { row, editing } = props
  const path = pathOf(row.id)
  return (
    <div id="editor" data-map={row.id}>
      <PageHeader
        back={{ href: `/retailer/partners/${row.partnershipId}/maps`, word: `${props.partner}: ${t.title}` }}
        title={mapName(row.format, row.documentKind)}
        state={<Badge {...versionStates.draft} word={`Version ${row.version}: draft`} />}
        action={<Actions />}
      />
      {props.conflict ? (
        <Notice tone="bad" title={t.conflict}>
          <p>
            {t.conflictHint} <a href={path}>{mapName(row.format, row.documentKind)}</a>
          </p>
        </Notice>
      ) : null}
      <form id="map-form" class="form" method="post" action={path} data-form="map">
        <Hidden name="base" value={JSON.stringify(editing.map)} />
        <Hidden name="seen" value={props.seen} />
        <div class="map-editor">
          <section class="map-form" {...looking(path, '#live')}>
            <h2>{t.form}</h2>
            <MapSections editing={editing} path={path} />
          </section>
          <div id="live" class="stack">
            <State {...props} />
            <TextPart editing={editing} path={path} />
            <div class="stack" {...looking(path, '#live')}>
              <WrittenPart preview={props.preview} />
              <ReadPart preview={props.preview} format={row.format} />
            </div>
            <ChangesPart changes={props.changes} from={props.changesFrom} />
          </div>
        </div>
      </form>
      <div class="map-versions columns">
        <Section title={t.versions}>
          <VersionsTable rows={props.versions} label={t.versions} />
        </Section>
        <Section title={t.asSaved}>
          <MapLinks row={row} />
        </Section>
      </div>
    </div>
  )
}

/** With a script, a part of the page is asked for again as soon as something changes; an answer that is late by then is not shown. */
function looking(path: string, target: '#live' | '#editor') {
  return {
    ...swapping(path),
    'hx-trigger': 'change',
    'hx-target': target,
    'hx-select': target,
    'hx-include': '#map-form',
    'hx-vals': JSON.stringify({ do: target === '#live' ? 'look-live' : 'look' }),
  }
}

/** Trying saves first: what is tried and published is what stands here. Saving comes first, for Enter in a field presses the first. */
function Actions() {
  return (
    <>
      <button type="submit" class="button button-primary" form="map-form" name="do" value="save">
        {t.save}
      </button>
      <button type="submit" class="button" form="map-form" name="do" value="try">
        {t.toPublish}
      </button>
    </>
  )
}

/** Whether it is saved, and everything that is wrong, each with a link to its place. */
function State({ editing, unsaved }: EditorProps) {
  const { problems, torn } = editing
  return (
    <div class="stack-tight" role="status">
      {unsaved ? <Notice tone="info" title={t.unsaved} /> : null}
      {torn ? (
        <Notice tone="warn" title={t.both}>
          <p class="row">
            <button type="submit" class="button button-small" name="do" value="keep-form">
              {t.keepForm}
            </button>
            <button type="submit" class="button button-small" name="do" value="keep-text">
              {t.keepText}
            </button>
          </p>
        </Notice>
      ) : null}
      {problems.length > 0 ? (
        <Notice tone="warn" title={t.problems(problems.length)}>
          <ul data-problems={problems.length}>
            {problems.slice(0, 40).map(({ section, path, message }) => (
              <li>
                {section ? <a href={`#${section}`}>{path || t.form}</a> : <strong>{path}</strong>} {message}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </div>
  )
}

function TextPart({ editing, path }: { editing: Editing; path: string }) {
  const { text, textProblem, torn, pending } = editing
  // A text that does not hold yet counts as changed still.
  const print = textProblem || torn || pending ? '' : printOf(text)
  return (
    <section class="map-text" {...looking(path, '#editor')}>
      <Hidden name="print" value={print} />
      <TextArea
        name="text"
        label={t.text}
        hint={t.textHint}
        value={text}
        error={textProblem}
        rows={Math.min(30, Math.max(8, text.split('\n').length + 1))}
      />
      <div class="row">
        <button type="submit" class="button button-small" name="do" value="look">
          {t.look}
        </button>
      </div>
    </section>
  )
}
