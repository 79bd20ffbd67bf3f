import { addressNotAllowed } from '../transports/address.ts'
import type { DeliveryFailure, DeliveryFailureCode } from '../transports/contract.ts'

const bySystemCode: Record<string, DeliveryFailureCode> = {
  [addressNotAllowed]: 'address-not-allowed',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ETIMEDOUT: 'timeout',
  CONNECT_TIMEOUT: 'timeout',
  GREETING_TIMEOUT: 'timeout',
  UPGRADE_TIMEOUT: 'timeout',
}

const tlsCode = /^ERR_(TLS|SSL|OSSL)_|CERT|SELF_SIGNED|UNABLE_TO_|EPROTO$/

/** Response codes of a server that is down for a while (RFC 5530, 3). */
const forAWhile = /^(UNAVAILABLE|INUSE|LIMIT|OVERQUOTA|SERVERBUG|CONTACTADMIN)$/

/** Names what an error of the IMAP client means: what the server answered first, then what became of the connection. */
export function failureOfImap(error: unknown): DeliveryFailure {
  const text = (key: string): string => {
    const value: unknown = error instanceof Error ? Reflect.get(error, key) : undefined
    return typeof value === 'string' ? value : ''
  }
  const flag = (key: string) => error instanceof Error && Reflect.get(error, key) === true
  const detail = (text('responseText') || text('message') || String(error)).slice(0, 1000)
  const answered = text('serverResponseCode').toUpperCase()
  const code = text('code')
  if (forAWhile.test(answered)) return { code: 'partner-busy', detail }
  if (flag('authenticationFailed')) return { code: 'authentication-failed', detail }
  if (flag('tlsFailed') || tlsCode.test(code)) return { code: 'tls-failed', detail }
  if (text('responseStatus')) return { code: 'partner-refused', detail }
  return { code: bySystemCode[code] ?? (/timeout/i.test(code) ? 'timeout' : 'connection-lost'), detail }
}
