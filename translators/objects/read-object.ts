import type { z } from 'zod'
import { fieldProblems } from './field-problems.ts'
import { type Idle, withoutIdle } from './idle-fields.ts'
import { unstorableFields } from './storable.ts'
import { unknownFields, unknownHere } from './unknown-fields.ts'

/** An object as its schema has it, or by field what is wrong with it. */
export type ObjectReading<Value> = { ok: true; value: Value } | { ok: false; problems: Record<string, string> }

/**
 * Holds an object from outside, such as a body in JSON, against its schema. Null for what may be left out is taken as left out; what the schema does not
 * know is wrong, but for the names that are passed over; so is text that no database can keep.
 */
export function readObject<Value>(schema: z.ZodType<Value>, given: unknown, idle: Idle): ObjectReading<Value> {
  let [came, read] = [given, schema.safeParse(given)]
  if (!read.success) {
    const spare = withoutIdle(given, read.error, idle)
    if (spare !== undefined) [came, read] = [spare, schema.safeParse(spare)]
  }
  const problems = read.success
    ? { ...unknownFields(schema, came, read.data, idle.passedOver), ...unstorableFields(read.data) }
    : fieldProblems(read.error, came, name => unknownHere(schema, name))
  return read.success && Object.keys(problems).length === 0 ? { ok: true, value: read.data } : { ok: false, problems }
}
