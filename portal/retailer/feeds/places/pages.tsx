import type { FeedKind } from '../../../../partners/feeds/feed-secrets.ts'
import type { ListedFeed } from '../../../../partners/feeds/feeds.ts'
import { fetchSchedule } from '../../../../partners/feeds/schedule.ts'
import { scheduleWords } from '../../../shared/schedule/read-schedule.ts'
import { ScheduleFields } from '../../../shared/schedule/schedule-fields.tsx'
import { Badge, type StateLook } from '../../../ui/badge.tsx'
import { Hidden, Input, Select } from '../../../ui/fields.tsx'
import type { FormValues } from '../../../ui/form-data.ts'
import { Facts, Filters, Notice, PageHeader, Section } from '../../../ui/parts.tsx'
import { Empty, Table } from '../../../ui/table.tsx'
import { Time } from '../../../ui/time.tsx'
import { FieldGroups } from '../../channels/fields-part.tsx'
import { placeKinds } from './kinds.ts'
import { settingPrefix } from './read-place.ts'

/** Where the pages about places lie. */
export const path = '/retailer/feeds/places'

/** A place, and whose files it brings. */
export type ShownPlace = ListedFeed & { partner: string | undefined }

/** Whether a place is about to be looked into, or just is. */
export function isAwaited({ active, dueAt, claimedUntil }: ListedFeed, now: Date): boolean {
  return active && (dueAt <= now || (claimedUntil !== null && claimedUntil > now))
}

function stateOf(place: ShownPlace): StateLook {
  if (!place.active) return { word: 'Paused', tone: 'idle', icon: 'pause' }
  if (place.failures > 0) return { word: 'Cannot be looked into', tone: 'bad', icon: 'alert' }
  if (place.problems.length > 0) return { word: 'Some files are left', tone: 'warn', icon: 'alert' }
  if (place.succeededAt === null) return { word: 'Not looked into yet', tone: 'info', icon: 'dot' }
  return { word: 'Works', tone: 'good', icon: 'check' }
}

const kindWord = ({ kind }: ListedFeed) => (kind === 'channel' ? 'The partner’s channel' : placeKinds[kind].word)

const scheduled = ({ schedule }: ListedFeed) => scheduleWords(fetchSchedule.catch({ everyMinutes: 5 }).parse(schedule))

/** Places that are looked into by schedule. */
export function PlacesPage({ places, mayChange }: { places: ShownPlace[]; mayChange: boolean }) {
  return (
    <>
      <PageHeader
        title="Places that are looked into"
        about="Servers, addresses and mailboxes from which the hub fetches feeds and other files by schedule."
        back={{ href: '/retailer/feeds', word: 'Feeds' }}
        action={
          mayChange ? (
            <a class="button button-primary" href={`${path}/new`}>
              Add a place
            </a>
          ) : null
        }
      />
      {places.length === 0 ? (
        <Empty title="Nothing is fetched yet">Partners may also send files to us; that needs no place here.</Empty>
      ) : (
        <Table
          label="Places"
          rows={places}
          attributes={row => ({ 'data-place': row.name })}
          columns={[
            { heading: 'Place', cell: row => <a href={`${path}/${row.id}`}>{row.name}</a> },
            { heading: 'Partner', cell: row => row.partner ?? 'all' },
            { heading: 'Kind', cell: kindWord },
            { heading: 'State', cell: row => <Badge {...stateOf(row)} /> },
            { heading: 'Looked into', cell: scheduled },
            { heading: 'Last look', cell: row => <Time at={row.triedAt} /> },
            { heading: 'Next', cell: row => (row.active ? <Time at={row.dueAt} /> : '–') },
          ]}
        />
      )}
    </>
  )
}

export interface PlaceForm {
  kind: FeedKind
  values: FormValues
  errors: FormValues
  /** Names of secrets that are stored. */
  stored: readonly string[]
}

