import { ApplicationError } from '../../../db/application-error.ts'

/** The refusal of an input with these wrong fields. */
export function wrongFields(fields: Record<string, string>): ApplicationError {
  const named = Object.entries(fields)
  const [first] = named
  const detail =
    named.length === 1
      ? `${first![0]}: ${first![1]}`
      : `${named.length} fields are wrong: ${named.map(([name]) => name).join(', ')}.`
  return new ApplicationError('invalid-input', detail, fields)
}
