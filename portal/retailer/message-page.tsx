import type { Issue } from '../../translators/issue.ts'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Icon } from '../ui/icons.tsx'
import { Facts, Notice, PageHeader, Section, type Step, Timeline } from '../ui/parts.tsx'
import { documentStates, messageStates } from '../ui/states.ts'
import { Time } from '../ui/time.tsx'
import type { BytesKind } from './bytes-preview.ts'
import { transportWords } from './channel-words.ts'
import { Evidence, type evidenceCertificates } from './channels/evidence.tsx'
import { ExceptionNotice } from './exception-notice.tsx'
import type { LoadedMessage, relatedMessages } from './messages-query.ts'
import { inWords, texts } from './texts.ts'

const t = texts.message

export interface MessagePageProps extends LoadedMessage {
  kind: BytesKind
  /** Of text alone. */
  text: string
  cut: boolean
  partner: string | undefined
  mayResend: boolean
  mayReprocess: boolean
  related: Awaited<ReturnType<typeof relatedMessages>>
  certificates: Awaited<ReturnType<typeof evidenceCertificates>>
}

/** One message: what became of it, the documents in it, and its exact bytes. */
export function MessagePage(props: MessagePageProps) {
  const { message } = props
  const path = `/retailer/messages/${message.id}`
  return (
    <div data-message={message.id} data-status={message.status}>
      <PageHeader
        back={{ href: '/retailer/messages', word: texts.messages.title }}
        title={message.fileName ?? message.wireId}
        state={<Badge {...messageStates[message.status]} />}
        about={`${message.direction === 'in' ? 'From' : 'To'} ${props.partner ?? 'an unknown partner'} by ${transportWords[message.transport]}`}
        action={
          <>
            {props.mayResend ? (
              <form method="post" action={`${path}/resend`}>
                <button type="submit" class={message.status === 'failed' ? 'button button-primary' : 'button'}>
                  <Icon name="retry" />
                  {t.resend}
                </button>
              </form>
            ) : null}
            {props.mayReprocess ? (
              <form method="post" action={`${path}/reprocess`}>
                <button type="submit" class="button button-primary" title={t.reprocessHint}>
                  <Icon name="retry" />
                  {t.reprocess}
                </button>
              </form>
            ) : null}
            <a class="button" href={`${path}/bytes`}>
              <Icon name="export" />
              {t.download}
            </a>
          </>
        }
      />
      <div class="columns">
        <div class="stack">
          {message.failureCode ? (
            <Notice tone={message.status === 'failed' ? 'bad' : 'warn'} title={inWords(message.failureCode)}>
              <p>{message.failureDetail}</p>
            </Notice>
          ) : null}
          <ExceptionNotice exceptions={props.exceptions} />
          <Section title={t.documents}>
            <Documents documents={props.documents} />
          </Section>
          <Bytes path={path} message={message} kind={props.kind} text={props.text} cut={props.cut} />
        </div>
        <aside class="stack">
          <MessageFacts message={message} />
          <Evidence message={message} certificates={props.certificates} />
          {props.related.length > 0 ? <Related related={props.related} /> : null}
          {props.timeline.length > 0 ? (
            <Section title={t.timeline}>
              <Timeline steps={props.timeline.map(timelineStep)} />
            </Section>
          ) : null}
        </aside>
      </div>
    </div>
  )
}

/** What came or went, as a reader can look at it: text as text, a PDF as its pages, and of anything else what it is. */
function Bytes({
  path,
  message,
  kind,
  text,
  cut,
}: Pick<MessagePageProps, 'message' | 'kind' | 'text' | 'cut'> & { path: string }) {
  if (kind === 'text')
    return (
      <Section title={t.bytes} aside={<span class="small soft">{t.control}</span>}>
        <pre class="bytes" tabindex={0} data-bytes="text">
          <code>{text}</code>
        </pre>
        {cut ? <p class="soft small">{t.cut}</p> : null}
      </Section>
    )
  if (kind === 'pdf')
    return (
      <Section title={t.pdf} aside={<a href={`${path}/pdf`}>{t.openPdf}</a>}>
        <iframe class="page-file" src={`${path}/pdf`} title={message.fileName ?? t.pdf} data-bytes="pdf" />
      </Section>
    )
  return (
    <Section title={t.bytes}>
      <p class="soft" data-bytes={kind}>
        {t.kinds[kind]} <a href={`${path}/bytes`}>{t.downloadIt}</a>
      </p>
    </Section>
  )
}

