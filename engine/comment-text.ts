import { ApplicationError } from '../db/application-error.ts'

/** Longer is not a comment. */
const mostCharacters = 2000

/** A comment as it is kept. Throws `invalid-input` for one that is empty or endless. */
export function commentText(comment: string): string {
  const text = comment.trim()
  const wrong = text === '' ? 'Please write something.' : text.length > mostCharacters ? 'This is too long.' : undefined
  if (wrong) throw new ApplicationError('invalid-input', wrong, { comment: wrong })
  return text
}
