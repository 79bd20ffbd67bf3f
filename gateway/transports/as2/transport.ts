import type { Transport } from '../contract.ts'
import type { As2SendDeps } from './ports.ts'
import { sendAs2 } from './send.ts'
import { type As2Settings, as2Settings } from './settings.ts'

/** AS2 as the registry of transports takes it. */
export function as2Transport(deps: As2SendDeps): Transport<As2Settings> {
  return {
    name: 'as2',
    settings: as2Settings,
    send: (message, settings) => sendAs2(message, settings, deps),
  }
}
