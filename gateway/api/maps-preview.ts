import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { contextOf, factsOf } from '../../engine/maps/context.ts'
import { previewReading, previewWriting } from '../../engine/maps/preview.ts'
import { envelopeOf, givenFor } from '../../engine/maps/replay.ts'
import { storedContent } from '../../engine/maps/samples.ts'
import { channelFacts } from '../../partners/channels/channel.ts'
import { type MapRow, mapRow } from '../../partners/maps/map-row.ts'
import { mapProblems } from '../../partners/maps/validate.ts'
import { exampleDocuments } from '../../translators/x12/implementation-guide/examples/registry.ts'
import { issueSchema } from './documents-present.ts'
import { json, retailerWrite } from './endpoint.ts'
import { found, idParams } from './fields.ts'
import { mapProblemSchema } from './maps-present.ts'

const previewSchema = z
  .object({
    problems: z.array(mapProblemSchema).describe('While there are any, nothing is tried.'),
    written: z
      .object({ text: z.string().describe('Empty where the document is refused.'), issues: z.array(issueSchema) })
      .nullable(),
    read: z
      .object({ documents: z.array(z.unknown()), issues: z.array(issueSchema) })
      .nullable()
      .describe('What was read in `file`.'),
  })
  .meta({ id: 'MapPreview', description: 'What a map makes of a document, and of a file.' })

const preview = retailerWrite({
  method: 'post',
  path: '/maps/{id}/preview',
  scope: 'maps:read',
  tag: 'Maps',
  summary: 'Try a version of a map',
  description:
    'Writes a document by it: a stored one of its kind, or else an example. Reads a file by it, where you send one. Nothing is stored, nothing leaves, and no control number is taken.',
  params: idParams,
  body: z
    .object({
      documentId: z.uuid().optional().describe('A document that came from or went to this partner.'),
      file: z.string().max(2_000_000).optional().describe('X12 or CSV, as the map’s format is.'),
    })
    .meta({ id: 'MapTrial' }),
  example: { file: 'ISA*00*' },
  answers: { 200: { description: 'What came of it.', schema: previewSchema } },
  async run({ orm, tenant: { retailerId }, params: { id }, body: { documentId, file } }) {
    const row = await mapRow(orm, retailerId, id)
    const problems = mapProblems(row.format, row.documentKind, row.overlay)
    if (problems.length > 0) return json(200, { problems, written: null, read: null })
    const channel = await channelFacts(orm, retailerId, row.partnershipId)
    const facts = channel ? await factsOf(orm, channel) : {}
    const { document, context } =
      documentId === undefined
        ? exampleOf(row, facts)
        : found(await storedContent(orm, row, documentId, facts), 'document of this kind')
    const { bytes, issues } = await previewWriting(row.format, row.overlay, document, context, envelopeOf(channel))
    const written = { text: new TextDecoder().decode(bytes), issues }
    return json(200, { problems, written, read: file === undefined ? null : await readWith(orm, row, file, facts) })
  },
})

function exampleOf({ documentKind }: MapRow, facts: Record<string, string>) {
  return { document: exampleDocuments[documentKind], context: { facts, source: exampleDocuments['purchase-order'] } }
}

async function readWith(orm: Orm, row: MapRow, file: string, facts: Record<string, string>) {
  const bytes = new TextEncoder().encode(file)
  const given = await givenFor(orm, row)
  const first = await previewReading(row.format, row.overlay, bytes, { facts }, given)
  const [document] = first.documents
  const context = document ? await contextOf(orm, row, facts, document) : { facts }
  // What is read may be held against the order that it speaks of, which only reading tells.
  return context.source ? await previewReading(row.format, row.overlay, bytes, context, given) : first
}

export const mapPreviewEndpoints = [preview]
