import type { messageFormats, transports } from '../../../../db/schema/index.ts'
import type { PartnerName } from '../../../../partners/channels/rename-partner.ts'
import type { FormValues } from '../../../ui/form-data.ts'
import { as2Fields } from './as2.ts'
import { type FieldGroup, linesOf } from './field.ts'
import { ftpFields, sftpClientFields, sftpHostFields } from './files.ts'
import { emailFields } from './mail.ts'

type Transport = (typeof transports)[number]
type Format = (typeof messageFormats)[number]

/** One way to trade, as a person chooses it. */
export interface ChannelKind {
  word: string
  says: string
  transport: Transport
  formats: readonly Format[]
  groups: FieldGroup[]
  /** Names by which the partner is recognised that are no settings; under the prefix `n.`. */
  nameGroups: FieldGroup[]
  /** Settings that follow from the kind itself, and what of the form's has to be put right. */
  finish(settings: Record<string, unknown>, values: FormValues): void
  names(settings: Record<string, unknown>, values: FormValues, retailerId: string): PartnerName[]
}

const machines: readonly Format[] = ['x12', 'csv', 'xlsx', 'json']
const nothing = () => undefined
const noNames = () => []

/** Polling is there as a whole or not at all, and has one schedule. */
function finishFolders(settings: Record<string, unknown>, values: FormValues): void {
  if (values['t.poll'] !== 'on') {
    delete settings.poll
    return
  }
  const poll = (typeof settings.poll === 'object' ? settings.poll : {}) as Record<string, unknown>
  const schedule = poll.schedule as { everyMinutes?: number; at?: string[]; zone?: string; days?: number[] } | undefined
  if (schedule?.everyMinutes !== undefined) poll.schedule = { everyMinutes: schedule.everyMinutes }
  else if (schedule?.at) {
    const { at, zone = 'UTC', days } = schedule
    poll.schedule = { at, zone, ...(days && { days }) }
  } else delete poll.schedule
  settings.poll = poll
}

/** Every kind of channel that a person can set up. A new one is a line here. */
export const channelKinds = {
  'sftp-host': {
    word: 'SFTP, they come to us',
    says: 'The partner signs in at our server, fetches its orders and leaves its files.',
    ...{ transport: 'sftp', formats: machines, groups: sftpHostFields },
    nameGroups: [
      {
        title: 'User name',
        fields: [{ name: 'username', label: 'The partner’s user name', kind: 'text', required: true }],
      },
    ],
    finish: settings => {
      settings.mode = 'host'
    },
    names: (_settings, values) => [{ kind: 'sftp', own: '', partner: (values['n.username'] ?? '').trim() }],
  },
  'sftp-client': {
    word: 'SFTP, we go to them',
    says: 'We put files on the partner’s server and look for those it leaves.',
    ...{ transport: 'sftp', formats: machines, groups: sftpClientFields, nameGroups: [], names: noNames },
    finish: (settings, values) => {
      settings.mode = 'client'
      finishFolders(settings, values)
    },
  },
  as2: {
    word: 'AS2',
    says: 'Signed and encrypted messages with receipts, straight from system to system.',
    ...{ transport: 'as2', formats: machines, groups: as2Fields, nameGroups: [], finish: nothing },
    names: ({ ourId, partnerId }) =>
      typeof ourId === 'string' && typeof partnerId === 'string'
        ? [{ kind: 'as2', own: ourId, partner: partnerId }]
        : [],
  },
  email: {
    word: 'E-mail',
    says: 'Orders go as mail with a file; answers come as mail.',
    ...{ transport: 'email', formats: ['csv', 'xlsx', 'x12', 'json'], groups: emailFields, finish: nothing },
    nameGroups: [
      {
        title: 'Known by',
        fields: [
          {
            ...{ name: 'senders', label: 'Addresses in your general mailbox', kind: 'lines' },
            hint: 'Mail from these to your invoices@ or inventory@ address counts as this partner’s. One a line.',
          },
        ],
      },
    ],
    names: (_settings, values, retailerId) =>
      linesOf(values['n.senders'] ?? '').map(partner => ({
        ...{ kind: 'sender', own: retailerId, partner: partner.toLowerCase() },
      })),
  },
  ftp: {
    word: 'FTP',
    says: 'For servers that know nothing better; with TLS where they can.',
    ...{
      transport: 'ftp',
      formats: machines,
      groups: ftpFields,
      nameGroups: [],
      finish: finishFolders,
      names: noNames,
    },
  },
  rest: {
    word: 'API and webhooks',
    says: 'The partner’s program is told by webhooks and works by the supplier API.',
    ...{ transport: 'rest', formats: ['json'], groups: [], nameGroups: [], finish: nothing, names: noNames },
  },
  portal: {
    word: 'Portal only',
    says: 'People at the partner work in the vendor portal. Nothing to connect.',
    ...{ transport: 'portal', formats: ['form'], groups: [], nameGroups: [], finish: nothing, names: noNames },
  },
} as const satisfies Record<string, ChannelKind>
export type ChannelKindName = keyof typeof channelKinds

/** A kind by its name. */
export const kindOf = (name: ChannelKindName): ChannelKind => channelKinds[name]

/** The kind that a channel is of. */
export function kindNameOf(channel: { transport: Transport; settings: { transport: Record<string, unknown> } }) {
  if (channel.transport === 'sftp') return channel.settings.transport.mode === 'client' ? 'sftp-client' : 'sftp-host'
  return channel.transport in channelKinds ? (channel.transport as ChannelKindName) : undefined
}
