import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  listVersions,
  type RuleBook,
  type RuleContent,
  type RuleVersion,
  revisionOf,
  statesAt,
  versionById,
} from '../../engine/rule-sets/book.ts'
import { beginDraft, dropDraft, keepDraft } from '../../engine/rule-sets/drafts.ts'
import { publishVersion, takeBackVersion } from '../../engine/rule-sets/publish.ts'
import type { RetailerApiScope } from '../../partners/api-keys/scopes.ts'
import { type Endpoint, json, nothing, retailerRead, retailerWrite, revised } from './endpoint.ts'
import { idParams, moment, momentFilter } from './fields.ts'

/** A version as the API shows it; the rules and settings are each kind's own. */
const versionSchema = z.object({
  id: z.uuid(),
  version: z.int().describe('What it decides names it.'),
  state: z.enum(['draft', 'scheduled', 'in-effect', 'replaced', 'withdrawn']),
  effectiveFrom: moment.nullable().describe('From when on it takes effect; null for a draft.'),
  basedOn: z.int().nullable().describe('The version that it was begun from.'),
  createdBy: z.string().nullable(),
  createdAt: moment,
  publishedBy: z.string().nullable(),
  publishedAt: moment.nullable(),
  reason: z.string().nullable(),
})

/** One kind of rules as the API serves it. */
export interface RuleKind<Content extends RuleContent> {
  book: RuleBook<Content>
  tag: string
  scopes: { reading: RetailerApiScope; writing: RetailerApiScope }
  /** `/pricing-rules`. */
  path: string
  /** The schema's name in the description. */
  id: string
  rules: z.ZodType<Content['rules']>
  rule: z.ZodType
  settings: z.ZodType<Content['settings']>
  example: Record<string, unknown>
  /** What follows from publishing, and a reason for it. */
  publication: { description: string; reason: string }
}

/** All that the API does with one kind of rules: versions, a draft, publication. */
export function endpointsOfBook<Content extends RuleContent>(kind: RuleKind<Content>): Endpoint[] {
  const { book, path, id: name, tag } = kind
  const { reading, writing } = kind.scopes
  const version = versionSchema
    .extend({ rules: z.array(kind.rule), settings: kind.settings })
    .meta({ id: name, description: `One version of the retailer’s ${book.name}.` })
  const content = z
    .object({ rules: kind.rules.optional(), settings: kind.settings.optional() })
    .meta({ id: `${name}Content` })
  const answer = { description: 'The version; a draft’s ETag is for `If-Match`.', schema: version }
  const given = (body: { rules?: unknown; settings?: unknown }) =>
    Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Partial<Content>

  const present = (row: RuleVersion<Content>, states: ReturnType<typeof statesAt>) => {
    const { id, basedOn, rules, settings, createdBy, createdAt, publishedBy, publishedAt, reason } = row
    return {
      ...{
        id,
        version: row.version,
        basedOn,
        rules: [...rules],
        settings,
        createdBy,
        createdAt,
        publishedBy,
        publishedAt,
        reason,
      },
      state: states.get(id)!,
      effectiveFrom: row.status === 'draft' ? null : row.effectiveFrom,
    }
  }
  const presentOne = async (orm: Orm, retailerId: string, id: string, now: Date) => {
    const row = await versionById(book, orm, retailerId, id)
    const states = statesAt(await listVersions(book, orm, retailerId), now)
    return { body: present(row, states), revision: revisionOf(row) }
  }
  const readOne = retailerRead({
    ...{ path: `${path}/{id}`, scope: reading, tag, summary: `One version of the ${book.name}`, params: idParams },
    answers: { 200: answer },
    async run({ orm, tenant: { retailerId }, params, now }) {
      const { body, revision } = await presentOne(orm, retailerId, params.id, now)
      return revised(200, body, revision)
    },
  })
  const readAll = retailerRead({
    ...{ path, scope: reading, tag, summary: `All versions of the ${book.name}, newest first` },
    answers: {
      200: { description: 'All versions.', schema: z.object({ data: z.array(version), nextCursor: z.null() }) },
    },
    async run({ orm, tenant: { retailerId }, now }) {
      const versions = await listVersions(book, orm, retailerId)
      const states = statesAt(versions, now)
      return json(200, { data: versions.map(row => present(row, states)), nextCursor: null })
    },
  })
  const begin = retailerWrite({
    ...{ method: 'post', path, scope: writing, tag, summary: `Begin a new version of the ${book.name}` },
    description: 'What is left out is as in the version in effect. There is one draft at a time.',
    body: content,
    example: kind.example as z.input<typeof content>,
    answers: { 201: { ...answer, description: 'The draft.' } },
    async run({ work, tenant: { retailerId }, body }) {
      const { id } = await beginDraft(book, work, { retailerId })
      await keepDraft(book, work, { retailerId, id, content: given(body) })
      const { body: made, revision } = await presentOne(work.tx, retailerId, id, work.now)
      return revised(201, made, revision, `${path}/${id}`)
    },
  })
  const change = retailerWrite({
    ...{ method: 'patch', path: `${path}/{id}`, scope: writing, tag, summary: `Change a draft of the ${book.name}` },
    ...{ params: idParams, body: content, revised: true },
    example: kind.example as z.input<typeof content>,
    answers: { 200: answer },
    async run({ work, tenant: { retailerId }, params, body, seen }) {
      await keepDraft(book, work, { retailerId, id: params.id, content: given(body), seen })
      const { body: saved, revision } = await presentOne(work.tx, retailerId, params.id, work.now)
      return revised(200, saved, revision)
    },
  })
  const discard = retailerWrite({
    ...{ method: 'delete', path: `${path}/{id}`, scope: writing, tag, summary: `Discard a draft of the ${book.name}` },
    params: idParams,
    answers: { 204: { description: 'It is gone.' } },
    async run({ work, tenant: { retailerId }, params }) {
      await dropDraft(book, work, { retailerId, ...params })
      return nothing()
    },
  })
  const publish = retailerWrite({
    ...{ method: 'post', path: `${path}/{id}/publication`, scope: writing, tag },
    summary: `Put a draft of the ${book.name} into use`,
    description: kind.publication.description,
    params: idParams,
    body: z.object({
      reason: z.string().min(3).max(500).describe('For whoever asks later why.'),
      effectiveFrom: momentFilter.optional().describe('From when on; at once where it is left out.'),
    }),
    example: { reason: kind.publication.reason, effectiveFrom: '2099-01-04T08:00:00Z' },
    revised: true,
    answers: { 200: answer },
    async run({ work, tenant: { retailerId }, params: { id }, body, seen }) {
      const effectiveFrom = body.effectiveFrom === undefined ? undefined : new Date(body.effectiveFrom)
      await publishVersion(book, work, { retailerId, id, reason: body.reason, effectiveFrom, seen })
      const { body: published, revision } = await presentOne(work.tx, retailerId, id, work.now)
      return revised(200, published, revision)
    },
  })
  const withdraw = retailerWrite({
    ...{ method: 'post', path: `${path}/{id}/withdrawal`, scope: writing, tag },
    summary: `Take a version of the ${book.name} back whose time has not come`,
    params: idParams,
    answers: { 200: answer },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      await takeBackVersion(book, work, { retailerId, id })
      const { body, revision } = await presentOne(work.tx, retailerId, id, work.now)
      return revised(200, body, revision)
    },
  })
  return [readAll, readOne, begin, change, discard, publish, withdraw]
}
