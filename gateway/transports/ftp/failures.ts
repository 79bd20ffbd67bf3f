import { FTPError } from 'basic-ftp'
import { addressNotAllowed } from '../address.ts'
import type { DeliveryFailure, DeliveryFailureCode } from '../contract.ts'

const bySystemCode: Record<string, DeliveryFailureCode> = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  [addressNotAllowed]: 'address-not-allowed',
}

/** Codes of certificates and handshakes: OpenSSL's own, and those of Node's checks. */
const tlsCode = /^ERR_(TLS|SSL|OSSL)_|CERT|SELF_SIGNED|UNABLE_TO_|EPROTO$/

/** Names what an error of the FTP client means for a delivery: the server's answer by its code (RFC 959, 4.2), then what became of the connection. */
export function failureOf(error: unknown): DeliveryFailure {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 1000)
  return { code: error instanceof FTPError ? byAnswer(error.code) : byConnection(error), detail }
}

function byAnswer(code: number): DeliveryFailureCode {
  if (code === 430 || code === 530 || code === 532) return 'authentication-failed'
  if (code === 431 || code === 534 || code === 535 || code === 522) return 'tls-failed'
  if (code === 552) return 'too-large'
  // RFC 959: 4yz is a transient refusal, 5yz a permanent one. 421 closes the connection, 425 and 426 are the data connection's.
  if (code === 425 || code === 426) return 'connection-lost'
  return code < 500 ? 'partner-busy' : 'partner-refused'
}

function byConnection(error: unknown): DeliveryFailureCode {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : ''
  if (tlsCode.test(code)) return 'tls-failed'
  return bySystemCode[code] ?? (/^Timeout/i.test(message) ? 'timeout' : 'connection-lost')
}
