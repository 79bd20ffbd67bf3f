import { isIP } from 'node:net'
import { ImapFlow } from 'imapflow'
import { z } from 'zod'
import type { DeliveryFailure } from '../../transports/contract.ts'
import { readAddresses } from '../../transports/email/addresses.ts'
import type { Mailbox } from '../../transports/email/mailbox.ts'
import { receiveMail } from '../../transports/email/receive.ts'
import { CannotJudge } from '../../transports/email/rules.ts'
import { accessTokenOf, forgetToken } from '../../transports/oauth.ts'
import { allowedAddress } from '../../transports/public-socket.ts'
import type { FileProblem } from '../../transports/remote-files/take.ts'
import { failureOfImap } from '../imap-failures.ts'
import { type ImapSettings, imapSettings } from '../imap-settings.ts'
import { incomplete, type Look, type LookDeps, type Place } from '../look.ts'

/** The last mail that was taken. Uids only grow, as long as the folder's validity stays the same (RFC 3501, 2.3.1.1). */
const imapMemory = z.object({ validity: z.string(), uid: z.int() })

/** Takes the mails that have come since the last look, oldest first. Each is in the journal before anything happens to it in the mailbox. */
export async function lookIntoImap(place: Place, deps: LookDeps): Promise<Look> {
  const parsed = imapSettings.safeParse(place.settings)
  if (!parsed.success) return incomplete(parsed.error, place.memory)
  const visit: Visit = { place, deps, settings: parsed.data, received: 0, problems: [], memory: place.memory }
  let client: ImapFlow | undefined
  try {
    client = await signIn(parsed.data, deps)
    await takeAll(client, visit)
    const { received, problems, memory } = visit
    return { ok: true, received, problems, memory }
  } catch (error) {
    if (visit.rejected && !(visit.rejected.error instanceof CannotJudge)) throw visit.rejected.error
    // What was taken by then is remembered: the next look goes on behind it.
    return { ok: false, failure: failureOf(error), memory: visit.memory }
  } finally {
    client?.close()
  }
}

interface Visit {
  place: Place
  deps: LookDeps
  settings: ImapSettings
  received: number
  problems: FileProblem[]
  memory: unknown
  /** What the journal rejected, as against what the server did. */
  rejected?: { error: unknown }
}

/** There is no token to sign in with. */
class NoToken extends Error {
  readonly failure: DeliveryFailure

  constructor(failure: DeliveryFailure) {
    super(failure.detail)
    this.failure = failure
  }
}

function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof NoToken) return error.failure
  return error instanceof CannotJudge ? { code: 'name-not-found', detail: error.message } : failureOfImap(error)
}

/** Connects. A token that was given earlier and is refused now is asked for anew, once. */
async function signIn(settings: ImapSettings, deps: LookDeps, again = false): Promise<ImapFlow> {
  const { oauth } = settings
  if (!oauth) return await connect(settings, deps)
  const token = await accessTokenOf(oauth, deps)
  if (!token.ok) throw new NoToken(token.failure)
  try {
    return await connect({ ...settings, accessToken: token.accessToken }, deps)
  } catch (error) {
    if (failureOf(error).code !== 'authentication-failed') throw error
    forgetToken(oauth)
    if (!token.remembered || again) throw error
    return await signIn(settings, deps, true)
  }
}

