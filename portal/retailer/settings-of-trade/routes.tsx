import { and, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { type AgreedTerms, partnerships, retailers, suppliers } from '../../../db/schema/index.ts'
import { changeDefaultTerms } from '../../../engine/purchase-orders/change-default-terms.ts'
import {
  changeTradingTerms,
  hasDefault,
  resetTradingTerms,
} from '../../../engine/purchase-orders/change-trading-terms.ts'
import { defaultValuesOf, type TradingSection } from '../../../engine/purchase-orders/trading-sections.ts'
import {
  type AgreedRow,
  type DefaultSection,
  inForce,
  ownNames,
  sectionsWithDefaults,
  withSection,
} from '../../../partners/terms/own-values.ts'
import { type Ability, may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { FormReader } from './fields.ts'
import { ChangeHistory, loadChanges } from './history.tsx'
import { type Rejected, shown } from './rejected.ts'
import { SectionForm, type ValueOrigin } from './section-form.tsx'
import { sectionForms } from './sections.ts'
import { texts } from './texts.ts'

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

const tradeSections = Object.keys(sectionForms) as TradingSection[]

/** What was agreed with a partner, section by section, below `/retailer/partners`. */
export function tradingTermsRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id/terms', c => showTerms(c, deps))
  for (const section of tradeSections) {
    app.post(`/:id/terms/${section}`, needs(tradeAbilities[section]), c => saveTerms(c, deps, section))
  }
  for (const section of sectionsWithDefaults) {
    app.post(`/:id/terms/${section}/default`, needs(tradeAbilities[section]), c => giveBack(c, deps, section))
  }
  return app
}

/** What holds for all partners without terms of their own, at `/retailer/terms`. */
export function defaultTermsRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showDefaults(c, deps))
  for (const section of sectionsWithDefaults) {
    app.post(`/${section}`, needs(tradeAbilities[section]), c => saveDefaults(c, deps, section))
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
      <PageHeader
        back={{ href: `/retailer/partners/${id}`, word: agreed.supplier }}
        title={title}
        action={<a href="/retailer/terms">{texts.toForAll}</a>}
      />
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
                {...(hasDefault(section) && { origins: originsOf(agreed, section) })}
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

/** Whose each value of a section is, in the order of its form. */
function originsOf(row: AgreedRow, section: DefaultSection): Map<string, ValueOrigin> {
  const own = ownNames(row, section)
  if (section === 'terms') return new Map([['terms', { label: texts.paymentTerms, isOwn: own.has('terms') }]])
  const labelled = sectionForms[section].groups.flatMap(({ legend, fields }) =>
    fields.map(
      ({ name, label }) => [name.startsWith('day-') ? 'workingDays' : name.split('-')[0]!, legend ?? label] as const,
    ),
  )
  return new Map(labelled.map(([name, label]) => [name, { label, isOwn: own.has(name) }]))
}

async function giveBack(c: PortalContext, { hub }: PortalDeps, section: DefaultSection) {
  const { name } = await formValues(c)
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  const whose = { retailerId, partnershipId, section, ...(name && { name }) }
  await hub.work(actorOf(c.var.viewer), work => resetTradingTerms(work, whose))
  leaveFlash(c, 'good', texts.givenBack)
  return c.redirect(`/retailer/partners/${partnershipId}/terms`, 303)
}

async function showDefaults(c: PortalContext, { hub }: PortalDeps, rejected?: Rejected) {
  const { retailerId, role } = c.var.retailer
  const [row] = await hub.orm.select().from(retailers).where(eq(retailers.id, retailerId))
  const { settings, timeZone } = row!
  const agreed = {
    ...sectionsWithDefaults.reduce((all, section) => defaulted(all, settings, section), nothing),
    timeZone,
  }
  const changes = await loadChanges(hub.orm, retailerId, retailerId)
  return page(
    c,
    { title: texts.forAll, current: 'partners', status: rejected ? 422 : 200 },
    <>
      <PageHeader
        back={{ href: '/retailer/partners', word: texts.partners }}
        title={texts.forAll}
        about={texts.forAllAbout}
      />
      <div class="columns">
        <div class="stack">
          {tradeSections.filter(hasDefault).map(section => (
            <SectionForm
              section={section}
              groups={sectionForms[section].groups}
              {...shown(section, rejected, () => sectionForms[section].show(agreed))}
              action={`/retailer/terms/${section}`}
              mayChange={may(role, tradeAbilities[section])}
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

/** A partnership of which nothing was agreed: its payment terms are shown empty. */
const nothing: AgreedRow = { settings: {}, tolerances: {}, terms: {} as AgreedTerms }

function defaulted(row: AgreedRow, settings: Record<string, unknown>, section: DefaultSection): AgreedRow {
  return withSection(row, section, inForce({}, new Set(), defaultValuesOf(settings, section)), new Set())
}

async function saveDefaults(c: PortalContext, deps: PortalDeps, section: DefaultSection) {
  const values = await formValues(c)
  const form = new FormReader(values)
  const value = sectionForms[section].read(form)
  if (Object.keys(form.errors).length > 0) return showDefaults(c, deps, { section, values, errors: form.errors })
  const { retailerId } = c.var.retailer
  await deps.hub.work(actorOf(c.var.viewer), work => changeDefaultTerms(work, { retailerId, section, value }))
  leaveFlash(c, 'good', texts.saved)
  return c.redirect('/retailer/terms', 303)
}
