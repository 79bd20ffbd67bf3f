import type { partnershipStatuses } from '../../db/schema/index.ts'
import type { TestedKind } from '../../partners/onboarding/progress.ts'

/** What a partner goes through before it goes live, in this order. */
export const stepNames = ['identity', 'channel', 'certificates', 'map', 'tests', 'certification', 'live'] as const
export type StepName = (typeof stepNames)[number]

/** Why a step is not done yet. `detail` says which. */
export type Missing =
  | { reason: 'no-channel' | 'not-tried' | 'connection-failed' | 'nobody-invited' }
  | { reason: 'settings-incomplete'; detail: string }
  | { reason: 'no-key-of-ours' | 'no-certificate-of-theirs' }
  | { reason: 'no-test-order' | 'test-not-delivered' | 'test-not-written' | 'test-refused' }
  | { reason: 'answer-missing' | 'answer-wrong'; detail: TestedKind }
  | { reason: 'steps-before' | 'not-certified' | 'not-live' | 'paused' | 'ended' }

/** `optional`: nothing of it is needed, something may be done. `not-needed`: this channel has none of it. */
export interface OnboardingStep {
  name: StepName
  state: 'done' | 'next' | 'missing' | 'optional' | 'not-needed'
  missing: Missing[]
}

/** How the test of one kind of answer stands. */
export interface AnswerState {
  kind: TestedKind
  state: 'missing' | 'wrong' | 'good'
}

/** What is known of a partner's way in, as far as it decides the steps. */
export interface OnboardingFacts {
  status: (typeof partnershipStatuses)[number]
  /** `tried`: whether this kind of channel has a connection that goes out from here and can be tried. */
  channel:
    | {
        transport: string
        format: string
        problems: readonly string[]
        tried: boolean
        connection: { passed: boolean } | undefined
      }
    | undefined
  /** People at the supplier who may sign in. */
  people: number
  certificates: { ours: boolean; theirs: boolean; needed: boolean }
  publishedMaps: number
  /** The last test order; undefined where none was sent. */
  test:
    | {
        order: 'waiting' | 'not-written' | 'not-delivered' | 'delivered' | 'confirmed' | 'refused'
        answers: readonly AnswerState[]
      }
    | undefined
  certified: boolean
}

/** Suppliers that work in the portal, or fetch by the API from the same orders, see real orders only. */
const withoutTests: ReadonlySet<string> = new Set(['portal', 'rest'])

/** The steps of a partner and what each still lacks. Exactly one is `next` until all are done: the first that lacks something. */
export function onboardingSteps(facts: OnboardingFacts): OnboardingStep[] {
  const before: Record<Exclude<StepName, 'certification' | 'live'>, OnboardingStep> = {
    identity: step('identity', []),
    channel: step('channel', channelMissing(facts)),
    certificates: facts.certificates.needed
      ? step('certificates', certificatesMissing(facts))
      : { ...step('certificates', []), state: 'not-needed' },
    map: { ...step('map', []), state: facts.publishedMaps > 0 ? 'done' : usesMaps(facts) ? 'optional' : 'not-needed' },
    tests:
      facts.channel && withoutTests.has(facts.channel.transport)
        ? { ...step('tests', []), state: 'not-needed' }
        : step('tests', testsMissing(facts)),
  }
  const open = Object.values(before).some(one => one.state === 'missing')
  const done = ['live', 'paused', 'ended'].includes(facts.status)
  const certified = facts.certified || facts.status === 'certified' || done
  const steps = [
    ...Object.values(before),
    step('certification', certified ? [] : [{ reason: open ? 'steps-before' : 'not-certified' }]),
    step('live', liveMissing(facts, certified)),
  ]
  const next = steps.find(one => one.state === 'missing')
  return steps.map(one => (one === next ? { ...one, state: 'next' } : one))
}

/** What keeps a partner from being certified: everything that the steps before lack. */
export function certificationLacks(steps: readonly OnboardingStep[]): Missing[] {
  return steps.filter(({ name }) => name !== 'certification' && name !== 'live').flatMap(({ missing }) => missing)
}

function step(name: StepName, missing: Missing[]): OnboardingStep {
  return { name, state: missing.length === 0 ? 'done' : 'missing', missing }
}

function channelMissing({ channel, people }: OnboardingFacts): Missing[] {
  if (!channel) return [{ reason: 'no-channel' }]
  if (channel.problems.length > 0) return channel.problems.map(detail => ({ reason: 'settings-incomplete', detail }))
  if (channel.transport === 'portal' && people === 0) return [{ reason: 'nobody-invited' }]
  if (!channel.tried || channel.connection?.passed) return []
  return [{ reason: channel.connection ? 'connection-failed' : 'not-tried' }]
}

function certificatesMissing({ certificates: { ours, theirs } }: OnboardingFacts): Missing[] {
  const missing: Missing[] = []
  if (!ours) missing.push({ reason: 'no-key-of-ours' })
  if (!theirs) missing.push({ reason: 'no-certificate-of-theirs' })
  return missing
}

const usesMaps = ({ channel }: OnboardingFacts) =>
  channel === undefined || ['x12', 'csv', 'xlsx'].includes(channel.format)

const orderMissing = {
  waiting: 'test-not-delivered',
  'not-written': 'test-not-written',
  'not-delivered': 'test-not-delivered',
  delivered: undefined,
  confirmed: undefined,
  refused: 'test-refused',
} as const

function testsMissing({ test }: OnboardingFacts): Missing[] {
  if (!test) return [{ reason: 'no-test-order' }]
  const reason = orderMissing[test.order]
  const answers = test.answers
    .filter(({ state }) => state !== 'good')
    .map(({ kind, state }) => ({
      reason: state === 'wrong' ? ('answer-wrong' as const) : ('answer-missing' as const),
      detail: kind,
    }))
  return reason ? [{ reason }, ...answers] : answers
}

function liveMissing({ status }: OnboardingFacts, certified: boolean): Missing[] {
  if (status === 'live') return []
  if (status === 'paused' || status === 'ended') return [{ reason: status }]
  return [{ reason: certified ? 'not-live' : 'steps-before' }]
}
