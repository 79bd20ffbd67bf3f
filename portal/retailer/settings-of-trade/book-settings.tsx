import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { retailers } from '../../../db/schema/index.ts'
import { type BookSection, changeBookSettings } from '../../../engine/invoices/change-book-settings.ts'
import { type Ability, may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { PageHeader } from '../../ui/parts.tsx'
import { bookForms } from './book-sections.ts'
import { type Rejected, shown } from './rejected.ts'
import { SectionForm } from './section-form.tsx'
import { settingsPage, takeSection } from './settings-page.tsx'
import { texts } from './texts.ts'

const path = '/retailer/books'

/** Nobody raises their own limit but who manages people anyhow. */
const bookAbilities: Readonly<Record<BookSection, Ability>> = {
  accounts: 'decide-accounts',
  exports: 'decide-accounts',
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

async function showBooks(c: PortalContext, deps: PortalDeps, rejected?: Rejected) {
  const { retailerId, role } = c.var.retailer
  const [row] = await deps.hub.orm
    .select({ settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  return await settingsPage(c, deps, {
    title: texts.house,
    current: 'books',
    subjectId: retailerId,
    rejected,
    header: <PageHeader title={texts.house} about={texts.houseAbout} />,
    sections: bookSections.map(section => (
      <SectionForm
        section={section}
        groups={bookForms[section].groups}
        {...shown(section, rejected, () => bookForms[section].show(row!.settings))}
        action={`${path}/${section}`}
        mayChange={may(role, bookAbilities[section])}
      />
    )),
  })
}

async function saveBooks(c: PortalContext, deps: PortalDeps, section: BookSection) {
  const { retailerId } = c.var.retailer
  return await takeSection(c, {
    section,
    read: bookForms[section].read,
    again: rejected => showBooks(c, deps, rejected),
    save: value =>
      deps.hub.work(actorOf(c.var.viewer), work => changeBookSettings(work, { retailerId, section, value })),
    to: path,
  })
}
