import { and, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { mapStatuses, partnerMaps } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { createDraft } from '../../partners/maps/create-draft.ts'
import { discardDraft } from '../../partners/maps/discard-draft.ts'
import { lockMap, type MapRow, mapRow } from '../../partners/maps/map-row.ts'
import { publishMap } from '../../partners/maps/publish.ts'
import { restoreVersion } from '../../partners/maps/restore.ts'
import { saveDraft } from '../../partners/maps/save-draft.ts'
import { mapFormats } from '../../partners/maps/validate.ts'
import { json, nothing, retailerRead, retailerWrite, revised } from './endpoint.ts'
import { idParams } from './fields.ts'
import { matching, partnerFilter } from './filters.ts'
import { refuseUnknownPartner } from './known-partner.ts'
import {
  mapContent,
  mapDocumentKind,
  mapFormat,
  mapRevision,
  mapSchema,
  mapSummarySchema,
  presentMap,
} from './maps-present.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Maps'

async function answerOf<const Status extends 200 | 201>(status: Status, orm: Orm, retailerId: string, id: string) {
  const row = await mapRow(orm, retailerId, id)
  return revised(status, presentMap(row), mapRevision(row), ...(status === 201 ? [`/maps/${id}`] : []))
}

/** The version to be changed, which nobody else changes until this work ends. Throws `changed-since`, `not-found`. */
async function lockedVersion(work: Work, retailerId: string, id: string, seen: number | undefined): Promise<MapRow> {
  await lockMap(work, await mapRow(work.tx, retailerId, id))
  const row = await mapRow(work.tx, retailerId, id)
  if (seen !== undefined && seen !== mapRevision(row))
    throw new ApplicationError('changed-since', 'Somebody else has changed this map: look at it again.')
  return row
}

const listMaps = retailerRead({
  path: '/maps',
  scope: 'maps:read',
  tag,
  summary: 'List versions of maps, newest first',
  query: pageQuery.extend({
    partnershipId: partnerFilter,
    format: mapFormat.optional(),
    documentKind: mapDocumentKind.optional(),
    status: z.enum(mapStatuses).optional(),
  }),
  answers: { 200: { description: 'A page of versions.', schema: listOf(mapSummarySchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await orm
      .select()
      .from(partnerMaps)
      .where(
        and(
          eq(partnerMaps.retailerId, retailerId),
          inArray(partnerMaps.format, [...mapFormats]),
          matching(partnerMaps.partnershipId, query.partnershipId),
          matching(partnerMaps.format, query.format),
          matching(partnerMaps.documentKind, query.documentKind),
          matching(partnerMaps.status, query.status),
          olderThan(partnerMaps.id, query.cursor),
        ),
      )
      .orderBy(desc(partnerMaps.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows as MapRow[], query))
  },
})

const getMap = retailerRead({
  path: '/maps/{id}',
  scope: 'maps:read',
  tag,
  summary: 'One version of a map, and what is wrong with it',
  params: idParams,
  answers: { 200: { description: 'The version.', schema: mapSchema } },
  run: ({ orm, tenant: { retailerId }, params }) => answerOf(200, orm, retailerId, params.id),
})

const createMap = retailerWrite({
  method: 'post',
  path: '/maps',
  scope: 'maps:write',
  tag,
  summary: 'Begin a new version of a map',
  description:
    'A draft, from what you send, or else from the version in use, or else from the standard. There is one at a time.',
  body: z
    .object({
      partnershipId: z.uuid(),
      format: mapFormat,
      documentKind: mapDocumentKind,
      overlay: mapContent.optional(),
    })
    .meta({ id: 'NewMap' }),
  example: {
    partnershipId: '01890000-0000-7000-8000-000000000002',
    format: 'x12',
    documentKind: 'purchase-order',
    overlay: { overlay: 1, set: '850' },
  },
  answers: { 201: { description: 'The draft, and what is wrong with it.', schema: mapSchema } },
  async run({ work, tenant: { retailerId }, body: { overlay, ...map } }) {
    await refuseUnknownPartner(work.tx, retailerId, map.partnershipId)
    const { id } = await createDraft(work, { retailerId, ...map, ...(overlay ? { overlay } : {}) })
    return await answerOf(201, work.tx, retailerId, id)
  },
})

const changeMap = retailerWrite({
  method: 'put',
  path: '/maps/{id}',
  scope: 'maps:write',
  tag,
  summary: 'Change a draft',
  description: 'Kept whether it is finished or not; `problems` says what keeps it from being published.',
  params: idParams,
  revised: true,
  body: z.object({ overlay: mapContent }).meta({ id: 'MapChange' }),
  example: { overlay: { overlay: 1, set: '850' } },
  answers: { 200: { description: 'The draft, and what is wrong with it.', schema: mapSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body: { overlay }, seen }) {
    await lockedVersion(work, retailerId, id, seen)
    await saveDraft(work, { retailerId, id, overlay })
    return await answerOf(200, work.tx, retailerId, id)
  },
})

const publish = retailerWrite({
  method: 'post',
  path: '/maps/{id}/publish',
  scope: 'maps:write',
  tag,
  summary: 'Put a draft into use',
  description:
    'The version in use until now is retired at the same moment. A draft with problems is refused with them.',
  params: idParams,
  revised: true,
  body: z.object({ reason: z.string().trim().min(3).max(500) }).meta({ id: 'MapPublication' }),
  example: { reason: 'The partner asks for department numbers.' },
  answers: { 200: { description: 'The version, in use.', schema: mapSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body, seen }) {
    await lockedVersion(work, retailerId, id, seen)
    await publishMap(work, { retailerId, id, reason: body.reason })
    return await answerOf(200, work.tx, retailerId, id)
  },
})

const restore = retailerWrite({
  method: 'post',
  path: '/maps/{id}/restore',
  scope: 'maps:write',
  tag,
  summary: 'Begin a draft with what an older version says',
  params: idParams,
  answers: { 201: { description: 'The draft.', schema: mapSchema } },
  async run({ work, tenant: { retailerId }, params }) {
    const { id } = await restoreVersion(work, { retailerId, id: params.id })
    return await answerOf(201, work.tx, retailerId, id)
  },
})

const discard = retailerWrite({
  method: 'delete',
  path: '/maps/{id}',
  scope: 'maps:write',
  tag,
  summary: 'Throw a draft away',
  params: idParams,
  revised: true,
  answers: { 204: { description: 'It is gone; the audit log keeps what it said.' } },
  async run({ work, tenant: { retailerId }, params: { id }, seen }) {
    await lockedVersion(work, retailerId, id, seen)
    await discardDraft(work, { retailerId, id })
    return nothing()
  },
})

export const mapEndpoints = [listMaps, getMap, createMap, changeMap, publish, restore, discard]
