import type { ParseArgsConfig } from 'node:util'
import type { Certificate } from '../../transports/as2/cms/certificate.ts'
import { type PresetName, presets } from '../../transports/as2/presets.ts'
import { type As2Settings, type As2SettingsInput, as2Settings } from '../../transports/as2/settings.ts'
import { CannotRun } from '../command.ts'
import { certificatesIn, keyPairsOf } from './credentials.ts'

/** The options by which the commands that send and receive are told who both stations are. */
export const stationOptions = {
  key: { type: 'string', multiple: true },
  certificate: { type: 'string', multiple: true },
  partner: { type: 'string', multiple: true },
  passphrase: { type: 'string' },
  preset: { type: 'string' },
  set: { type: 'string', multiple: true },
} as const satisfies ParseArgsConfig['options']

/** What `parseArgs` makes of {@link stationOptions}. */
export interface StationValues {
  key?: string[] | undefined
  certificate?: string[] | undefined
  partner?: string[] | undefined
  passphrase?: string | undefined
  preset?: string | undefined
  set?: string[] | undefined
}

/** What is said of these options in the help of each command. */
export const stationHelp = `--key and --certificate are ours (several during a roll-over), --partner the partner’s certificate, --passphrase for an encrypted key.
--preset NAME takes the habits of a product: ${Object.keys(presets).join(', ')}.
--set NAME=VALUE sets any other AS2 setting, such as --set encryption=aes256-gcm --set compression=before-signing --set signature=none.`

/** Settings from a command line. Throws {@link CannotRun} that names what is missing or wrong. */
export function stationFrom(values: StationValues, about: As2SettingsInput): As2Settings {
  const pairs = keyPairsOf(values.key ?? [], certificatesIn(values.certificate ?? []), values.passphrase)
  const parsed = as2Settings.safeParse({
    ...presetSettings(values.preset),
    ...Object.fromEntries((values.set ?? []).map(settingFrom)),
    keys: pairs.map(({ privateKey, certificate }) => ({
      privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      certificate: pemOf(certificate),
    })),
    partnerCertificates: certificatesIn(values.partner ?? []).map(pemOf),
    ...about,
  })
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  throw new CannotRun(`These settings cannot be used.\n${wrong.join('\n')}`)
}

function presetSettings(name: string | undefined): Partial<As2SettingsInput> {
  if (name === undefined) return {}
  if (!Object.hasOwn(presets, name)) throw new CannotRun(`--preset takes one of ${Object.keys(presets).join(', ')}.`)
  return presets[name as PresetName].settings
}

/** `name=value`: numbers and true or false are read as such. */
function settingFrom(text: string): [string, unknown] {
  const [, name, value] = /^([A-Za-z0-9]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new CannotRun(`--set ${text} should be NAME=VALUE.`)
  if (!Object.hasOwn(as2Settings.shape, name)) throw new CannotRun(`There is no AS2 setting “${name}”.`)
  if (value === 'true' || value === 'false') return [name, value === 'true']
  return [name, /^\d+$/.test(value) ? Number(value) : value]
}

function pemOf({ raw }: Certificate): string {
  const lines = raw.toString('base64').replace(/.{1,64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`
}

/** An option that a command cannot do without. Throws {@link CannotRun}. */
export function needed(value: string | undefined, option: string, what: string): string {
  if (value) return value
  throw new CannotRun(`${option} is missing: ${what}.`)
}

/** Our TLS towards the partner, and the password that it asks for. Throws {@link CannotRun}. */
export function lineFrom(values: { trust?: string[] | undefined; user?: string | undefined }) {
  const [, user, password] = /^([^:]+):(.*)$/s.exec(values.user ?? '') ?? []
  if (values.user !== undefined && user === undefined) throw new CannotRun('--user should be NAME:PASSWORD.')
  const trust = certificatesIn(values.trust ?? []).map(pemOf)
  return {
    ...(user !== undefined && password !== undefined && { basicAuth: { user, password } }),
    ...(trust.length > 0 && { tls: { trust, checkHostName: false } }),
  }
}