async function connect(settings: ImapSettings, deps: LookDeps): Promise<ImapFlow> {
  const { host, port, username: user, password, accessToken, tls, certificateAuthority } = settings
  const patience = settings.timeoutSeconds * 1000
  const client = new ImapFlow({
    host: await allowedAddress(host, deps),
    port,
    secure: tls === 'implicit',
    ...(tls === 'implicit' ? {} : { doSTARTTLS: tls === 'starttls' }),
    ...(isIP(host) ? {} : { servername: host }),
    tls: { ...(certificateAuthority && { ca: certificateAuthority }) },
    auth: { user, ...(accessToken ? { accessToken } : { pass: password ?? '' }) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
  })
  // What is under way gets the error itself; without a listener it would end the process too.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function takeAll(client: ImapFlow, visit: Visit): Promise<void> {
  const { settings } = visit
  const box = await client.mailboxOpen(settings.folder)
  const validity = String(box.uidValidity)
  const known = imapMemory.safeParse(visit.memory).data
  const after = known?.validity === validity ? known.uid : 0
  const wanted = { uid: `${after + 1}:*`, ...(settings.onlyUnseen && { seen: false }) }
  const found = (await client.search(wanted, { uid: true })) || []
  // `*` is the last mail even where its uid is below the range's beginning (RFC 3501, 6.4.8).
  const uids = found.filter(uid => uid > after).toSorted((a, b) => a - b)
  for (const uid of uids.slice(0, settings.mailsAtOnce)) {
    await takeOne(client, visit, uid)
    visit.memory = { validity, uid }
  }
}

async function takeOne(client: ImapFlow, visit: Visit, uid: number): Promise<void> {
  const { settings, problems } = visit
  const path = `${settings.folder}/${uid}`
  const { size = 0 } = (await client.fetchOne(String(uid), { size: true }, { uid: true })) || {}
  if (size > settings.largestMail) {
    const detail = `The mail has ${size} bytes; the largest taken has ${settings.largestMail}.`
    problems.push({ path, failure: { code: 'too-large', detail } })
    return
  }
  const mail = await client.fetchOne(String(uid), { source: true, internalDate: true }, { uid: true })
  const source = mail ? mail.source : undefined
  if (!source) return
  const arrived = mail ? mail.internalDate : undefined
  await hand(visit, source, arrived === undefined ? undefined : new Date(arrived))
  await putAway(client, settings, uid)
}

async function hand(visit: Visit, raw: Buffer, arrived: Date | undefined): Promise<void> {
  const { place, deps, settings } = visit
  const { retailerId, partnershipId } = place
  const { envelopeFrom, recipients } = readAddresses(raw)
  const found: { address: string; mailbox: Mailbox }[] = []
  for (const address of recipients) {
    const mailbox = await deps.mail.findMailbox(address)
    if (mailbox?.retailerId === retailerId) found.push({ address, mailbox })
  }
  const own = { retailerId, purpose: settings.purpose, ...(partnershipId && { partnershipId }) }
  if (found.length === 0) found.push({ address: settings.username.toLowerCase(), mailbox: own })
  try {
    const receptions = await receiveMail(
      { raw, ...(envelopeFrom !== undefined && { envelopeFrom }), recipients: found },
      patient(deps, arrived),
    )
    visit.received += receptions.filter(reception => !reception.repeated).length
  } catch (error) {
    visit.rejected = { error }
    throw error
  }
}

/** How long the mails behind one wait for DNS to say who it is from. */
const longestWait = 24 * 3_600_000

/** A mail that could not be judged for a day goes to a person, so that it does not hold up the mailbox for ever. */
function patient({ mail, now }: LookDeps, arrived: Date | undefined): LookDeps['mail'] {
  const { judge } = mail
  if (!judge || !arrived || now().getTime() - arrived.getTime() < longestWait) return mail
  return {
    ...mail,
    judge: (origin, rules) =>
      judge(origin, rules).catch((error: unknown) => {
        if (error instanceof CannotJudge) return { refused: error.message }
        throw error
      }),
  }
}

async function putAway(client: ImapFlow, { after }: ImapSettings, uid: number): Promise<void> {
  const range = String(uid)
  const byUid = { uid: true }
  if (after.do === 'mark-seen') await client.messageFlagsAdd(range, ['\\Seen'], byUid)
  if (after.do === 'delete') await client.messageDelete(range, byUid)
  if (after.do === 'move') await client.messageMove(range, after.folder, byUid)
}
