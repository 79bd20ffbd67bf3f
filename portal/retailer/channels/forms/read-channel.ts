import { messageFormats } from '../../../../db/schema/index.ts'
import type { PartnerName } from '../../../../partners/channels/rename-partner.ts'
import { type ChannelSettings, channelSettings } from '../../../../partners/channels/settings.ts'
import type { ChannelForms } from '../../../deps.ts'
import type { FormValues } from '../../../ui/form-data.ts'
import { linesOf, readFields, secretsIn, valuesOf } from './field.ts'
import { type ChannelKind, type ChannelKindName, kindOf } from './kinds.ts'
import { batchFields, incomingMailFields, x12Fields } from './shared.ts'

/** What stands behind a form: the settings before it, and the opened secrets of the same transport. */
export interface Before {
  settings: ChannelSettings
  secrets: Record<string, unknown>
}

/** A channel as a form says it, and what is wrong with it by the field's name in the form. */
export interface ReadChannel {
  format: (typeof messageFormats)[number]
  version?: string
  settings: ChannelSettings | undefined
  secrets: Record<string, unknown>
  names: PartnerName[]
  errors: Record<string, string>
}

const pairLine = /^([A-Za-z0-9_.-]+)\s*[=:]\s*(.+)$/

/** Reads a channel's form. What the transport itself would refuse is among the errors, at the field it is about. */
export function readChannel(
  kindName: ChannelKindName,
  values: FormValues,
  before: Before,
  retailerId: string,
  forms: ChannelForms | undefined,
): ReadChannel {
  const kind = kindOf(kindName)
  const errors: Record<string, string> = {}
  const note = (prefix: string, found: Record<string, string>) => {
    for (const [name, says] of Object.entries(found)) errors[prefix + name] ??= says
  }
  const transport = readFields(kind.groups, values, before.settings.transport, 't.')
  kind.finish(transport.settings, values)
  keepKeyDates(transport.settings, before.settings.transport)
  note('t.', transport.errors)
  note('n.', readFields(kind.nameGroups, values, {}, 'n.').errors)
  const format = messageFormats.find(one => one === values.format && kind.formats.includes(one)) ?? kind.formats[0]!
  const rest = readShared(kind, format, values, before.settings, note)
  const parsed = channelSettings.safeParse({ ...rest, transport: transport.settings })
  if (!parsed.success) for (const { path, message } of parsed.error.issues) noteIssue(errors, path.map(String), message)
  const secrets = { ...before.secrets, ...transport.secrets }
  const whole = {
    ...transport.settings,
    ...Object.fromEntries(Object.entries(secrets).filter(([, one]) => one !== null)),
  }
  for (const { path, message } of forms?.check(kind.transport, whole) ?? []) {
    if (!isLater(path, transport.settings)) errors[fieldFor(kind, path)] ??= sentence(message)
  }
  for (const [name, says] of Object.entries(checkLogin(kindName, whole))) errors[name] ??= says
  const version = format === 'x12' ? (values.version ?? '004010') : undefined
  const names = kind.names(transport.settings, values, retailerId).filter(({ partner }) => partner !== '')
  const settings = parsed.success ? parsed.data : undefined
  return { format, ...(version && { version }), settings, secrets: transport.secrets, names, errors }
}

/** What every kind has besides its transport. */
function readShared(
  kind: ChannelKind,
  format: string,
  values: FormValues,
  before: ChannelSettings,
  note: (prefix: string, found: Record<string, string>) => void,
): Record<string, unknown> {
  const shared: Record<string, unknown> = { ...before }
  if (format === 'x12') {
    const x12 = readFields(x12Fields, values, { ...before.x12 }, 'x.')
    note('x.', x12.errors)
    for (const name of ['severities', 'facts']) {
      const pairs = linesOf(values[`x.${name}`] ?? '').map(line => pairLine.exec(line))
      if (pairs.includes(null)) note('x.', { [name]: 'Write one pair a line: name = value.' })
      x12.settings[name] = Object.fromEntries(pairs.flatMap(pair => (pair ? [[pair[1], pair[2]!.trim()]] : [])))
    }
    shared.x12 = x12.settings
  }
  const batch = readFields(batchFields, values, {}, 'b.')
  note('b.', batch.errors)
  if (batch.settings.minutes !== undefined) shared.batch = batch.settings
  else delete shared.batch
  if (kind.transport === 'email') {
    const mail = readFields(incomingMailFields, values, {}, 'm.')
    shared.incomingMail = mail.settings
  }
  return shared
}

