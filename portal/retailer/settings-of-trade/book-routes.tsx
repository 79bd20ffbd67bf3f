import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { retailers } from '../../../db/schema/index.ts'
import { type BookSection, changeBookSettings } from '../../../engine/invoices/change-book-settings.ts'
import { type Ability, may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { bookForms } from './book-sections.ts'
import { FormReader } from './fields.ts'
import { ChangeHistory, loadChanges } from './history.tsx'
import { type Rejected, shown } from './rejected.ts'
import { SectionForm } from './section-form.tsx'
import { texts } from './texts.ts'

/** Nobody raises their own limit but who manages people anyhow. */
const bookAbilities: Readonly<Record<BookSection, Ability>> = {
  accounts: 'decide-accounts',
  approvalLimits: 'manage-people',
}

const bookSections = Object.keys(bookForms) as BookSection[]

/** A retailer's accounts and approval limits, at `/retailer/books`. */
export function bookSettingsRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', needs('see-accounts'), c => showBooks(c, deps))
  for (const section of bookSections) {
    app.post(`/${section}`, needs(bookAbilities[section]), c => saveBooks(c, deps, section))
  }
  return app
}

async function showBooks(c: PortalContext, { hub }: PortalDeps, rejected?: Rejected) {
  const { retailerId, role } = c.var.retailer
  const [row] = await hub.orm
    .select({ settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const changes = await loadChanges(hub.orm, retailerId, retailerId)
  return page(
    c,
    { title: texts.house, current: 'books', status: rejected ? 422 : 200 },
    <>
      <PageHeader title={texts.house} about={texts.houseAbout} />
      <div class="columns">
        <div class="stack">
          {bookSections.map(section => (
            <SectionForm
              section={section}
              groups={bookForms[section].groups}
              {...shown(section, rejected, () => bookForms[section].show(row!.settings))}
              action={`/retailer/books/${section}`}
              mayChange={may(role, bookAbilities[section])}
            />
          ))}
        </div>
        <aside class="stack">
          <ChangeHistory changes={changes} />
        </aside>
      </div>
    </>,
  )
}

async function saveBooks(c: PortalContext, deps: PortalDeps, section: BookSection) {
  const values = await formValues(c)
  const form = new FormReader(values)
  const value = bookForms[section].read(form)
  if (Object.keys(form.errors).length > 0) return showBooks(c, deps, { section, values, errors: form.errors })
  const { retailerId } = c.var.retailer
  await deps.hub.work(actorOf(c.var.viewer), work => changeBookSettings(work, { retailerId, section, value }))
  leaveFlash(c, 'good', texts.saved)
  return c.redirect('/retailer/books', 303)
}
