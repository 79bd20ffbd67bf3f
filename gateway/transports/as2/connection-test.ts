import type { Delivery, DeliveryFailureCode } from '../contract.ts'
import type { As2Request, As2SendDeps, ReceiptCheck } from './ports.ts'
import { probeConnection, probeName, probeTls } from './probe.ts'
import { judgeArrived } from './receive-receipt.ts'
import { sendAs2 } from './send.ts'
import type { As2Settings } from './settings.ts'

/** What a connection test looks at, in this order. */
const stepWords = {
  settings: 'Settings',
  name: 'Address',
  connection: 'Connection',
  tls: 'TLS',
  answer: 'HTTP answer',
  receipt: 'Receipt (MDN)',
  signature: 'Signature of the receipt',
  disposition: 'Disposition',
  mic: 'Integrity (MIC)',
} as const
type StepName = keyof typeof stepWords
const stepNames = Object.keys(stepWords) as StepName[]

/** One step of a connection test. `skipped`: it was not come to, or does not apply, and `says` tells which. */
export interface ConnectionStep {
  name: StepName
  title: string
  outcome: 'passed' | 'failed' | 'skipped'
  /** What was seen and, where it failed, what to do about it. */
  says: string
}

/** A connection tried from end to end. */
export interface ConnectionTest {
  passed: boolean
  /** Message-ID of the document that was sent, if it came to that. */
  messageId?: string
  steps: ConnectionStep[]
}

/** The step at which a delivery stopped. */
const stepOf: Partial<Record<DeliveryFailureCode, StepName>> = {
  'settings-incomplete': 'settings',
  'address-not-allowed': 'name',
  'name-not-found': 'name',
  'connection-refused': 'connection',
  'tls-failed': 'tls',
  'receipt-missing': 'receipt',
  'receipt-negative': 'disposition',
  'receipt-differs': 'mic',
}

const advice: Partial<Record<DeliveryFailureCode, string>> = {
  'authentication-failed': 'Check user name, password and client certificate with the partner.',
  'partner-busy': 'The partner’s server is there and has a problem of its own: ask the partner, and try again.',
  'partner-refused': 'Check the path of the URL with the partner.',
  timeout: 'The partner’s firewall may know only the addresses that it was told of.',
  'connection-lost':
    'Something between us closed the line: a firewall, a proxy, or a port that speaks TLS (https) and was called without.',
  'receipt-missing':
    'The partner took the message and did not answer with a receipt: ask whether it answers on another way.',
  'receipt-negative':
    'The partner’s station answered, and could not process the message: its own words say why. Most often it has another certificate of ours, or other names.',
  'receipt-differs':
    'The partner computes its MIC otherwise or leaves it out, or the message was changed on the way: ask what it received. Where its product is known to do so, the settings can let it pass.',
  'receipt-invalid': 'Check that we hold the certificate with which the partner signs its receipts.',
}

/** The step that a receipt which is not taken fails at. */
const stepOfCheck: Record<ReceiptCheck, StepName> = {
  receipt: 'receipt',
  signature: 'signature',
  refusal: 'signature',
  disposition: 'disposition',
}

const adviceOnRefusal =
  'Stations answer without a signature when they do not know our name or certificate: compare names and certificates on both sides.'

/** What a test needs: to send, and to wait for a receipt that comes later, where somebody takes those. */
interface TestDeps extends As2SendDeps {
  /** The asynchronous receipt for the message with this id, or undefined when none has come in good time. */
  laterReceipt?(id: string): Promise<As2Request | undefined>
}

/**
 * Sends a small document over the real channel and says of each step how it went. What the partner or the network does is never thrown.
 * @param id becomes part of the Message-ID, so that the partner can find the message
 */
export async function testConnection(settings: As2Settings, id: string, deps: TestDeps): Promise<ConnectionTest> {
  const steps = await probe(settings, deps)
  if (steps.some(({ outcome }) => outcome === 'failed')) return finished(steps)
  let status: number | undefined
  let failedCheck: ReceiptCheck | undefined
  const message = testDocument(settings, id, deps.now())
  const onReceiptCheck = (failed: ReceiptCheck) => (failedCheck = failed)
  const answered = await sendAs2(message, settings, {
    ...deps,
    onAnswer: seen => (status = seen),
    onReceiptCheck,
  })
  const waits = answered.ok && !answered.confirmed && deps.laterReceipt
  const later = waits ? await waits(id) : undefined
  const { evidence } = answered.ok ? answered : {}
  const sent = { message, settings, ...(evidence && { evidence }) }
  const delivery = later ? await judgeArrived(later, sent, deps.now(), onReceiptCheck) : answered
  steps.push(...stepsOf(delivery, settings, { status, failedCheck, waited: waits !== false && waits !== undefined }))
  return { ...finished(steps), ...(delivery.ok && { messageId: delivery.reference }) }
}