/** A public key whose line stays keeps the dates between which it holds. */
function keepKeyDates(settings: Record<string, unknown>, before: Record<string, unknown>): void {
  const [now, then] = [settings.authorizedKeys, before.authorizedKeys]
  if (!Array.isArray(now) || !Array.isArray(then)) return
  settings.authorizedKeys = now.map(line => then.find(one => keyLine(one) === line) ?? line)
}

const keyLine = (key: unknown) => (typeof key === 'object' && key !== null && 'line' in key ? key.line : key)

/** The host keys may be confirmed after a first look; until then nothing is sent. */
const isLater = (path: string, settings: Record<string, unknown>) =>
  path === 'hostKeys' && settings.hostKeys === undefined

const publicKeyLine = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,}=*( .*)?$/

/** How a partner signs in at our server: with something that is hard to guess. */
function checkLogin(kind: ChannelKindName, settings: Record<string, unknown>): Record<string, string> {
  if (kind !== 'sftp-host') return {}
  const keys = (Array.isArray(settings.authorizedKeys) ? settings.authorizedKeys : []).map(keyLine)
  const wrong = keys.find(line => typeof line !== 'string' || !publicKeyLine.test(line))
  if (wrong) return { 't.authorizedKeys': `This is no public key: ${String(wrong).slice(0, 40)}` }
  const { password } = settings
  if (password === undefined && keys.length === 0) return { 't.password': 'Enter a password, or a public key below.' }
  if (typeof password === 'string' && password.length < 12) return { 't.password': 'Choose at least 12 letters.' }
  return {}
}

/** The field that a problem of the transport is about: that of the path, or of its beginning; else the form as a whole. */
function fieldFor(kind: ChannelKind, path: string): string {
  const names = kind.groups.flatMap(({ fields }) => fields.map(({ name }) => name))
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const found = names.find(name => name === at) ?? names.find(name => name.startsWith(`${at}.`))
    if (found) return `t.${found}`
  }
  return 'form'
}

const prefixes: Record<string, string> = { x12: 'x', batch: 'b', incomingMail: 'm', transport: 't' }

function noteIssue(errors: Record<string, string>, [first = '', ...rest]: string[], message: string): void {
  const names = rest.filter(part => !/^\d+$/.test(part))
  const short = names[0] === 'severities' ? ['severities'] : names
  errors[`${prefixes[first] ?? first}.${short.join('.')}`] ??= sentence(message)
}

/** `expected one line` → `Expected one line.` */
const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`

/** A channel's form as it stands before anybody has touched it. */
export function channelValues(
  kindName: ChannelKindName,
  channel: { format: string; version: string | null; settings: ChannelSettings } | undefined,
  names: readonly PartnerName[],
): FormValues {
  const kind = kindOf(kindName)
  const { settings } = channel ?? {}
  const transport: Record<string, unknown> = { ...settings?.transport }
  if (Array.isArray(transport.authorizedKeys)) transport.authorizedKeys = transport.authorizedKeys.map(keyLine)
  const pairs = (given: Record<string, string> = {}) =>
    Object.entries(given).map(([name, value]) => `${name} = ${value}`)
  const x12 = { ...settings?.x12, severities: pairs(settings?.x12?.severities), facts: pairs(settings?.x12?.facts) }
  return {
    format: channel?.format ?? kind.formats[0]!,
    version: channel?.version ?? '004010',
    ...valuesOf(kind.groups, transport, 't.'),
    ...valuesOf(x12Fields, x12, 'x.'),
    ...valuesOf(batchFields, { ...settings?.batch }, 'b.'),
    ...valuesOf(incomingMailFields, { ...settings?.incomingMail }, 'm.'),
    'n.username': names.find(name => name.kind === 'sftp')?.partner ?? '',
    'n.senders': names.flatMap(name => (name.kind === 'sender' ? name.partner : [])).join('\n'),
  }
}

/** The names of the secrets that a kind of channel has fields for. */
export const secretsOfKind = (kindName: ChannelKindName) => secretsIn(kindOf(kindName).groups)
