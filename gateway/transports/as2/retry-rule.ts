import type { Delivery } from '../contract.ts'
import type { As2Settings } from './settings.ts'

/** A delivery with what was agreed with the partner: how failures are tried again, and by when a receipt has to come that comes later. */
export function underAgreement(delivery: Delivery, settings: As2Settings): Delivery {
  if (delivery.ok) {
    return delivery.confirmed ? delivery : { ...delivery, confirmWithinSeconds: settings.receiptOverdueMinutes * 60 }
  }
  const retryRule = {
    attempts: settings.retryAttempts,
    firstPauseSeconds: settings.retryFirstPauseSeconds,
    longestPauseSeconds: settings.retryLongestPauseSeconds,
  }
  return { ...delivery, retryRule }
}
