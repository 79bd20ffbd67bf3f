import type { Child } from 'hono/jsx'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { FormReader } from './fields.ts'
import { ChangeHistory, loadChanges } from './history.tsx'
import type { Rejected } from './rejected.ts'
import { texts } from './texts.ts'

interface SettingsPageProps {
  title: string
  /** The entry of the navigation. */
  current: string
  /** Whose settings these are: a partnership, or the retailer itself. */
  subjectId: string
  rejected: Rejected | undefined
  header: Child
  /** One form for each section. */
  sections: Child
}

/** A page of settings: its sections, each saved by itself, and beside them who changed what. */
export async function settingsPage(c: PortalContext, { hub }: PortalDeps, props: SettingsPageProps) {
  const changes = await loadChanges(hub.orm, c.var.retailer.retailerId, props.subjectId)
  return page(
    c,
    { title: props.title, current: props.current, status: props.rejected ? 422 : 200 },
    <>
      {props.header}
      <div class="columns">
        <div class="stack">{props.sections}</div>
        <aside class="stack">
          <ChangeHistory changes={changes} />
        </aside>
      </div>
    </>,
  )
}

interface TakenSection<T> {
  section: string
  /** What the form says. */
  read: (form: FormReader) => T
  /** The page again, with what is wrong. */
  again: (rejected: Rejected) => Promise<Response>
  save: (value: T) => Promise<unknown>
  /** Where to go on. */
  to: string
}

/** Saves one section's form, or shows it again with what was typed and what is wrong with it. */
export async function takeSection<T>(c: PortalContext, { section, read, again, save, to }: TakenSection<T>) {
  const values = await formValues(c)
  const form = new FormReader(values)
  const value = read(form)
  if (Object.keys(form.errors).length > 0) return await again({ section, values, errors: form.errors })
  await save(value)
  leaveFlash(c, 'good', texts.saved)
  return c.redirect(to, 303)
}
