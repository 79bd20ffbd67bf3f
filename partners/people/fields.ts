import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { longestPassword, shortestPassword } from './passwords.ts'

/** An e-mail address as people type it; kept in lower case, so that one address is one person. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('Enter an e-mail address such as ann@example.com.'))

export const nameField = z.string().trim().min(1, 'Enter a name.').max(120, 'Use at most 120 characters.')

export const passwordField = z
  .string()
  .min(shortestPassword, `Use at least ${shortestPassword} characters.`)
  .max(longestPassword, `Use at most ${longestPassword} characters.`)

/** The first message for each field, by its path: `lines.0.quantity`. */
function fieldErrors(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) fields[issue.path.join('.')] ??= issue.message
  return fields
}

/** Reads what a person or program gave; an `invalid-input` error names the fields that are wrong. */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  throw new ApplicationError('invalid-input', 'Some of what was entered is not right.', fieldErrors(read.error))
}
