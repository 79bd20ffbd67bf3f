import type { z } from 'zod'
import { activeChannel } from '../../partners/channels/channel.ts'
import type { DeliveryFailure, DeliveryFailureCode } from '../transports/contract.ts'
import { deliveryFailures } from '../transports/contract.ts'
import { testEmail } from '../transports/email/send.ts'
import { emailSettings } from '../transports/email/settings.ts'
import { visitFtp } from '../transports/ftp/client.ts'
import { ftpSettings } from '../transports/ftp/settings.ts'
import type { RemoteFiles } from '../transports/remote-files/remote-files.ts'
import { showHostKey, visit } from '../transports/sftp/client.ts'
import { clientSettings } from '../transports/sftp/settings.ts'
import { testAs2Channel } from './as2-connection.ts'
import type { DoorContext } from './door.ts'
import { storedRefreshTokens } from './refresh-tokens.ts'

/** One step of a connection test. */
interface Step {
  title: string
  outcome: 'passed' | 'failed' | 'skipped'
  /** What was seen and, where it failed, what to do about it. */
  says: string
  /** The fingerprint that a server showed and nobody has confirmed yet. */
  hostKey?: string
}

/** A connection tried as it is set up now. Nothing is sent over it but for AS2, whose test document holds nothing. */
export interface ChannelTest {
  passed: boolean
  steps: Step[]
}

type Reach = Pick<DoorContext, 'hub' | 'box' | 'allowPrivateAddresses'>

/** How the connection of each transport is tried. A new transport's test is a line here. */
const tests: Partial<Record<string, (settings: Record<string, unknown>, reach: Reach) => Promise<Step[] | undefined>>> =
  {
    sftp: testSftp,
    ftp: testFtp,
    email: testMail,
  }

/** Tries a partnership's connection and says of each step how it went. Undefined where there is none that could be tried. */
export async function testChannel(
  context: Pick<DoorContext, 'hub' | 'box' | 'allowPrivateAddresses'>,
  partnership: { retailerId: string; partnershipId: string },
): Promise<ChannelTest | undefined> {
  const { hub, box } = context
  const channel = await activeChannel(hub.orm, box, partnership.retailerId, partnership.partnershipId)
  if (channel?.transport === 'as2') return await testAs2Channel(context, partnership)
  const steps = channel && (await tests[channel.transport]?.(channel.transportSettings, context))
  return steps && { passed: steps.every(({ outcome }) => outcome !== 'failed'), steps }
}

const passed = (title: string, says: string): Step => ({ title, outcome: 'passed', says })
const failed = (title: string, says: string): Step => ({ title, outcome: 'failed', says })

function settingsStep(error: z.ZodError): Step {
  return failed('Settings', error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; '))
}

/** The steps of every connection, in order, and at which of them a failure stands. */
const ladder = ['Address', 'Connection', 'Encryption', 'Sign-in'] as const
const stepOf: Partial<Record<DeliveryFailureCode, number>> = {
  'name-not-found': 0,
  'address-not-allowed': 0,
  'connection-refused': 1,
  timeout: 1,
  'connection-lost': 1,
  'tls-failed': 2,
  'authentication-failed': 3,
}

/** What was passed up to a failure, and the failure. */
function stopped({ code, detail }: DeliveryFailure, last: string): Step[] {
  const at = stepOf[code] ?? ladder.length
  const before = ladder.slice(0, at).map(title => passed(title, 'Nothing was found wrong with it.'))
  return [...before, failed(ladder[at] ?? last, `${deliveryFailures[code].says} ${detail}`)]
}

async function testSftp(settings: Record<string, unknown>, reach: Reach): Promise<Step[] | undefined> {
  if (settings.mode === 'host') return undefined
  const parsed = clientSettings.safeParse(settings)
  if (!parsed.success) return [settingsStep(parsed.error), ...(await hostKeyStep(settings, reach))]
  const { put, poll } = parsed.data
  const visited = await visit(parsed.data, reach, remote => lookAt(remote, [put.folder, poll?.folder]))
  if (!visited.ok) return stopped(visited.failure, 'Folders')
  return [...ladder.map(title => passed(title, sftpWords(title, visited.hostKey))), ...visited.value]
}

const sftpWords = (title: string, hostKey: string) =>
  title === 'Encryption' ? `The server’s host key is the one that was confirmed: ${hostKey}.` : 'It works.'

/** Before anybody has confirmed a host key, what the server shows: for a person to compare with what the partner says. */
async function hostKeyStep(settings: Record<string, unknown>, reach: Reach): Promise<Step[]> {
  const where = clientSettings.shape
  const host = where.host.safeParse(settings.host)
  if (!host.success || Array.isArray(settings.hostKeys)) return []
  const at = {
    host: host.data,
    port: where.port.safeParse(settings.port).data ?? 22,
    algorithms: where.algorithms.safeParse(settings.algorithms).data ?? 'modern',
    timeoutSeconds: 30,
  }
  const shown = await showHostKey(at, reach)
  if (!shown.ok) return stopped(shown.failure, 'Host key')
  const says = `The server shows ${shown.fingerprint}. Ask the partner whether that is its key, then enter it among the host keys: nothing is sent before.`
  return [{ title: 'Host key', outcome: 'skipped', says, hostKey: shown.fingerprint }]
}

async function testFtp(settings: Record<string, unknown>, reach: Reach): Promise<Step[]> {
  const parsed = ftpSettings.safeParse(settings)
  if (!parsed.success) return [settingsStep(parsed.error)]
  const { put, poll } = parsed.data
  const visited = await visitFtp(parsed.data, reach, remote => lookAt(remote, [put.folder, poll?.folder]))
  if (!visited.ok) return stopped(visited.failure, 'Folders')
  const encryption = visited.tls ?? 'None: name, password and files go in the clear.'
  return [...ladder.map(title => passed(title, title === 'Encryption' ? encryption : 'It works.')), ...visited.value]
}

/** Lists the folders that are put to and polled; the first that cannot be listed ends the visit with its failure. */
async function lookAt(remote: RemoteFiles, folders: readonly (string | undefined)[]): Promise<Step[]> {
  const steps: Step[] = []
  for (const folder of new Set(folders.filter(one => one !== undefined))) {
    const entries = await remote.list(folder)
    steps.push(passed(`Folder ${folder}`, `It can be listed and holds ${entries.length} entries.`))
  }
  return steps
}

async function testMail(settings: Record<string, unknown>, reach: Reach): Promise<Step[]> {
  const parsed = emailSettings.safeParse(settings)
  if (!parsed.success) return [settingsStep(parsed.error)]
  const failure = await testEmail(parsed.data, {
    now: () => new Date(),
    allowPrivateAddresses: reach.allowPrivateAddresses,
    refreshTokens: storedRefreshTokens(reach),
  })
  if (failure) return stopped(failure, 'Mail server')
  return ladder.map(title =>
    passed(title, title === 'Encryption' && parsed.data.tls === 'none' ? 'None, as it is set.' : 'It works.'),
  )
}
