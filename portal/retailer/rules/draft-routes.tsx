import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { saveDraft } from '../../../engine/routing/rule-sets/drafts.ts'
import { publishDraft } from '../../../engine/routing/rule-sets/publish.ts'
import { listRuleSets, type RuleSetContent, ruleSetById, statesAt } from '../../../engine/routing/rule-sets/row.ts'
import type { Rule } from '../../../engine/routing/rules.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { readRule, valuesOf } from './rule-form.ts'
import { RulePage } from './rule-page.tsx'
import { path } from './rules-page.tsx'
import { readSettings } from './settings-form.ts'
import { listSources } from './sources.tsx'
import { texts as t } from './texts.ts'
import { VersionPage } from './version-page.tsx'

/** Everything that changes a draft, below its id. */
export function draftRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/settings', needs('operate'), c => takeSettings(c, deps))
  app.post('/publication', needs('operate'), c => takePublication(c, deps))
  app.get('/rules/new', needs('operate'), c => showRule(c, deps))
  app.post('/rules', needs('operate'), c => takeRule(c, deps))
  app.get('/rules/:rule', needs('operate'), c => showRule(c, deps))
  app.post('/rules/:rule', needs('operate'), c => takeRule(c, deps))
  app.post('/rules/:rule/place', needs('operate'), c => takePlace(c, deps))
  return app
}

/** One version, with what was typed where it was wrong. */
export async function showVersion(
  c: PortalContext,
  { hub }: PortalDeps,
  values: FormValues = {},
  errors: FormValues = {},
) {
  const { retailerId, role } = c.var.retailer
  const row = await ruleSetById(hub.orm, retailerId, idParam(c))
  const state = statesAt(await listRuleSets(hub.orm, retailerId), hub.now()).get(row.id)!
  const props = { row, state, mayChange: may(role, 'operate'), values, errors }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: `Version ${row.version}`, current: 'rules', status }, <VersionPage {...props} />)
}

const seenOf = ({ seen = '' }: FormValues) => (/^\d{1,9}$/.test(seen) ? Number(seen) : undefined)

async function save(c: PortalContext, { hub }: PortalDeps, values: FormValues, content: Partial<RuleSetContent>) {
  const id = idParam(c)
  const command = { retailerId: c.var.retailer.retailerId, id, content, seen: seenOf(values) }
  await hub.work(actorOf(c.var.viewer), work => saveDraft(work, command))
  leaveFlash(c, 'good', t.saved)
  return c.redirect(`${path}/${id}`, 303)
}

async function takeSettings(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const read = readSettings(values)
  if ('errors' in read) return showVersion(c, deps, values, read.errors)
  return save(c, deps, values, { settings: read.settings })
}

async function takePublication(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const text = values.effectiveFrom?.trim()
  const effectiveFrom = text ? new Date(`${text.replace(' ', 'T')}Z`) : undefined
  if (effectiveFrom && Number.isNaN(effectiveFrom.getTime()))
    return showVersion(c, deps, values, { effectiveFrom: 'A time such as 2026-06-01 08:00 is needed.' })
  const { retailerId } = c.var.retailer
  const command = { retailerId, id: idParam(c), reason: values.reason ?? '', effectiveFrom, seen: seenOf(values) }
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => publishDraft(work, command))
  } catch (error) {
    if (error instanceof ApplicationError && error.code === 'invalid-input')
      return showVersion(c, deps, values, error.fields)
    throw error
  }
  leaveFlash(c, 'good', t.published)
  return c.redirect(path, 303)
}

async function draftOf(c: PortalContext, { hub }: PortalDeps) {
  const row = await ruleSetById(hub.orm, c.var.retailer.retailerId, idParam(c))
  const ruleId = c.req.param('rule')
  const rule = row.rules.find(({ id }) => id === ruleId)
  if (ruleId !== undefined && !rule) throw new ApplicationError('not-found', 'There is no such rule.')
  return { row, rule }
}

async function showRule(c: PortalContext, deps: PortalDeps, typed?: FormValues, errors: FormValues = {}) {
  const { row, rule } = await draftOf(c, deps)
  const names = (await listSources(deps.hub.orm, c.var.retailer.retailerId)).map(({ name }) => name)
  const props = { row, ruleId: rule?.id, values: typed ?? (rule ? valuesOf(rule) : {}), errors, names }
  const title = rule ? t.editTitle : t.addTitle
  return page(c, { title, current: 'rules', status: typed ? 422 : 200 }, <RulePage {...props} />)
}

async function takeRule(c: PortalContext, deps: PortalDeps) {
  const { row, rule } = await draftOf(c, deps)
  const values = await formValues(c)
  const read = readRule(
    values,
    rule?.id,
    row.rules.map(({ id }) => id),
  )
  if ('errors' in read) return showRule(c, deps, values, read.errors)
  const rules = rule ? row.rules.map(one => (one === rule ? read.rule : one)) : [...row.rules, read.rule]
  return save(c, deps, values, { rules })
}

async function takePlace(c: PortalContext, deps: PortalDeps) {
  const { row, rule } = await draftOf(c, deps)
  const values = await formValues(c)
  return save(c, deps, values, { rules: moved(row.rules, rule!, values.to) })
}

/** The rules with one of them moved up, down, or out. */
function moved(rules: readonly Rule[], rule: Rule, to: string | undefined): Rule[] {
  const others = rules.filter(one => one !== rule)
  if (to === 'out') return others
  const place = rules.indexOf(rule) + (to === 'up' ? -1 : 1)
  return others.toSpliced(Math.max(0, place), 0, rule)
}
