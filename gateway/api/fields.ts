import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'

/** A row by its id. */
export const idParams = z.object({ id: z.uuid().describe('As lists and answers give it.') })

/** The same, of things that people know by a number: whoever sends that is told where it is looked up. */
export function foundByNumber(list: string) {
  const error = `expected an id such as 01890f3e-7c1a-7000-8000-4b5d1c2a9e10: GET /${list}?number=… finds it by its number`
  return z.object({ id: z.uuid({ error }).describe(`As \`GET /${list}?number=…\` gives it for a number.`) })
}

/** A moment in an answer. */
export const moment = z.iso.datetime().describe('ISO 8601 in UTC.')

/** A decimal in an answer: text, so that no program rounds it. */
export const amount = z
  .string()
  .describe('A decimal number as text, to be compared as a number: zeros at its end mean nothing (0, 0.00).')

/** A day in an answer. */
export const day = z.iso.date()

/** A moment in a filter. Years that PostgreSQL does not know are refused. */
export const momentFilter = z.iso
  .datetime({ offset: true })
  .refine(isStorableMoment, 'expected a moment in the years 1 to 9999')

/** Whether a moment, told with any offset, lies in years that are written with four digits. */
export function isStorableMoment(text: string): boolean {
  const time = new Date(text).getTime()
  return time >= Date.UTC(1, 0, 1) - yearsBefore1 && time < Date.UTC(10_000, 0, 1)
}

/** `Date.UTC` takes the year 1 for 1901. */
const yearsBefore1 = Date.UTC(1, 0, 1) - new Date('0001-01-01T00:00:00Z').getTime()

/** The row, or `not-found`. */
export function found<Row>(row: Row | undefined, what: string): Row {
  if (row === undefined) throw new ApplicationError('not-found', `There is no such ${what}.`)
  return row
}

/** A member that is there and undefined would hide the one before it. */
export const defined = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>
  }