function testDocument({ ourId, partnerId }: As2Settings, id: string, now: Date) {
  const text = `A test of the AS2 connection from ${ourId} to ${partnerId}, ${now.toISOString()}.\r\nIt holds no business document.\r\n`
  return {
    id,
    retailerId: '',
    partnershipId: '',
    fileName: 'as2-connection-test.txt',
    contentType: 'text/plain',
    subject: 'AS2 connection test',
    bytes: Buffer.from(text),
  }
}

const step = (name: StepName, outcome: ConnectionStep['outcome'], says: string): ConnectionStep => ({
  name,
  title: stepWords[name],
  outcome,
  says,
})

/** Everything up to the secure connection, looked at by itself, since the words of a failed request say little of it. */
async function probe(settings: As2Settings, deps: As2SendDeps): Promise<ConnectionStep[]> {
  if (!settings.url) return [step('settings', 'failed', 'The partner’s URL is missing.')]
  const url = new URL(settings.url)
  const name = await probeName(url, deps.allowPrivateAddresses)
  const named = step('name', name.ok ? 'passed' : 'failed', name.says)
  if (!name.ok) return [named]
  const connection = await probeConnection(url, name.value, settings.connectTimeoutSeconds)
  const connected = step('connection', connection.ok ? 'passed' : 'failed', connection.says)
  if (!connection.ok) return [named, connected]
  if (url.protocol === 'http:') {
    connection.value.destroy()
    const says = 'The URL is http: the line is not encrypted, only the message can be.'
    return [named, connected, step('tls', 'skipped', says)]
  }
  const tls = await probeTls(url, connection.value, settings)
  return [named, connected, step('tls', tls.ok ? 'passed' : 'failed', tls.says)]
}

/** What sending itself has shown: all steps before the one at which it stopped have passed. */
function stepsOf(
  delivery: Delivery,
  settings: As2Settings,
  seen: { status: number | undefined; failedCheck: ReceiptCheck | undefined; waited: boolean },
): ConnectionStep[] {
  const answer = `The server answered with HTTP ${seen.status}.`
  if (delivery.ok) {
    const { evidence = {} } = delivery
    return [
      step('answer', 'passed', answer),
      ...receiptSteps(settings, { confirmed: delivery.confirmed, waited: seen.waited }, evidence),
    ]
  }
  const { code, detail } = delivery.failure
  const failedAt = code === 'receipt-invalid' ? stepOfCheck[seen.failedCheck ?? 'receipt'] : (stepOf[code] ?? 'answer')
  const advised = seen.failedCheck === 'refusal' ? adviceOnRefusal : advice[code]
  const says = [`${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`, advised].filter(Boolean).join(' ')
  const before = stepNames.slice(stepNames.indexOf('answer'), Math.max(0, stepNames.indexOf(failedAt)))
  const passed = before.map(name => step(name, 'passed', name === 'answer' ? answer : (passedWords[name] ?? '')))
  return [...passed, step(failedAt, 'failed', says)]
}

const passedWords: Partial<Record<StepName, string>> = {
  receipt: 'A receipt for this message came back.',
  signature: 'Nothing was found wrong with it.',
  disposition: 'The partner says that it processed the message.',
}

function receiptSteps(
  settings: As2Settings,
  { confirmed, waited }: { confirmed: boolean; waited: boolean },
  evidence: Record<string, string>,
): ConnectionStep[] {
  if (settings.receipt === 'none') return [step('receipt', 'skipped', 'No receipt is asked for by these settings.')]
  if (!confirmed) {
    const says = waited
      ? `The receipt is to come to ${settings.receiptUrl}, and has not while this test waited: ask the partner whether its station reaches that address.`
      : `The receipt comes later, to ${settings.receiptUrl}; this test does not wait for it.`
    return [step('receipt', 'skipped', says)]
  }
  const { disposition = '', mic = '', micComparison, receiptSignedBy, receiptText = '' } = evidence
  const compared: Record<string, string> = {
    match: `The partner holds what we sent: ${mic}.`,
    missing: 'The receipt shows no MIC, and as it is not signed none is asked of it.',
    differs: `The receipt shows ${mic}, which is not ours; these settings let that pass.`,
  }
  return [
    step('receipt', 'passed', receiptText.replace(/\s+/g, ' ').slice(0, 300) || 'A receipt came back.'),
    receiptSignedBy
      ? step('signature', 'passed', `It holds under the certificate ${receiptSignedBy}.`)
      : step('signature', 'skipped', 'The receipt is not signed, and was not asked to be.'),
    step('disposition', 'passed', disposition),
    step('mic', micComparison === 'match' ? 'passed' : 'skipped', compared[micComparison ?? ''] ?? mic),
  ]
}

/** Steps in their order, those that were not come to among them. */
function finished(done: ConnectionStep[]): ConnectionTest {
  const failed = done.find(({ outcome }) => outcome === 'failed')
  const settings = step('settings', 'passed', 'They are complete.')
  const steps = stepNames.map(
    name =>
      done.find(one => one.name === name) ??
      (name === 'settings'
        ? settings
        : step(name, 'skipped', failed ? 'Not come to.' : 'It comes with the receipt, or not at all.')),
  )
  return { passed: !failed, steps }
}
