/** Every way in which a request of a person or program can be refused, with its HTTP status. A new one is a line here. */
export const applicationErrors = {
  'not-found': 404,
  'not-acceptable': 406,
  'not-allowed': 403,
  'not-signed-in': 401,
  'invalid-input': 422,
  conflict: 409,
  'wrong-state': 409,
  'changed-since': 412,
  'too-large': 413,
  'too-many-requests': 429,
  'unsupported-type': 415,
} as const

export type ApplicationErrorCode = keyof typeof applicationErrors

/** A refusal that whoever asked can do something about. `fields` names what is wrong with which field of the input. */
export class ApplicationError extends Error {
  readonly code: ApplicationErrorCode
  readonly fields: Record<string, string>

  constructor(code: ApplicationErrorCode, message: string, fields: Record<string, string> = {}) {
    super(message)
    this.name = 'ApplicationError'
    this.code = code
    this.fields = fields
  }

  get status(): number {
    return applicationErrors[this.code]
  }
}
