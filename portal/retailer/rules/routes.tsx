import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import {
  listVersions,
  loadInEffect,
  type RuleContent,
  type RuleVersion,
  statesAt,
  versionById,
} from '../../../engine/rule-sets/book.ts'
import { beginDraft, dropDraft, keepDraft } from '../../../engine/rule-sets/drafts.ts'
import { publishVersion, takeBackVersion } from '../../../engine/rule-sets/publish.ts'
import { instantIn } from '../../../partners/calendars/zoned-time.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam } from '../../ui/request.ts'
import { BookPage } from './book-page.tsx'
import type { AnyRule, RuleConsole } from './console.ts'
import type { Earlier } from './differences.tsx'
import { RulePage } from './rule-page.tsx'
import { texts as t } from './texts.ts'
import { VersionPage } from './version-page.tsx'

const seenOf = ({ seen = '' }: FormValues) => (/^\d{1,9}$/.test(seen) ? Number(seen) : undefined)

/** The pages of one kind of rules: what is in effect, versions, the draft with its rules in order, what it would change, publication. */
export function bookRoutes<R extends AnyRule, C extends RuleContent & { rules: R[] }>(
  deps: PortalDeps,
  kind: RuleConsole<R, C>,
): Hono<PortalEnv> {
  const { book, path } = kind
  const { hub } = deps

  async function showBook(c: PortalContext) {
    const { retailerId, role } = c.var.retailer
    const versions = await listVersions(book, hub.orm, retailerId)
    const current = await loadInEffect(book, hub.orm, retailerId, hub.now())
    const props = { kind, current, versions, states: statesAt(versions, hub.now()), mayChange: may(role, 'operate') }
    return page(c, { title: kind.title, current: kind.nav }, <BookPage {...props} />)
  }

  async function begin(c: PortalContext) {
    const command = { retailerId: c.var.retailer.retailerId, fromId: idIn((await formValues(c)).from) }
    const { id } = await hub.work(actorOf(c.var.viewer), work => beginDraft(book, work, command))
    leaveFlash(c, 'good', t.begun)
    return c.redirect(`${path}/${id}`, 303)
  }

  async function showVersion(c: PortalContext, values: FormValues = {}, errors: FormValues = {}) {
    const { retailerId, role } = c.var.retailer
    const row = await versionById(book, hub.orm, retailerId, idParam(c))
    const versions = await listVersions(book, hub.orm, retailerId)
    const states = statesAt(versions, hub.now())
    const earlier = earlierOf(row, versions, states)
    const props = { kind, row, earlier, state: states.get(row.id)!, mayChange: may(role, 'operate'), values, errors }
    const status = Object.keys(errors).length > 0 ? 422 : 200
    return page(c, { title: `Version ${row.version}`, current: kind.nav, status }, <VersionPage {...props} />)
  }

  /** A draft is held against what is in effect, another version against the one that it was begun from. */
  function earlierOf(row: RuleVersion<C>, versions: RuleVersion<C>[], states: ReturnType<typeof statesAt>): Earlier<C> {
    const isOpen = states.get(row.id) === 'draft' || states.get(row.id) === 'scheduled'
    const found = versions.find(({ id, version }) =>
      isOpen ? states.get(id) === 'in-effect' : version === (row.basedOn ?? 0),
    )
    if (!found) return { content: book.initial, word: 'what the hub begins with' }
    return { content: found, word: isOpen ? `version ${found.version}, in effect` : `version ${found.version}` }
  }

  async function showTrial(c: PortalContext) {
    const row = await versionById(book, hub.orm, c.var.retailer.retailerId, idParam(c))
    return kind.trial.show(c, deps, row, { href: `${path}/${row.id}`, word: `Version ${row.version}` })
  }

  async function save(c: PortalContext, values: FormValues, content: Partial<C>, place = '') {
    const command = { retailerId: c.var.retailer.retailerId, id: idParam(c), content, seen: seenOf(values) }
    await hub.work(actorOf(c.var.viewer), work => keepDraft(book, work, command))
    leaveFlash(c, 'good', t.saved)
    return c.redirect(`${path}/${command.id}${place}`, 303)
  }

  const takeSettings = (settings: NonNullable<typeof kind.settings>) => async (c: PortalContext) => {
    const values = await formValues(c)
    const read = settings.read(values)
    if ('errors' in read) return showVersion(c, values, read.errors)
    return save(c, values, { settings: read.value } as Partial<C>)
  }

  async function takePublication(c: PortalContext) {
    const values = await formValues(c)
    const effectiveFrom = instantTyped(c.var.viewer.timeZone, values.effectiveFrom)
    if (effectiveFrom === 'wrong') return showVersion(c, values, { effectiveFrom: t.noTime })
    const { retailerId } = c.var.retailer
    const command = { retailerId, id: idParam(c), reason: values.reason ?? '', effectiveFrom, seen: seenOf(values) }
    try {
      await hub.work(actorOf(c.var.viewer), work => publishVersion(book, work, command))
    } catch (error) {
      if (error instanceof ApplicationError && error.code === 'invalid-input')
        return showVersion(c, values, error.fields)
      throw error
    }
    leaveFlash(c, 'good', t.published)
    return c.redirect(path, 303)
  }

  async function draftOf(c: PortalContext) {
    const row = await versionById(book, hub.orm, c.var.retailer.retailerId, idParam(c))
    const ruleId = c.req.param('rule')
    const rules: R[] = row.rules
    const rule = rules.find(({ id }) => id === ruleId)
    if (ruleId !== undefined && !rule) throw new ApplicationError('not-found', 'There is no such rule.')
    return { row, rules, rule }
  }

  async function showRule(c: PortalContext, typed?: FormValues, errors: FormValues = {}) {
    const { row, rule } = await draftOf(c)
    const names = (await kind.names?.(hub.orm, c.var.retailer.retailerId)) ?? []
    const props = { kind, row, ruleId: rule?.id, values: typed ?? (rule ? kind.valuesOf(rule) : {}), errors, names }
    const title = rule ? t.editTitle : t.addTitle
    return page(c, { title, current: kind.nav, status: typed ? 422 : 200 }, <RulePage {...props} />)
  }

  async function takeRule(c: PortalContext) {
    const { rules, rule } = await draftOf(c)
    const values = await formValues(c)
    const read = kind.readRule(
      values,
      rule?.id,
      rules.map(({ id }) => id),
    )
    if ('errors' in read) return showRule(c, values, read.errors)
    const changed = rule ? rules.map(one => (one === rule ? read.value : one)) : [...rules, read.value]
    return save(c, values, { rules: changed } as Partial<C>)
  }

  async function takePlace(c: PortalContext) {
    const { rules, rule } = await draftOf(c)
    const values = await formValues(c)
    const place = values.to === 'out' ? '' : `#rule-${rule!.id}`
    return save(c, values, { rules: moved(rules, rule!, values.to) } as Partial<C>, place)
  }

  const end =
    (what: typeof dropDraft | typeof takeBackVersion, to: string, word: string) => async (c: PortalContext) => {
      const command = { retailerId: c.var.retailer.retailerId, id: idParam(c) }
      await hub.work(actorOf(c.var.viewer), work => what(book, work, command))
      leaveFlash(c, 'good', word)
      return c.redirect(to, 303)
    }

  const app = new Hono<PortalEnv>()
  app.get('/', showBook)
  app.post('/', needs('operate'), begin)
  app.get('/:id', c => showVersion(c))
  app.get(`/:id/${kind.trial.at}`, showTrial)
  if (kind.settings) app.post('/:id/settings', needs('operate'), takeSettings(kind.settings))
  app.post('/:id/publication', needs('operate'), takePublication)
  app.get('/:id/rules/new', needs('operate'), c => showRule(c))
  app.post('/:id/rules', needs('operate'), takeRule)
  app.get('/:id/rules/:rule', needs('operate'), c => showRule(c))
  app.post('/:id/rules/:rule', needs('operate'), takeRule)
  app.post('/:id/rules/:rule/place', needs('operate'), takePlace)
  app.post('/:id/discard', needs('operate'), end(dropDraft, path, t.discarded))
  app.post('/:id/withdrawal', needs('operate'), end(takeBackVersion, path, t.withdrawn))
  return app
}

/** The rules with one of them moved up, down, out, or to a place, counted from 1. */
function moved<R>(rules: readonly R[], rule: R, to: string | undefined): R[] {
  const others = rules.filter(one => one !== rule)
  if (to === 'out') return others
  const now = rules.indexOf(rule)
  const wanted = /^\d{1,4}$/.test(to ?? '') ? Number(to) - 1 : now + (to === 'up' ? -1 : 1)
  return others.toSpliced(Math.min(others.length, Math.max(0, wanted)), 0, rule)
}

/** A day and time of the viewer's clock; undefined where nothing was typed. */
function instantTyped(timeZone: string, typed: string | undefined): Date | undefined | 'wrong' {
  const text = typed?.trim()
  if (!text) return undefined
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?$/.exec(text)
  if (!match || Number.isNaN(Date.parse(`${match[1]}T${match[2]}:00Z`))) return 'wrong'
  return instantIn(timeZone, match[1]!, match[2]!)
}
