import type { SalesChannel } from '../../../engine/listing/channels.ts'
import { scheduleOf } from '../../../engine/listing/feed.ts'
import { scheduleWords } from '../../shared/schedule/read-schedule.ts'
import { ScheduleFields } from '../../shared/schedule/schedule-fields.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

/** Where the pages about sales channels live. */
export const path = '/retailer/sales-channels'

/** Where the retailer sells, and how each channel is told. */
export function ChannelsPage(props: {
  channels: SalesChannel[]
  values: FormValues
  errors: FormValues
  mayChange: boolean
}) {
  const { channels, values, errors, mayChange } = props
  return (
    <>
      <PageHeader
        title="Sales channels"
        about="Shops and marketplaces. Each is told of its listings and their stock by the API, by webhook (listing.changed), and by file."
      />
      <div class="stack">
        {channels.length === 0 ? (
          <Empty title="No sales channel yet">Prices and listings begin with the first.</Empty>
        ) : (
          <Channels channels={channels} />
        )}
        {mayChange ? (
          <Section title="Add a sales channel">
            <form class="form" method="post" action={path} data-form="channel">
              <ChannelFields values={values} errors={errors} />
            </form>
          </Section>
        ) : null}
      </div>
    </>
  )
}

function Channels({ channels }: { channels: SalesChannel[] }) {
  return (
    <Table
      label="Sales channels"
      rows={channels}
      attributes={row => ({ 'data-channel': row.name })}
      columns={[
        { heading: 'Channel', cell: row => <a href={`${path}/${row.id}`}>{row.name}</a> },
        { heading: 'State', cell: row => <ChannelState channel={row} /> },
        { heading: 'Changes', number: true, cell: row => row.revision.toLocaleString('en-US') },
        { heading: 'By file', cell: row => row.feedTransport?.toUpperCase() ?? '–' },
        { heading: 'Told up to', number: true, cell: row => (row.feedTransport ? String(row.sentRevision) : '–') },
        { heading: 'Last file', cell: row => <Time at={row.sentAt} /> },
      ]}
    />
  )
}

function ChannelState({ channel }: { channel: SalesChannel }) {
  if (!channel.active) return <Badge word="Off" tone="idle" icon="cross" />
  if (channel.failures > 0) return <Badge word="Files do not arrive" tone="bad" icon="alert" />
  return <Badge word="On" tone="good" icon="check" />
}

function ChannelFields({ values, errors }: { values: FormValues; errors: FormValues }) {
  return (
    <>
      <div class="fields">
        <Input name="name" label="Name" value={values.name} error={errors.name} required />
        <Select
          name="active"
          label="State"
          value={values.active}
          options={[
            { value: 'yes', word: 'On' },
            { value: 'no', word: 'Off' },
          ]}
        />
        <Input
          name="units"
          label="Units that it is not told of"
          inputmode="decimal"
          value={values.units}
          error={errors.units}
        />
        <Input
          name="share"
          label="And of all stock, per cent"
          inputmode="decimal"
          value={values.share}
          error={errors.share}
        />
      </div>
      <Save />
    </>
  )
}

const Save = () => (
  <div class="form-actions">
    <button type="submit" class="button button-primary">
      Save
    </button>
  </div>
)

interface ChannelProps {
  channel: SalesChannel
  values: FormValues
  feed: FormValues
  errors: FormValues
  mayChange: boolean
}

/** One sales channel: its buffer, and where its files go. */
export function ChannelPage({ channel, values, feed, errors, mayChange }: ChannelProps) {
  const at = `${path}/${channel.id}`
  return (
    <>
      <PageHeader
        title={channel.name}
        state={<ChannelState channel={channel} />}
        back={{ href: path, word: 'Sales channels' }}
        action={<a href={`/retailer/listings?q=${encodeURIComponent(channel.name)}`}>Its listings</a>}
      />
      <div class="stack">
        {channel.failures > 0 ? (
          <Notice tone="bad" title={`The last file could not be sent (${channel.failures} in a row)`}>
            <p>{channel.failureDetail}</p>
          </Notice>
        ) : null}
        <FeedFacts channel={channel} />
        {mayChange ? (
          <>
            <Section title="Channel">
              <form class="form" method="post" action={at} data-form="channel">
                <ChannelFields values={values} errors={errors} />
              </form>
            </Section>
            <Section title="Files">
              <FeedForm action={`${at}/feed`} values={feed} errors={errors} />
              {channel.feedTransport ? <SendAll action={`${at}/send-all`} /> : null}
            </Section>
          </>
        ) : null}
      </div>
    </>
  )
}

function FeedFacts({ channel }: { channel: SalesChannel }) {
  const schedule = scheduleOf(channel)
  const byFile = channel.feedTransport !== null
  return (
    <Facts
      rows={[
        ['Number of the latest change', String(channel.revision)],
        ['Told by file up to', byFile && String(channel.sentRevision)],
        ['Last file', byFile && channel.sentAt && <Time at={channel.sentAt} />],
        ['Next file', byFile && channel.feedDueAt && <Time at={channel.feedDueAt} />],
        ['Files', byFile && scheduleWords(schedule)],
      ]}
    />
  )
}

function SendAll({ action }: { action: string }) {
  return (
    <form method="post" action={action} data-form="send-all">
      <p class="soft">If the channel has lost files, it can have all its listings in one file again.</p>
      <button type="submit" class="button">
        Send all listings again
      </button>
    </form>
  )
}

function FeedForm({ action, values, errors }: { action: string; values: FormValues; errors: FormValues }) {
  return (
    <form class="form" method="post" action={action} data-form="feed">
      <p class="soft">
        A CSV file of the listings that changed since the last one; a new place gets all first. Nothing is sent when
        nothing changed.
      </p>
      <div class="fields">
        <Select
          name="transport"
          label="By"
          value={values.transport}
          error={errors.transport}
          options={[
            { value: '', word: 'No file' },
            { value: 'sftp', word: 'SFTP' },
            { value: 'ftp', word: 'FTP' },
          ]}
        />
        <Input name="host" label="Server" value={values.host} error={errors.host} />
        <Input name="port" label="Port" inputmode="numeric" value={values.port} error={errors.port} />
        <Input name="username" label="User" value={values.username} error={errors.username} />
        <Input
          name="password"
          label="Password"
          type="password"
          error={errors.password}
          hint="Empty: as it is."
          autocomplete="new-password"
        />
        <Input name="folder" label="Folder" value={values.folder} error={errors.folder} />
        <Select
          name="tls"
          label="FTP encryption"
          value={values.tls}
          error={errors.tls}
          options={[
            { value: 'explicit', word: 'Explicit TLS' },
            { value: 'implicit', word: 'Implicit TLS' },
            { value: 'none', word: 'None' },
          ]}
        />
      </div>
      <TextArea
        name="hostKeys"
        label="SFTP host keys"
        rows={2}
        value={values.hostKeys}
        error={errors.hostKeys}
        hint="One a line: SHA256:… as OpenSSH prints it, or ssh-ed25519 AAAA…"
      />
      <TextArea
        name="privateKey"
        label="SFTP private key"
        rows={3}
        error={errors.privateKey}
        hint="Instead of a password. Empty: as it is."
      />
      <ScheduleFields values={values} errors={errors} />
      <Save />
    </form>
  )
}