function Related({ related }: Pick<MessagePageProps, 'related'>) {
  return (
    <Section title={t.related}>
      <ul class="stack-tight">
        {related.map(row => (
          <li class="stack-hits" data-related={row.id}>
            <a class="wrap-anywhere" href={`/retailer/messages/${row.id}`}>
              <Icon name={row.direction} /> {row.fileName ?? row.wireId}
            </a>
            <span class="row small">
              <Badge {...messageStates[row.status]} />
              <Time at={row.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function MessageFacts({ message }: Pick<LoadedMessage, 'message'>) {
  return (
    <Section title="Message">
      <Facts
        rows={[
          ['Wire id', <Copyable text={message.wireId} />],
          ['Origin', message.origin],
          ['Type', message.contentType],
          ['Size', `${message.size} bytes`],
          ['Attempts', message.direction === 'out' && String(message.attempts)],
          ['Repeats', message.repeats > 0 && String(message.repeats)],
          [message.direction === 'in' ? 'Received' : 'Made', <Time at={message.createdAt} />],
          ['Sent', message.sentAt && <Time at={message.sentAt} />],
          ['Confirmed', message.confirmedAt && <Time at={message.confirmedAt} />],
          ['Processed', message.processedAt && <Time at={message.processedAt} />],
        ]}
      />
    </Section>
  )
}

function Documents({ documents }: Pick<LoadedMessage, 'documents'>) {
  if (documents.length === 0) return <p class="soft">{t.noDocuments}</p>
  return (
    <ul class="stack-tight">
      {documents.map(document => {
        const issues = document.issues as Issue[]
        return (
          <li class="card stack-tight" data-document={document.id}>
            <div class="row row-between">
              <span class="row">
                <a href={`/retailer/messages/${document.messageId}/documents/${document.id}`}>
                  <strong>{inWords(document.kind)}</strong>
                </a>
                {document.number ? <Copyable text={document.number} /> : null}
                <Badge {...documentStates[document.status]} />
              </span>
              <span class="small soft">{controlNumbers(document)}</span>
            </div>
            {issues.length > 0 ? (
              <ul class="quiet-list small">
                {issues.map(issue => (
                  <li class={issue.severity === 'error' ? 'bad' : 'warn'}>
                    <strong>{placeOf(issue)}</strong> {issue.message}
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

function controlNumbers(document: LoadedMessage['documents'][number]): string {
  const { interchangeNumber, groupNumber, setNumber } = document
  const named = [
    interchangeNumber && `interchange ${interchangeNumber}`,
    groupNumber && `group ${groupNumber}`,
    setNumber && `set ${setNumber}`,
  ]
  return named.filter(Boolean).join(', ')
}

/** Where in the file an issue is, as its format names places. */
function placeOf({ at }: Issue): string {
  const element = at.element === undefined ? '' : String(at.element).padStart(2, '0')
  const named = [
    at.segment && `${at.segment}${element}`,
    at.position !== undefined && `segment ${at.position}`,
    at.row !== undefined && `row ${at.row}`,
    at.column,
    at.path,
  ]
  return named.filter(Boolean).join(', ')
}

const badKinds = new Set(['failed', 'refused', 'rejected', 'document-rejected'])
const goodKinds = new Set(['confirmed', 'document-applied'])

function timelineStep(event: LoadedMessage['timeline'][number]): Step {
  const details = Object.entries(event.detail).filter(([, value]) => ['string', 'number'].includes(typeof value))
  return {
    what: inWords(event.kind),
    meta: (
      <>
        <Time at={event.at} />
        {details.map(([name, value]) => (
          <div>
            {inWords(name)}: {String(value)}
          </div>
        ))}
      </>
    ),
    ...(badKinds.has(event.kind)
      ? { tone: 'bad' as const }
      : goodKinds.has(event.kind)
        ? { tone: 'good' as const }
        : {}),
  }
}
