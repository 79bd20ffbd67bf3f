import { type ChannelFields, channelFields, type SalesChannel } from '../../../engine/listing/channels.ts'
import { scheduleOf } from '../../../engine/listing/feed.ts'
import type { FetchSchedule } from '../../../partners/feeds/schedule.ts'
import { readSchedule, scheduleValues } from '../../shared/schedule/read-schedule.ts'
import type { FormValues } from '../../ui/form-data.ts'
import type { Read } from '../rules/console.ts'
import { given, readBy, shifted } from '../rules/forms.ts'

/** A channel as its form shows it. The buffer's share is written in per cent. */
export function channelValues({ name, active, buffer }: Pick<SalesChannel, 'name' | 'active' | 'buffer'>): FormValues {
  return { name, active: active ? 'yes' : 'no', units: buffer.units, share: shifted(String(buffer.share), 2) }
}

/** Reads the form of a channel. */
export function readChannel(values: FormValues): Read<ChannelFields> {
  const share = given(values, 'share')
  const input = {
    name: values.name ?? '',
    active: values.active !== 'no',
    buffer: { units: given(values, 'units') ?? '0', share: share === undefined ? 0 : numberIn(shifted(share, -2)) },
  }
  return readBy(channelFields, input, ([part, field]) => (part === 'buffer' ? String(field) : String(part)))
}

const numberIn = (text: string): number | string => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text)

/** Where a channel's files go, as its form shows it: never a secret. */
export function feedValues(channel: SalesChannel): FormValues {
  const { feedTransport, feedSettings } = channel
  const schedule = scheduleOf(channel)
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
  const { host, port, username, hostKeys, put, tls } = feedSettings
  return {
    transport: feedTransport ?? '',
    ...{ host: text(host), port: text(port), username: text(username), tls: text(tls) },
    hostKeys: Array.isArray(hostKeys) ? hostKeys.join('\n') : '',
    folder: text((put as { folder?: unknown } | undefined)?.folder),
    ...scheduleValues(schedule),
  }
}

/** What the form of a feed says. Secrets that are left empty stay as they are. */
export interface FeedForm {
  transport: 'sftp' | 'ftp'
  settings: Record<string, unknown>
  secrets: Record<string, string>
  schedule: FetchSchedule
}

/** Reads the form of a feed; undefined for none. */
export function readFeed(values: FormValues): Read<FeedForm | undefined> {
  const { transport } = values
  if (transport !== 'sftp' && transport !== 'ftp') return { value: undefined }
  const timed = readSchedule(given(values, 'minutes') ? values : { ...values, minutes: '60' })
  if ('errors' in timed) return timed
  const port = given(values, 'port')
  const folder = given(values, 'folder')
  const settings = {
    host: given(values, 'host') ?? '',
    ...(port && { port: numberIn(port) }),
    username: given(values, 'username') ?? '',
    ...(folder && { put: { folder } }),
    ...(transport === 'sftp'
      ? { mode: 'client', hostKeys: (given(values, 'hostKeys') ?? '').split('\n').flatMap(line => line.trim() || []) }
      : { tls: given(values, 'tls') ?? 'explicit' }),
  }
  const secrets = ['password', 'privateKey'].flatMap(name => {
    const value = given(values, name)
    return value ? [[name, value]] : []
  })
  return { value: { transport, settings, secrets: Object.fromEntries(secrets), schedule: timed.schedule } }
}