function FormOf({ action, form, partners }: { action: string; form: PlaceForm; partners?: Partner[] }) {
  const { kind, values, errors, stored } = form
  const { groups, says } = placeKinds[kind]
  const wrong = Object.keys(errors).length
  return (
    <form class="form" method="post" action={action} data-form="place">
      <Hidden name="kind" value={kind} />
      {wrong > 0 ? (
        <Notice tone="bad" title={wrong === 1 ? 'One thing is wrong' : `${wrong} things are wrong`} />
      ) : null}
      <p class="soft">{says}</p>
      <div class="fields">
        <Input name="name" label="What you call it" value={values.name} error={errors.name} />
        {partners ? (
          <Select
            name="partnershipId"
            label="Whose files these are"
            value={values.partnershipId}
            error={errors.partnershipId}
            options={[
              { value: '', word: kind === 'imap' ? 'All partners: told by their addresses' : 'Choose a partner' },
              ...partners.map(({ id, name }) => ({ value: id, word: name })),
            ]}
          />
        ) : null}
      </div>
      <FieldGroups groups={groups} prefix={settingPrefix} values={values} errors={errors} stored={stored} />
      <Section title="When it is looked into">
        <div class="stack-tight">
          <ScheduleFields values={values} errors={errors} />
        </div>
      </Section>
      <div class="form-actions">
        <button type="submit" class="button button-primary">
          Save and look now
        </button>
      </div>
    </form>
  )
}

interface Partner {
  id: string
  name: string
}

/** Adding a place: first the kind, then its settings. */
export function NewPlacePage({ form, partners }: { form: PlaceForm; partners: Partner[] }) {
  const kinds = Object.entries(placeKinds)
  return (
    <>
      <PageHeader title="Add a place" back={{ href: path, word: 'Places' }} />
      <div class="stack">
        <Filters
          label="Kind of place"
          options={kinds.map(([kind, { word }]) => ({
            ...{ href: `${path}/new?kind=${kind}`, word, current: kind === form.kind },
          }))}
        />
        <FormOf action={path} form={form} partners={partners} />
      </div>
    </>
  )
}

interface PlaceProps {
  place: ShownPlace
  now: Date
  /** What to change it with; none for whoever may not, and for what belongs to a channel. */
  form: PlaceForm | undefined
  mayChange: boolean
}

/** One place: how the last look went, when the next is, and its settings. */
export function PlacePage({ place, now, form, mayChange }: PlaceProps) {
  const at = `${path}/${place.id}`
  return (
    <>
      <PageHeader
        title={place.name}
        back={{ href: path, word: 'Places' }}
        action={mayChange ? <Actions at={at} place={place} /> : null}
      />
      <div class="stack">
        <LastLook at={at} place={place} awaited={isAwaited(place, now)} />
        {form ? (
          <Section title="Settings">
            <FormOf action={at} form={form} />
          </Section>
        ) : place.kind === 'channel' && place.partnershipId ? (
          <p>
            This folder belongs to the partner’s channel.{' '}
            <a href={`/retailer/partners/${place.partnershipId}/channel`}>Change it there</a>
          </p>
        ) : null}
      </div>
    </>
  )
}

function Actions({ at, place }: { at: string; place: ShownPlace }) {
  return (
    <div class="row">
      {place.active ? (
        <form method="post" action={`${at}/look`}>
          <button type="submit" class="button">
            Look now
          </button>
        </form>
      ) : null}
      {place.kind === 'channel' ? null : (
        <form method="post" action={`${at}/${place.active ? 'pause' : 'resume'}`}>
          <button type="submit" class="button">
            {place.active ? 'Pause' : 'Go on'}
          </button>
        </form>
      )}
    </div>
  )
}

/** While a look is awaited the part asks for itself again; without script the page is loaded anew by hand. */
function LastLook({ at, place, awaited }: { at: string; place: ShownPlace; awaited: boolean }) {
  const asking = { 'hx-get': at, 'hx-trigger': 'every 3s', 'hx-select': '#last-look', 'hx-target': '#last-look' }
  return (
    <div class="stack" id="last-look" {...(awaited ? { ...asking, 'hx-swap': 'outerHTML' } : {})}>
      {place.failures > 0 ? (
        <Notice tone="bad" title={`The last look failed (${place.failures} in a row)`}>
          <p>{place.failureDetail}</p>
        </Notice>
      ) : null}
      {place.problems.length > 0 ? (
        <Notice tone="warn" title="Files that could not be taken">
          <ul>
            {place.problems.map(({ path: file, detail }) => (
              <li>
                {file}: {detail}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Facts
        rows={[
          [
            'State',
            awaited ? <Badge word="Being looked into" tone="info" icon="half" /> : <Badge {...stateOf(place)} />,
          ],
          ['Partner', place.partner ?? 'all: told by their addresses'],
          ['Kind', kindWord(place)],
          ['Looked into', scheduled(place)],
          ['Last look', place.triedAt && <Time at={place.triedAt} />],
          ['Last that worked', place.succeededAt && <Time at={place.succeededAt} />],
          ['Messages it brought', place.succeededAt && String(place.received)],
          ['Next look', place.active && !awaited && <Time at={place.dueAt} />],
        ]}
      />
    </div>
  )
}
