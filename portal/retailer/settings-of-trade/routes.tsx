import { and, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { partnerships, retailers, suppliers } from '../../../db/schema/index.ts'
import { type BookSection, changeBookSettings } from '../../../engine/invoices/change-book-settings.ts'
import { changeTradingTerms, type TradingSection } from '../../../engine/purchase-orders/change-trading-terms.ts'
import { type Ability, may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { bookForms } from './book-sections.ts'
import { FormReader } from './fields.ts'
import { ChangeHistory, loadChanges } from './history.tsx'
import { SectionForm } from './section-form.tsx'
import { sectionForms } from './sections.ts'
import { texts } from './texts.ts'

/** A form that was posted and not saved. */
interface Rejected {
  section: string
  values: FormValues
  errors: Record<string, string>
}

/** Who may change which section of what was agreed: money is the accountant's. */
const tradeAbilities: Readonly<Record<TradingSection, Ability>> = {
  calendar: 'operate',
  deadlines: 'operate',
  answers: 'operate',
  backorders: 'operate',
  shipVia: 'operate',
  terms: 'decide-accounts',
  tolerances: 'decide-accounts',
  invoicing: 'decide-accounts',
}

/** Nobody raises their own limit but who manages people anyhow. */
const bookAbilities: Readonly<Record<BookSection, Ability>> = {
  accounts: 'decide-accounts',
  approvalLimits: 'manage-people',
}

const tradeSections = Object.keys(sectionForms) as TradingSection[]
const bookSections = Object.keys(bookForms) as BookSection[]

/** What was agreed with a partner, section by section, below `/retailer/partners`. */
export function tradingTermsRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id/terms', c => showTerms(c, deps))
  for (const section of tradeSections) {
    app.post(`/:id/terms/${section}`, needs(tradeAbilities[section]), c => saveTerms(c, deps, section))
  }
  return app
}

/** A retailer's accounts and approval limits, at `/retailer/books`. */
export function bookSettingsRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', needs('see-accounts'), c => showBooks(c, deps))
  for (const section of bookSections) {
    app.post(`/${section}`, needs(bookAbilities[section]), c => saveBooks(c, deps, section))
  }
  return app
}

async function loadAgreed(orm: Orm, retailerId: string, partnershipId: string) {
  const [row] = await orm
    .select({
      settings: partnerships.settings,
      tolerances: partnerships.tolerances,
      terms: partnerships.terms,
      timeZone: retailers.timeZone,
      supplier: suppliers.name,
    })
    .from(partnerships)
    .innerJoin(retailers, eq(retailers.id, partnerships.retailerId))
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  if (!row) throw new ApplicationError('not-found', 'There is no such partner.')
  return row
}

async function showTerms(c: PortalContext, { hub }: PortalDeps, rejected?: Rejected) {
  const { retailerId, role } = c.var.retailer
  const id = idParam(c)
  const agreed = await loadAgreed(hub.orm, retailerId, id)
  const changes = await loadChanges(hub.orm, retailerId, id)
  const title = `${texts.title}: ${agreed.supplier}`
  return page(
    c,
    { title, current: 'partners', status: rejected ? 422 : 200 },
    <>
      <PageHeader back={{ href: `/retailer/partners/${id}`, word: agreed.supplier }} title={title} />
      <div class="columns">
        <div class="stack">
          {tradeSections.map(section => (
            <>
              <SectionForm
                section={section}
                groups={sectionForms[section].groups}
                {...shown(section, rejected, () => sectionForms[section].show(agreed))}
                action={`/retailer/partners/${id}/terms/${section}`}
                mayChange={may(role, tradeAbilities[section])}
              />
              {section === 'tolerances' && may(role, 'see-accounts') ? (
                <a href={`/accounting/replay?${replayQuery(id, sectionForms.tolerances.show(agreed))}`}>
                  {texts.replay}
                </a>
              ) : null}
            </>
          ))}
        </div>
        <aside class="stack">
          <ChangeHistory changes={changes} />
        </aside>
      </div>
    </>,
  )
}

/** The replay's form with these tolerances filled in. */
function replayQuery(partner: string, values: FormValues): string {
  const given = Object.entries(values).filter(([, value]) => value !== '')
  return new URLSearchParams({ partner, ...Object.fromEntries(given) }).toString()
}

function shown(section: string, rejected: Rejected | undefined, stored: () => FormValues) {
  return rejected?.section === section
    ? { values: rejected.values, errors: rejected.errors }
    : { values: stored(), errors: {} }
}

async function saveTerms(c: PortalContext, deps: PortalDeps, section: TradingSection) {
  const values = await formValues(c)
  const form = new FormReader(values)
  const value = sectionForms[section].read(form)
  if (Object.keys(form.errors).length > 0) return showTerms(c, deps, { section, values, errors: form.errors })
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  await deps.hub.work(actorOf(c.var.viewer), work =>
    changeTradingTerms(work, { retailerId, partnershipId, section, value }),
  )
  leaveFlash(c, 'good', texts.saved)
  return c.redirect(`/retailer/partners/${partnershipId}/terms`, 303)
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
