import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { auditLog, channels, documents, identities, partnerships } from '../../../db/schema/index.ts'
import { createPortal } from '../../app.tsx'
import { Client, portalDeps } from '../../testing/client.ts'
import { openWorld, password, type World } from '../../testing/world.ts'

const newPartner = {
  name: 'Bluebird Linens',
  currency: 'USD',
  netDays: '30',
  vendorNumber: 'V-77',
  postalCode: '97205',
}

const sftp = {
  kind: 'sftp-host',
  format: 'x12',
  version: '005010',
  'n.username': 'bluebird',
  't.password': 'a long enough password',
  'x.own.qualifier': 'ZZ',
  'x.own.id': 'HARBORPINE',
  'x.partner.qualifier': '12',
  'x.partner.id': '5035550100',
  'x.answers.functional': '997',
  'x.answers.interchange': 'asked',
  'x.usage': 'P',
  'x.severities': 'set-count-mismatch = ignore',
}

async function start(hub: HubDatabase) {
  const world = await openWorld(hub)
  const operator = await world.as('operations@here.example')
  const made = await operator.post('/retailer/partners', newPartner)
  const at = made.headers.get('location')!
  return { world, operator, at, id: at.split('/').at(-1)!, made }
}

const channelOf = async ({ hub, here: { retailerId } }: World, id: string) => {
  const mine = and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, id), eq(channels.active, true))
  return (await hub.orm.select().from(channels).where(mine))[0]
}

