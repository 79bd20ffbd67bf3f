import type { FormValues } from '../../ui/form-data.ts'

/** A form that was posted and not saved. */
export interface Rejected {
  section: string
  values: FormValues
  errors: Record<string, string>
}

/** What a section's form holds: what was typed where it was not saved, and else what is stored. */
export function shown(section: string, rejected: Rejected | undefined, stored: () => FormValues) {
  return rejected?.section === section
    ? { values: rejected.values, errors: rejected.errors }
    : { values: stored(), errors: {} }
}
