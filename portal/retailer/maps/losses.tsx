import { ApplicationError } from '../../../db/application-error.ts'
import { factsOf } from '../../../engine/maps/context.ts'
import { channelFacts } from '../../../partners/channels/channel.ts'
import { mapRow } from '../../../partners/maps/map-row.ts'
import { mapProblems } from '../../../partners/maps/validate.ts'
import { csvLayout } from '../../../translators/csv/index.ts'
import { type FieldLoss, lossesOfKind } from '../../../translators/field-loss/field-losses.ts'
import { exampleDocuments } from '../../../translators/x12/implementation-guide/examples/registry.ts'
import { overlaySchema } from '../../../translators/x12/index.ts'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import { Badge, type StateLook } from '../../ui/badge.tsx'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { mapName } from './query.ts'
import { texts as t } from './texts.ts'
import { pathOf } from './versions-table.tsx'

const looks: Record<FieldLoss['kind'], StateLook> = {
  'not-carried': { word: 'Left out', tone: 'warn', icon: 'cross' },
  changed: { word: 'Changed', tone: 'bad', icon: 'alert' },
  refused: { word: 'Refused', tone: 'bad', icon: 'cross' },
}

/** Which fields of the hub's document a version cannot carry. */
export async function showLosses(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const row = await mapRow(hub.orm, retailerId, idParam(c))
  const { format, documentKind, overlay } = row
  if (mapProblems(format, documentKind, overlay).length > 0) throw new ApplicationError('wrong-state', t.correctFirst)
  const channel = await channelFacts(hub.orm, retailerId, row.partnershipId)
  const context = { facts: channel ? await factsOf(hub.orm, channel) : {}, source: exampleDocuments['purchase-order'] }
  const losses = await lossesOfKind(
    documentKind,
    format === 'csv'
      ? { format, layout: csvLayout.parse(overlay) }
      : { format, version: channel?.version ?? '004010', overlay: overlaySchema.parse(overlay), context },
  )
  const name = mapName(format, documentKind)
  return page(
    c,
    { title: t.losses, current: 'partners' },
    <>
      <PageHeader
        back={{ href: pathOf(row.id), word: `${name}, version ${row.version}` }}
        title={t.losses}
        about={t.lossesAbout}
      />
      {losses.length === 0 ? (
        <Empty title={t.noLosses}>{t.noLossesHint}</Empty>
      ) : (
        <Table
          label={t.losses}
          rows={losses}
          columns={[
            { heading: 'Field', cell: loss => <code>{loss.path}</code> },
            { heading: 'What happens', cell: loss => <Badge {...looks[loss.kind]} /> },
            { heading: 'In words', cell: loss => loss.message },
          ]}
        />
      )}
    </>,
  )
}
