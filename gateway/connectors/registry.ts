import type { Connector } from './contract.ts'
import { shopify } from './shopify/connector.ts'

/** Every kind of shop that the hub can talk to. A new one is a folder here and a line. */
export const connectors = { shopify } as const satisfies Record<string, Connector>

export type ConnectorName = keyof typeof connectors

/** A connector by the name that is stored; undefined for one that this version does not have. */
export function connectorNamed(name: string): Connector | undefined {
  return Object.hasOwn(connectors, name) ? connectors[name as ConnectorName] : undefined
}
