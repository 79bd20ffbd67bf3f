import type { Issue } from '../../translators/issue.ts'
import type { MarkedIssue } from '../../translators/x12/annotate/locate.ts'
import { Badge } from '../ui/badge.tsx'
import { PageHeader, Pages, Section } from '../ui/parts.tsx'
import { documentStates } from '../ui/states.ts'
import { Empty } from '../ui/table.tsx'
import { type loadDocument, type SegmentView, type SetView, segmentsShown } from './document-query.ts'
import { inWords, texts } from './texts.ts'

const t = texts.document

type Loaded = Awaited<ReturnType<typeof loadDocument>>

/** One document of a message: what was found wrong with it, its segments with the meaning of every value, and what it says. */
export function DocumentPage({ document, message, view }: Loaded & { view: SetView | undefined }) {
  const back = `/retailer/messages/${message.id}`
  const path = `${back}/documents/${document.id}`
  const issues = document.issues as Issue[]
  const placed = view ? issues.filter(({ at }) => at.position === undefined) : issues
  return (
    <div data-document={document.id} data-status={document.status}>
      <PageHeader
        back={{ href: back, word: message.fileName ?? texts.messages.title }}
        title={`${inWords(document.kind)} ${document.number}`}
        state={<Badge {...documentStates[document.status]} />}
        about={view ? t.about(view.set, view.name, view.version) : undefined}
      />
      <div class="stack">
        {issues.length > 0 ? (
          <Section title={t.issues(issues.length)}>
            <ul class="quiet-list">
              {issues.slice(0, 50).map(issue => (
                <li class={issue.severity === 'error' ? 'bad' : 'warn'}>
                  {issue.at.position && view ? (
                    <a href={`${hrefOf(path, issue.at.position)}#s${issue.at.position}`}>
                      {t.segment(issue.at.position)}
                    </a>
                  ) : null}{' '}
                  {issue.message}
                  {issue.value && !placed.includes(issue) ? <code class="small"> {issue.value}</code> : null}
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
        {view ? (
          <Section
            title={t.segments}
            aside={<span class="small soft">{t.range(view.from, shownTo(view), view.total)}</span>}
          >
            <SegmentList view={view} />
            <Pages
              first={view.from > 1 ? path : undefined}
              older={shownTo(view) < view.total ? hrefOf(path, shownTo(view) + 1) : undefined}
              shown={view.segments.length}
              words={t.pages}
            />
          </Section>
        ) : null}
        {issues.length === 0 && !view && !document.content ? (
          <Empty title={t.unread}>
            <span>{t.unreadHint}</span>
            <a href={`${back}/bytes`}>{t.openFile}</a>
          </Empty>
        ) : null}
        {document.content ? (
          <details class="more">
            <summary>{t.content}</summary>
            <pre class="bytes" tabindex={0}>
              {JSON.stringify(document.content, null, 2)}
            </pre>
          </details>
        ) : null}
      </div>
    </div>
  )
}

const shownTo = (view: SetView) => view.from + view.segments.length - 1

/** The page of the list on which a segment stands. */
function hrefOf(path: string, position: number): string {
  const from = position - ((position - 1) % segmentsShown)
  return from > 1 ? `${path}?from=${from}` : path
}

/** The segments of a set, each opening to the meaning of its values. */
export function SegmentList({ view }: { view: SetView }) {
  return (
    <ol class="segments" start={view.from}>
      {view.segments.map(segment => (
        <SegmentRow segment={segment} />
      ))}
    </ol>
  )
}

function SegmentRow({ segment }: { segment: SegmentView }) {
  const { position, depth, text, name, values, issues } = segment
  const qualifier = values.find(({ element, meaning }) => element === 1 && meaning)?.meaning
  const worst = issues.some(({ issue }) => issue.severity === 'error') ? 'bad' : issues.length > 0 ? 'warn' : undefined
  return (
    <li id={`s${position}`} class={`segment depth-${depth}${worst ? ` segment-${worst}` : ''}`}>
      <details open={issues.length > 0}>
        <summary>
          <span class="segment-position">{position}</span>
          <code class="segment-text">
            <Marked text={text} marked={issues[0]} />
          </code>
          <span class="segment-name">
            {qualifier ? `${qualifier} ` : ''}
            <span class="soft">{name}</span>
          </span>
        </summary>
        {issues.map(({ issue, hint }) => (
          <p class={`small ${issue.severity === 'error' ? 'bad' : 'warn'}`}>
            {issue.message}
            {issue.expected ? ` ${t.expected(issue.expected)}` : ''}
            {hint ? ` (${hint})` : ''}
          </p>
        ))}
        <dl class="segment-values small">
          {values.map(({ place, name: element, value, meaning }) => (
            <div>
              <dt class="soft">
                {place} {element}
              </dt>
              <dd>
                <code>{value}</code>
                {meaning ? <span> {meaning}</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  )
}

function Marked({ text, marked }: { text: string; marked: MarkedIssue | undefined }) {
  const caret = marked?.caret
  if (!caret || caret.start >= text.length) return <>{text}</>
  return (
    <>
      {text.slice(0, caret.start)}
      <mark>{text.slice(caret.start, caret.start + caret.length)}</mark>
      {text.slice(caret.start + caret.length)}
    </>
  )
}
