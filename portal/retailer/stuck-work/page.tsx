import type { DeadLetter } from '../../../db/hub-database.ts'
import { FileLink } from '../../lists/file-link.tsx'
import type { FileColumn } from '../../shared/csv-stream.ts'
import { Hidden, Input } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { jobWords } from '../texts.ts'
import { type CauseGroup, reasonOf } from './query.ts'
import { texts as t } from './texts.ts'

const path = '/retailer/stuck-work'
/** So many jobs of a group are shown one by one. */
const shown = 25

interface StuckWorkProps {
  groups: CauseGroup[]
  partners: ReadonlyMap<string, string>
  mayOperate: boolean
}

/** Work that gave up, a part for each cause. */
export function StuckWorkPage({ groups, partners, mayOperate }: StuckWorkProps) {
  return (
    <>
      <PageHeader
        title={t.title}
        about={groups.length > 0 ? t.about : undefined}
        action={groups.length > 0 ? <FileLink href={`${path}/file`} /> : null}
      />
      {groups.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : null}
      <div class="stack">
        {groups.map(group => (
          <Group group={group} partner={partners.get(group.partnershipId ?? '')} mayOperate={mayOperate} />
        ))}
      </div>
    </>
  )
}

const workWords = (name: string) => jobWords[name] ?? name.replaceAll('-', ' ')

function Group({
  group,
  partner,
  mayOperate,
}: {
  group: CauseGroup
  partner: string | undefined
  mayOperate: boolean
}) {
  const { letters, name, partnershipId } = group
  return (
    <div data-group={name} data-count={String(letters.length)}>
      <Section
        title={partner ? `${workWords(name)}, ${partner}` : workWords(name)}
        aside={
          <span class="soft small">
            {t.count(letters.length)}, {t.firstAt} <Time at={letters[0]!.failedAt} />
            {partnershipId ? (
              <>
                {' · '}
                <a href={`/retailer/partners/${partnershipId}`}>{partner}</a>
              </>
            ) : null}
          </span>
        }
      >
        <div class="stack-tight">
          <p class="wrap-anywhere">{group.cause || t.noReason}</p>
          {mayOperate ? <Decisions group={group} /> : null}
          <details class="more">
            <summary>{t.each}</summary>
            <Letters letters={letters.slice(0, shown)} mayOperate={mayOperate} />
            {letters.length > shown ? <p class="soft small">{t.shownOf(shown, letters.length)}</p> : null}
          </details>
        </div>
      </Section>
    </div>
  )
}

function Decisions({ group: { key, letters } }: { group: CauseGroup }) {
  return (
    <div class="row">
      <form method="post" action={`${path}/groups/retry`}>
        <Hidden name="group" value={key} />
        <button type="submit" class="button button-primary">
          <Icon name="retry" />
          {t.retryAll(letters.length)}
        </button>
      </form>
      <details class="menu">
        <summary class="button">{t.dismiss}</summary>
        <form class="form" method="post" action={`${path}/groups/dismissal`}>
          <Hidden name="group" value={key} />
          <Input name="reason" label={t.reason} required />
          <button type="submit" class="button button-bad" data-confirm={t.confirm}>
            {t.dismissAll(letters.length)}
          </button>
        </form>
      </details>
    </div>
  )
}

function Letters({ letters, mayOperate }: { letters: DeadLetter[]; mayOperate: boolean }) {
  return (
    <Table
      label={t.each}
      rows={letters}
      attributes={letter => ({ 'data-job': letter.id })}
      columns={[
        { heading: t.at, cell: letter => <Time at={letter.failedAt} /> },
        { heading: t.about1, cell: letter => <About letter={letter} /> },
        { heading: t.why, cell: letter => <span class="wrap-anywhere">{reasonOf(letter) ?? t.noReason}</span> },
        ...(mayOperate ? [{ heading: '', cell: (letter: DeadLetter) => <RetryForm id={letter.id} /> }] : []),
      ]}
    />
  )
}

/** What a job is about, and where a person can look at it. */
function aboutOf({ payload }: DeadLetter) {
  const { messageId, orderId, invoiceId } = payload as Record<string, string | undefined>
  if (messageId) return { word: 'Message', id: messageId, href: `/retailer/messages/${messageId}` }
  if (orderId) return { word: 'Order', id: orderId, href: `/retailer/orders/${orderId}` }
  if (invoiceId) return { word: 'Invoice', id: invoiceId, href: `/accounting/invoices/${invoiceId}` }
  return undefined
}

function About({ letter }: { letter: DeadLetter }) {
  const about = aboutOf(letter)
  return about ? <a href={about.href}>{about.word}</a> : <span class="soft">–</span>
}

function RetryForm({ id }: { id: string }) {
  return (
    <form method="post" action={`${path}/${id}/retry`}>
      <button type="submit" class="button button-small">
        {t.retry}
      </button>
    </form>
  )
}

/** Jobs that gave up, for a spreadsheet. */
export const stuckWorkFile = (
  partners: ReadonlyMap<string, string>,
): readonly FileColumn<{ group: CauseGroup; letter: DeadLetter }>[] => [
  ['Work', ({ group }) => workWords(group.name)],
  ['Partner', ({ group }) => partners.get(group.partnershipId ?? '')],
  [t.why, ({ letter }) => reasonOf(letter) ?? t.noReason],
  [t.about1, ({ letter }) => aboutOf(letter)?.word],
  ['Id', ({ letter }) => aboutOf(letter)?.id],
  ['Failed (UTC)', ({ letter }) => letter.failedAt.toISOString()],
]
