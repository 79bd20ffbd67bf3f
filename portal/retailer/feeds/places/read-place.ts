import type { CheckFeed, FeedKind } from '../../../../partners/feeds/feed-secrets.ts'
import { type FetchSchedule, fetchSchedule, usualSchedule } from '../../../../partners/feeds/schedule.ts'
import { readSchedule, scheduleValues } from '../../../shared/schedule/read-schedule.ts'
import type { FormValues } from '../../../ui/form-data.ts'
import { readFields, secretsIn, valuesOf } from '../../channels/forms/field.ts'
import { placeKinds } from './kinds.ts'

/** Before the names of settings in the form. */
export const settingPrefix = 't.'

interface StoredPlace {
  name: string
  kind: FeedKind
  settings: Record<string, unknown>
  schedule: Record<string, unknown>
}

/** A place as its form shows it; secrets are empty. */
export function placeValues(kind: FeedKind, stored?: StoredPlace): FormValues {
  const schedule = fetchSchedule.safeParse(stored?.schedule).data ?? usualSchedule
  return {
    name: stored?.name ?? '',
    ...scheduleValues(schedule),
    ...valuesOf(placeKinds[kind].groups, stored?.settings ?? {}, settingPrefix),
  }
}

/** The form without what must not go back to the page. */
export function withoutSecrets(kind: FeedKind, values: FormValues): FormValues {
  const secret = new Set(secretsIn(placeKinds[kind].groups).map(name => settingPrefix + name))
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secret.has(name)))
}

interface ReadPlace {
  name: string
  settings: Record<string, unknown>
  secrets: Record<string, unknown>
  schedule: FetchSchedule
}

/** Reads the form of a place, or says what is wrong by the names of its fields. */
export function readPlace(
  kind: FeedKind,
  values: FormValues,
  before: Record<string, unknown>,
): { place: ReadPlace } | { errors: FormValues } {
  const read = readFields(placeKinds[kind].groups, values, before, settingPrefix)
  const timed = readSchedule(values)
  const name = (values.name ?? '').trim()
  const errors = {
    ...(name === '' || name.length > 100 ? { name: 'Give it a name of up to 100 letters.' } : {}),
    ...prefixed(read.errors),
    ...('errors' in timed ? timed.errors : {}),
  }
  if (Object.keys(errors).length > 0 || 'errors' in timed) return { errors }
  return { place: { name, settings: read.settings, secrets: read.secrets, schedule: timed.schedule } }
}

/** What was refused of settings, by the names of the form's fields: `hostKeys.0` → `t.hostKeys`. */
export function prefixed(problems: Record<string, string>): FormValues {
  const named = Object.entries(problems).map(([path, message]) => [
    path === 'partnershipId' ? path : settingPrefix + path.replace(/\.\d+$/, ''),
    message,
  ])
  return Object.fromEntries(named)
}

/** A form cannot be held against the rules of places that nobody told the portal of. */
export const checkNothing: CheckFeed = () => []
