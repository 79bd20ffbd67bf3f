import { ApplicationError } from '../../../db/application-error.ts'
import { type MapReplay, replayMap } from '../../../engine/maps/replay.ts'
import { type MapChange, mapChanges } from '../../../partners/maps/changes.ts'
import { type MapRow, mapRow } from '../../../partners/maps/map-row.ts'
import { publishMap } from '../../../partners/maps/publish.ts'
import { publishedMaps } from '../../../partners/maps/published.ts'
import { emptyMap, mapProblems } from '../../../partners/maps/validate.ts'
import type { MapProblem } from '../../../translators/x12/index.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import { Input, Select } from '../../ui/fields.tsx'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { ChangesPart } from './preview-parts.tsx'
import { listVersions, mapName } from './query.ts'
import { ReplayPart } from './replay-part.tsx'
import { texts as t } from './texts.ts'
import { pathOf } from './versions-table.tsx'

/** How many of the last documents may be tried, and how long a person waits for it. */
const [sizes, patience] = [['20', '50', '200'], 8_000]

/** What publishing a draft would change: in words, and for the documents that passed lately. */
export async function showPublication(
  c: PortalContext,
  { hub }: PortalDeps,
  values: FormValues = {},
  errors: FormValues = {},
) {
  const { retailerId } = c.var.retailer
  const row = await draftOf(c, hub)
  const last = sizes.includes(c.req.query('last') ?? '') ? c.req.query('last')! : sizes[1]!
  const versions = await listVersions(hub.orm, retailerId, row.partnershipId)
  const used = (await publishedMaps(hub.orm, retailerId, row.partnershipId, row.format)).get(row.documentKind)
  const bounds = { most: Number(last), milliseconds: patience, clock: () => performance.now() }
  const props = {
    ...{ row, last, values, errors },
    changes: mapChanges(used ?? emptyMap(row.format, row.documentKind), row.overlay),
    changesFrom: versions.find(
      each => each.status === 'published' && each.format === row.format && each.kind === row.documentKind,
    )?.version,
    problems: mapProblems(row.format, row.documentKind, row.overlay),
    replay: await replayMap(hub.orm, row, row.overlay, bounds),
  }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: t.toPublish, current: 'partners', status }, <PublicationPage {...props} />)
}

async function draftOf(c: PortalContext, hub: PortalDeps['hub']): Promise<MapRow> {
  const row = await mapRow(hub.orm, c.var.retailer.retailerId, idParam(c))
  if (row.status !== 'draft') throw new ApplicationError('wrong-state', `Version ${row.version} is no draft.`)
  return row
}

/** Puts a draft into use. */
export async function takePublication(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const row = await draftOf(c, deps.hub)
  const command = { retailerId: row.retailerId, id: row.id, reason: values.reason ?? '' }
  try {
    const { version } = await deps.hub.work(actorOf(c.var.viewer), work => publishMap(work, command))
    leaveFlash(c, 'good', t.published(version))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return await showPublication(c, deps, values, error.fields ?? {})
  }
  return c.redirect(pathOf(row.id), 303)
}

interface PublicationPageProps {
  row: MapRow
  changes: MapChange[]
  changesFrom: number | undefined
  problems: MapProblem[]
  replay: MapReplay | undefined
  last: string
  values: FormValues
  errors: FormValues
}

function PublicationPage({ row, changes, changesFrom, problems, replay, last, values, errors }: PublicationPageProps) {
  const path = pathOf(row.id)
  const name = mapName(row.format, row.documentKind)
  return (
    <>
      <PageHeader
        back={{ href: path, word: `${name}, version ${row.version}` }}
        title={t.publishing(name, row.version)}
      />
      <div class="columns">
        <div class="stack">
          {replay ? <ReplayPart replay={replay} /> : null}
          <ChangesPart changes={changes} from={changesFrom} />
        </div>
        <aside class="stack">
          {problems.length > 0 ? (
            <Notice tone="warn" title={t.tooEarly}>
              <p>
                <a href={path}>{t.problems(problems.length)}</a>
              </p>
            </Notice>
          ) : (
            <form class="form" method="post" action={`${path}/publication`} data-form="publication">
              <Input
                name="reason"
                label={t.reason}
                hint={t.reasonHint}
                required
                value={values.reason}
                error={errors.reason}
              />
              <button type="submit" class="button button-primary">
                {t.publish}
              </button>
            </form>
          )}
          {replay ? (
            <form class="form" method="get" action={`${path}/publication`}>
              <Select
                name="last"
                label={t.replayMany}
                value={last}
                options={sizes.map(size => ({ value: size, word: `The last ${size}` }))}
              />
              <button type="submit" class="button">
                {t.again}
              </button>
            </form>
          ) : null}
          <Section title={t.discard}>
            <form method="post" action={`${path}/discard`}>
              <button type="submit" class="button button-bad" data-confirm={t.discardQuestion}>
                {t.discard}
              </button>
            </form>
          </Section>
        </aside>
      </div>
    </>
  )
}
