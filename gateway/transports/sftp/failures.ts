import ssh2 from 'ssh2'
import { addressNotAllowed } from '../address.ts'
import type { DeliveryFailure, DeliveryFailureCode } from '../contract.ts'

const { STATUS_CODE } = ssh2.utils.sftp

/** The partner's server did not answer a request in time. */
export class NoAnswer extends Error {}

/** The partner's server showed a host key that nobody has confirmed. */
export class UnknownHostKey extends Error {}

/** The partner's server broke off a file that it had begun to take: SFTP has no answer of its own for a full disk or a quota, so it says no more than that it failed. */
export class NotWritten extends Error {}

/** The partner's server let us in, but has no SFTP for us. */
export class NoSftp extends Error {}

/** Whether the error is SFTP's own answer that there is no such file. */
export function isNoSuchFile(error: unknown): boolean {
  return numericCode(error) === STATUS_CODE.NO_SUCH_FILE
}

/** Whether the error is SFTP's own answer that it did not work, and not why. */
export function isFailure(error: unknown): boolean {
  return numericCode(error) === STATUS_CODE.FAILURE
}

/**
 * Names what an error of ssh2's client means for a delivery: socket errors by their system code, handshake and sign-in errors by the
 * `level` that ssh2 gives them, SFTP answers by their status code.
 */
export function failureOf(error: unknown): DeliveryFailure {
  const detail = error instanceof Error ? error.message : String(error)
  return { code: codeOf(error), detail }
}

const systemCodes: Record<string, DeliveryFailureCode> = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  [addressNotAllowed]: 'address-not-allowed',
}

const levels: Record<string, DeliveryFailureCode> = {
  'client-authentication': 'authentication-failed',
  'client-timeout': 'timeout',
  'client-dns': 'name-not-found',
  handshake: 'tls-failed',
}

const answers: Record<number, DeliveryFailureCode> = {
  [STATUS_CODE.NO_SUCH_FILE]: 'partner-refused',
  [STATUS_CODE.PERMISSION_DENIED]: 'partner-refused',
  [STATUS_CODE.FAILURE]: 'partner-refused',
  [STATUS_CODE.BAD_MESSAGE]: 'partner-refused',
  [STATUS_CODE.OP_UNSUPPORTED]: 'partner-refused',
}

function codeOf(error: unknown): DeliveryFailureCode {
  if (error instanceof NoAnswer) return 'timeout'
  if (error instanceof UnknownHostKey) return 'tls-failed'
  if (error instanceof NotWritten) return 'partner-busy'
  if (error instanceof NoSftp) return 'partner-refused'
  const code = numericCode(error)
  if (code !== undefined) return answers[code] ?? 'connection-lost'
  return systemCodes[text(error, 'code')] ?? levels[text(error, 'level')] ?? 'connection-lost'
}

function numericCode(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

function text(error: unknown, key: 'code' | 'level'): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, key) : undefined
  return typeof value === 'string' ? value : ''
}
