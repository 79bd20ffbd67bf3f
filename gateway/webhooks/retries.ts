import type { DeliveryFailureCode } from '../transports/contract.ts'
import type { CallOutcome } from './call.ts'

const [minute, hour] = [60, 3600]

/** Seconds to wait after the first failed call, the second, and so on (Standard Webhooks, "Deliverability and reliability"): 75 hours and 35 minutes in all. */
const pauses = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]

/** Nothing has arrived for so many hours: the endpoint is paused. */
export const hoursUntilPause = 72

/** Trying again changes nothing: the address itself is refused. Everything else a receiver may mend within days. */
const hopeless: readonly DeliveryFailureCode[] = ['address-not-allowed']

/**
 * In how many seconds a failed call is to be made again, or undefined when it is not.
 * @param attempts how many calls there were, this one included
 * @param random from 0 to 1: spreads the calls of many endpoints that failed at once over a fifth more time
 */
export function secondsUntilRetry(
  { failure, answer }: CallOutcome,
  attempts: number,
  random: number,
): number | undefined {
  const pause = pauses[attempts - 1]
  if (pause === undefined || !failure || hopeless.includes(failure.code)) return undefined
  const asked = Number(answer?.headers['retry-after'])
  const spread = pause * (1 + random / 5)
  return Number.isFinite(asked) ? Math.min(Math.max(spread, asked), 24 * hour) : spread
}

/** Whether an endpoint is to be paused after a failed call: it has asked for no more (410), or nothing has arrived for days. */
export function reasonToPause(outcome: CallOutcome, failingSince: Date, now: Date): string | undefined {
  if (outcome.answer?.status === 410) return 'It answers that it is gone (HTTP 410).'
  if (now.getTime() - failingSince.getTime() < hoursUntilPause * hour * 1000) return undefined
  return `Nothing has arrived there for ${hoursUntilPause / 24} days.`
}
