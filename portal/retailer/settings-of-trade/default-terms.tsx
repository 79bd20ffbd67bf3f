import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { type AgreedTerms, retailers } from '../../../db/schema/index.ts'
import { changeDefaultTerms } from '../../../engine/purchase-orders/change-default-terms.ts'
import { hasDefault } from '../../../engine/purchase-orders/change-trading-terms.ts'
import { defaultValuesOf } from '../../../engine/purchase-orders/trading-sections.ts'
import {
  type AgreedRow,
  type DefaultSection,
  inForce,
  sectionsWithDefaults,
  withSection,
} from '../../../partners/terms/own-values.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { PageHeader } from '../../ui/parts.tsx'
import { tradeAbilities, tradeSections } from './abilities.ts'
import { type Rejected, shown } from './rejected.ts'
import { SectionForm } from './section-form.tsx'
import { sectionForms } from './sections.ts'
import { settingsPage, takeSection } from './settings-page.tsx'
import { texts } from './texts.ts'

const path = '/retailer/terms'

/** What holds for all partners without terms of their own, at `/retailer/terms`. */
export function defaultTermsRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showDefaults(c, deps))
  for (const section of sectionsWithDefaults) {
    app.post(`/${section}`, needs(tradeAbilities[section]), c => saveDefaults(c, deps, section))
  }
  return app
}

async function showDefaults(c: PortalContext, deps: PortalDeps, rejected?: Rejected) {
  const { retailerId, role } = c.var.retailer
  const [row] = await deps.hub.orm.select().from(retailers).where(eq(retailers.id, retailerId))
  const { settings, timeZone } = row!
  const agreed = {
    ...sectionsWithDefaults.reduce((all, section) => defaulted(all, settings, section), nothing),
    timeZone,
  }
  return await settingsPage(c, deps, {
    title: texts.forAll,
    current: 'partners',
    subjectId: retailerId,
    rejected,
    header: (
      <PageHeader
        back={{ href: '/retailer/partners', word: texts.partners }}
        title={texts.forAll}
        about={texts.forAllAbout}
      />
    ),
    sections: tradeSections
      .filter(hasDefault)
      .map(section => (
        <SectionForm
          section={section}
          groups={sectionForms[section].groups}
          {...shown(section, rejected, () => sectionForms[section].show(agreed))}
          action={`${path}/${section}`}
          mayChange={may(role, tradeAbilities[section])}
        />
      )),
  })
}

/** A partnership of which nothing was agreed: its payment terms are shown empty. */
const nothing: AgreedRow = { settings: {}, tolerances: {}, terms: {} as AgreedTerms }

function defaulted(row: AgreedRow, settings: Record<string, unknown>, section: DefaultSection): AgreedRow {
  return withSection(row, section, inForce({}, new Set(), defaultValuesOf(settings, section)), new Set())
}

async function saveDefaults(c: PortalContext, deps: PortalDeps, section: DefaultSection) {
  const { retailerId } = c.var.retailer
  return await takeSection(c, {
    section,
    read: sectionForms[section].read,
    again: rejected => showDefaults(c, deps, rejected),
    save: value =>
      deps.hub.work(actorOf(c.var.viewer), work => changeDefaultTerms(work, { retailerId, section, value })),
    to: path,
  })
}
