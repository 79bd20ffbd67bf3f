import type { PortalContext, PortalDeps } from '../deps.ts'

/** Whoever asks, as the network knows them: what the process says, or the other end of the connection; `unknown` where neither is there. */
export function clientAddress(c: PortalContext, deps: Pick<PortalDeps, 'clientAddress'>): string {
  if (deps.clientAddress) return deps.clientAddress(c)
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress ?? 'unknown'
}
