import type { DeliveryFailureCode } from '../transports/contract.ts'
import type { CallOutcome } from './call.ts'

const [minute, hour] = [60, 3600]

/** Seconds to wait after the first failed call, the second, and so on (Standard Webhooks, "Deliverability and reliability"): 75 hours and 35 minutes in all. */
const pauses = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]

/** Nothing has arrived for so many hours: the endpoint is paused. */
export const hoursUntilPause = 72

/** The receiver was not there, or could not work: when it answers one call well, it will answer those that waited. What it refused itself may be one event that it cannot take. */
const outages: readonly DeliveryFailureCode[] = [
  'connection-refused',
  'connection-lost',
  'name-not-found',
  'timeout',
  'tls-failed',
  'partner-busy',
]

/** A receiver that was away for so long has what waited for it told as soon as it is back. */
const secondsOfOutage = minute

/** The failures whose calls are made anew as soon as another call has arrived; none where nothing was wrong for long. */
export function madeAnew(failingSince: Date, now: Date): readonly DeliveryFailureCode[] {
  return now.getTime() - failingSince.getTime() < secondsOfOutage * 1000 ? [] : outages
}

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
  if (pause === undefined || !failure) return undefined
  const asked = Number(answer?.headers['retry-after'])
  const spread = pause * (1 + random / 5)
  return Number.isFinite(asked) ? Math.min(Math.max(spread, asked), 24 * hour) : spread
}

/** Whether an endpoint is to be paused after a failed call: it may not be called, it has asked for no more (410), or nothing has arrived for days. */
export function reasonToPause(outcome: CallOutcome, failingSince: Date, now: Date): string | undefined {
  if (outcome.failure?.code === 'address-not-allowed')
    return 'The hub may not call it: its address, or one that it redirects to, lies in a private range.'
  if (outcome.answer?.status === 410) return 'It answers that it is gone (HTTP 410).'
  if (now.getTime() - failingSince.getTime() < hoursUntilPause * hour * 1000) return undefined
  return `Nothing has arrived there for ${hoursUntilPause / 24} days.`
}