describeOnBothDatabases('Onboarding', open => {
  it('adds a partner to be tested with, and says in words what is wrong with a form', async () => {
    const { world, operator, at, id, made } = await start(await open())
    expect(made.status).toBe(303)
    const [row] = await world.hub.orm.select().from(partnerships).where(eq(partnerships.id, id))
    expect(row).toMatchObject({ status: 'testing', vendorNumber: 'V-77', terms: { netDays: 30 } })
    const page = await (await operator.get(at)).text()
    expect(page).toMatch(/data-step="channel" data-state="next"/)
    const taken = await operator.post('/retailer/partners', newPartner)
    expect(taken.status).toBe(422)
    expect(await taken.text()).toContain('has this name already')
    const wrong = await (
      await operator.post('/retailer/partners', { name: '', currency: 'dollars', netDays: 'x' })
    ).text()
    expect(wrong).toMatch(/Enter a name.*three letters.*whole number/s)
  })

  it('keeps a channel’s secrets, shows them never again, and tells names apart', async () => {
    const { world, operator, at, id } = await start(await open())
    const saved = await operator.post(`${at}/channel`, sftp)
    expect(saved.status).toBe(303)
    const first = await channelOf(world, id)
    expect(first).toMatchObject({ transport: 'sftp', version: '005010', settings: { transport: { mode: 'host' } } })
    expect(first!.settings).toMatchObject({ x12: { severities: { 'set-count-mismatch': 'ignore' } } })
    expect(first!.secrets).not.toContain('enough')
    const form = await (await operator.get(`${at}/channel`)).text()
    expect(form).not.toContain(sftp['t.password'])
    expect(form).toMatch(/value="bluebird".*Stored\. Leave it empty to keep it/s)
    await operator.post(`${at}/channel`, { ...sftp, 't.password': '', 'n.username': 'bluebird2' })
    expect(portalDeps.box.open((await channelOf(world, id))!.secrets!)).toContain(sftp['t.password'])
    const names = await world.hub.orm.select().from(identities).where(eq(identities.partnershipId, id))
    expect(names.map(({ kind, partner }) => `${kind} ${partner}`).sort()).toEqual([
      'sftp bluebird2',
      'x12 12:5035550100',
    ])
    const other = (await operator.post('/retailer/partners', { ...newPartner, name: 'Other' })).headers.get('location')!
    const clash = await operator.post(`${other}/channel`, { ...sftp, 'n.username': 'other' })
    expect(clash.status).toBe(422)
    expect(await clash.text()).toContain('Another partner is known by this name already')
    const log = await world.hub.orm
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, 'channel.changed'))
      .orderBy(auditLog.id)
    expect(log).toHaveLength(2)
    expect(JSON.stringify(log)).not.toContain('enough')
  })

  it('refuses what a channel’s transport would refuse, at the field', async () => {
    const { operator, at } = await start(await open())
    const weak = await operator.post(`${at}/channel`, { ...sftp, 't.password': 'short' })
    expect(weak.status).toBe(422)
    expect(await weak.text()).toContain('Choose at least 12 letters')
    const bad = await operator.post(`${at}/channel`, { ...sftp, 'x.own.id': '', 'x.partner.qualifier': 'zzz' })
    expect(await bad.text()).toMatch(/This is needed.*2 fields|2 fields.*This is needed/s)
  })

  it('sends a test order while testing, and lets only an administrator go on without answers, for a reason', async () => {
    const { world, operator, at, id } = await start(await open())
    await operator.post(`${at}/channel`, sftp)
    expect((await operator.post(`${at}/tests`)).status).toBe(303)
    const [order] = await world.hub.orm.select().from(documents).where(eq(documents.partnershipId, id))
    expect(order).toMatchObject({ kind: 'purchase-order', direction: 'out', purchaseOrderId: null })
    expect(order!.number).toMatch(/^TEST-/)
    const page = await (await operator.get(at)).text()
    expect(page).toMatch(/Not shown yet: Acknowledgment/)
    expect((await operator.post(`${at}/status`, { move: 'certify', 'reason-certify': 'because' })).status).toBe(409)
    const admin = await world.as('admin@here.example')
    expect((await admin.post(`${at}/status`, { move: 'certify' })).status).toBe(422)
    expect((await admin.post(`${at}/status`, { move: 'go-live' })).status).toBe(409)
    expect((await admin.post(`${at}/status`, { move: 'certify', 'reason-certify': 'known for years' })).status).toBe(
      303,
    )
    expect((await operator.post(`${at}/status`, { move: 'go-live' })).status).toBe(303)
    expect((await operator.post(`${at}/tests`)).status).toBe(409)
    expect((await operator.post(`${at}/status`, { move: 'pause' })).status).toBe(422)
    expect((await operator.post(`${at}/status`, { move: 'pause', 'reason-pause': 'strike' })).status).toBe(303)
    expect((await operator.post(`${at}/status`, { move: 'end', 'reason-end': 'sold' })).status).toBe(303)
    expect((await operator.post(`${at}/channel`, sftp)).status).toBe(409)
    const history = await (await admin.get(`${at}/history`)).text()
    expect(history).toMatch(/known for years/)
  })

  it('shows the host key of a server and keeps it once a person has confirmed it', async () => {
    const world = await openWorld(await open())
    const hostKey = `SHA256:${'a'.repeat(43)}`
    const app = createPortal({
      ...{ ...portalDeps, hub: world.hub, log: { error: () => undefined } },
      testConnection: async () => ({
        passed: true,
        steps: [{ title: 'Host key', outcome: 'skipped' as const, says: 'It shows a key.', hostKey }],
      }),
    })
    const operator = new Client(app)
    await operator.signIn('operations@here.example', password)
    const at = (await operator.post('/retailer/partners', newPartner)).headers.get('location')!
    const settings = {
      kind: 'sftp-client',
      format: 'csv',
      't.host': 'files.example',
      't.username': 'us',
      't.password': 'pw',
    }
    expect((await operator.post(`${at}/channel`, settings)).status).toBe(303)
    expect(await (await operator.post(`${at}/connection-test`)).text()).toContain(`value="${hostKey}"`)
    expect((await operator.post(`${at}/host-keys`, { hostKey })).status).toBe(303)
    const channel = await channelOf(world, at.split('/').at(-1)!)
    expect(channel!.settings).toMatchObject({ transport: { mode: 'client', hostKeys: [hostKey] } })
    expect(await (await operator.get(at)).text()).toContain('has not been tested since')
  })

  it('keeps contacts and notes', async () => {
    const { operator, at } = await start(await open())
    expect((await operator.post(`${at}/contacts`, { name: 'Ann', email: 'nowhere' })).status).toBe(422)
    await operator.post(`${at}/contacts`, { name: 'Ann Lee', about: 'EDI', email: 'ann@bluebird.example', phone: '' })
    await operator.post(`${at}/notes`, { note: 'Closed in <August>.' })
    const page = await (await operator.get(at)).text()
    expect(page).toMatch(/Closed in &lt;August&gt;\./)
    expect(page).toContain('ann@bluebird.example')
    const [, contact] = /name="contact" value="([0-9a-f-]+)"/.exec(page)!
    await operator.post(`${at}/contacts/removal`, { contact: contact! })
    expect(await (await operator.get(at)).text()).not.toContain('ann@bluebird.example')
  })
})
