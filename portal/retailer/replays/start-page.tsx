import { type ReplayAction, replayActions } from '../../../db/schema/index.ts'
import { mostReplayed, type Replay } from '../../../engine/messages/replay.ts'
import { type ListState, stateHref, stateQuery } from '../../lists/list-state.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { messagesList } from '../messages-list-query.ts'
import { texts as journal } from '../texts.ts'
import { replayLook } from './replay-page.tsx'
import { texts as t } from './texts.ts'

const path = '/retailer/messages/replays'

interface StartPageProps {
  state: ListState
  partners: ReadonlyMap<string, string>
  /** How many messages of the list each action can be done with. */
  counts: Record<ReplayAction, number>
  earlier: Replay[]
}

/** Before all messages of a list are sent or read again: how many these are, and what that means. */
export function StartPage({ state, partners, counts, earlier }: StartPageProps) {
  const some = replayActions.filter(action => counts[action] > 0)
  return (
    <>
      <PageHeader
        title={t.title}
        back={{ href: stateHref(messagesList.path, state), word: t.back }}
        about={t.about(filtersOf(state, partners))}
      />
      <div class="stack">
        {some.length === 0 ? <Empty title={t.nothing}>{t.nothingHint}</Empty> : null}
        {some.map(action => (
          <Section title={counts[action] > mostReplayed ? t.tooMany(mostReplayed) : t.count[action](counts[action])}>
            <form class="stack-tight" method="post" action={path} data-replay={action}>
              <p class="soft">{t.hint[action]}</p>
              <Hidden name="query" value={stateQuery(state)} />
              <Hidden name="action" value={action} />
              {counts[action] > mostReplayed ? null : (
                <div>
                  <button type="submit" class="button button-primary">
                    <Icon name="retry" />
                    {t.start[action](counts[action])}
                  </button>
                </div>
              )}
            </form>
          </Section>
        ))}
        {earlier.length > 0 ? <Earlier earlier={earlier} /> : null}
      </div>
    </>
  )
}

/** The filters in force, in words. */
function filtersOf({ filter, search, fields }: ListState, partners: ReadonlyMap<string, string>): string {
  const quick = journal.messages.filters[filter as keyof typeof journal.messages.filters]
  const words = [
    filter === messagesList.everything ? t.everything : quick.toLowerCase(),
    ...(search ? [`“${search}”`] : []),
    ...Object.entries(fields).map(([name, value]) => `${name} ${partners.get(value) ?? value}`),
  ]
  return words.join(', ')
}

function Earlier({ earlier }: Pick<StartPageProps, 'earlier'>) {
  return (
    <Section title={t.earlier}>
      <Table
        label={t.earlier}
        rows={earlier}
        attributes={row => ({ 'data-replay': row.id })}
        columns={[
          { heading: t.what, cell: row => <a href={`${path}/${row.id}`}>{t.actions[row.action]}</a> },
          { heading: t.state, cell: row => <Badge {...replayLook(row)} /> },
          { heading: t.share, number: true, cell: row => String(row.done) },
          { heading: t.refused, number: true, cell: row => String(row.refused) },
          { heading: t.left, number: true, cell: row => String(row.left) },
          { heading: t.begunAt, cell: row => <Time at={row.createdAt} /> },
        ]}
      />
    </Section>
  )
}
