import { deliveryFailures } from '../transports/contract.ts'
import type { ConnectionStep } from './contract.ts'
import { findStorefront, openStorefront, type StorefrontContext } from './open.ts'

/** Tries what the hub will do with a shop, step by step, without changing anything; undefined where there is no such storefront. */
export async function tryStorefront(
  context: StorefrontContext,
  retailerId: string,
  id: string,
): Promise<{ passed: boolean; steps: ConnectionStep[] } | undefined> {
  const stored = await findStorefront(context, retailerId, id)
  if (!stored) return undefined
  const opened = openStorefront(context, stored.row)
  if ('failure' in opened) {
    const { code, detail } = opened.failure
    return {
      passed: false,
      steps: [{ title: 'The settings', outcome: 'failed', says: `${deliveryFailures[code].says} ${detail}` }],
    }
  }
  const steps = await opened.shop.test()
  return { passed: steps.every(({ outcome }) => outcome === 'passed'), steps }
}
