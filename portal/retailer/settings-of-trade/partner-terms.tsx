import { and, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { partnerships, retailers, suppliers } from '../../../db/schema/index.ts'
import {
  changeTradingTerms,
  hasDefault,
  resetTradingTerms,
} from '../../../engine/purchase-orders/change-trading-terms.ts'
import type { TradingSection } from '../../../engine/purchase-orders/trading-sections.ts'
import {
  type AgreedRow,
  type DefaultSection,
  ownNames,
  sectionsWithDefaults,
} from '../../../partners/terms/own-values.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { tradeAbilities, tradeSections } from './abilities.ts'
import { type Rejected, shown } from './rejected.ts'
import { SectionForm, type ValueOrigin } from './section-form.tsx'
import { sectionForms } from './sections.ts'
import { settingsPage, takeSection } from './settings-page.tsx'
import { texts } from './texts.ts'

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

async function showTerms(c: PortalContext, deps: PortalDeps, rejected?: Rejected) {
  const { retailerId, role } = c.var.retailer
  const id = idParam(c)
  const agreed = await loadAgreed(deps.hub.orm, retailerId, id)
  const title = `${texts.title}: ${agreed.supplier}`
  return await settingsPage(c, deps, {
    title,
    current: 'partners',
    subjectId: id,
    rejected,
    header: (
      <PageHeader
        back={{ href: `/retailer/partners/${id}`, word: agreed.supplier }}
        title={title}
        action={<a href="/retailer/terms">{texts.toForAll}</a>}
      />
    ),
    sections: tradeSections.map(section => (
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
          <a href={`/accounting/replay?${replayQuery(id, sectionForms.tolerances.show(agreed))}`}>{texts.replay}</a>
        ) : null}
      </>
    )),
  })
}

/** The replay's form with these tolerances filled in. */
function replayQuery(partner: string, values: FormValues): string {
  const given = Object.entries(values).filter(([, value]) => value !== '')
  return new URLSearchParams({ partner, ...Object.fromEntries(given) }).toString()
}

async function saveTerms(c: PortalContext, deps: PortalDeps, section: TradingSection) {
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  return await takeSection(c, {
    section,
    read: sectionForms[section].read,
    again: rejected => showTerms(c, deps, rejected),
    save: value =>
      deps.hub.work(actorOf(c.var.viewer), work =>
        changeTradingTerms(work, { retailerId, partnershipId, section, value }),
      ),
    to: `/retailer/partners/${partnershipId}/terms`,
  })
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
