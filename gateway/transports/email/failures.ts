import { addressNotAllowed } from '../address.ts'
import type { DeliveryFailure, DeliveryFailureCode } from '../contract.ts'

/** What a mail client's error carries, as far as it is read here. */
interface MailError extends Error {
  code?: string
  /** The system's own code, where the client has put its own in `code`. */
  originalCode?: string
  responseCode?: number
}

/**
 * The delivery failure that an error of the SMTP client stands for: the server's answer first (RFC 5321, 4.2.1: 4yz asks to come back, 5yz
 * refuses), then what became of the connection. An error that is neither is thrown again, since it is a bug.
 */
export function failureOf(error: unknown): DeliveryFailure {
  if (!(error instanceof Error)) throw error
  const code = byAnswer(error) ?? byConnection(error)
  if (!code) throw error
  return { code, detail: error.message.slice(0, 1000) }
}

function byAnswer({ code, responseCode, message }: MailError): DeliveryFailureCode | undefined {
  if (code === 'EMESSAGE' && responseCode === undefined && message.includes('size larger')) return 'too-large'
  if (responseCode === undefined) return undefined
  // 454 is a TLS or sign-in service that is down for a while (RFC 4954, 4.7.12); 503 says that the session, not the mail, went wrong.
  if (responseCode < 500 || responseCode === 503) return code === 'ETLS' ? 'tls-failed' : 'partner-busy'
  if (code === 'ETLS') return 'tls-failed'
  // 552 is also a full mailbox (5.2.2), which a later attempt may find emptied.
  if (responseCode === 552 || responseCode === 523) return /5\.2\.2/.test(message) ? 'partner-busy' : 'too-large'
  if (code === 'EAUTH' || [530, 534, 535, 538].includes(responseCode)) return 'authentication-failed'
  return 'partner-refused'
}

const bySystemCode: Record<string, DeliveryFailureCode> = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  EHOSTDOWN: 'connection-refused',
  EADDRNOTAVAIL: 'connection-refused',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  [addressNotAllowed]: 'address-not-allowed',
}

const byClientCode: Record<string, DeliveryFailureCode> = {
  EDNS: 'name-not-found',
  ETIMEDOUT: 'timeout',
  ETLS: 'tls-failed',
  EREQUIRETLS: 'tls-failed',
  ECONNECTION: 'connection-lost',
  EPROTOCOL: 'connection-lost',
  EAUTH: 'settings-incomplete',
  ENOAUTH: 'settings-incomplete',
  EENVELOPE: 'settings-incomplete',
  ECONFIG: 'settings-incomplete',
}

/** Codes of certificates and handshakes: OpenSSL's own, and those of Node's checks. */
const tlsCode = /^ERR_(TLS|SSL|OSSL)_|CERT|SELF_SIGNED|UNABLE_TO_|EPROTO$/

function byConnection({ code = '', originalCode = '' }: MailError): DeliveryFailureCode | undefined {
  if (tlsCode.test(originalCode) || tlsCode.test(code)) return 'tls-failed'
  const found = bySystemCode[originalCode] ?? bySystemCode[code] ?? byClientCode[code]
  return found ?? (code === 'ESOCKET' ? 'connection-lost' : undefined)
}
