import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { desc, eq } from 'drizzle-orm'
import { afterAll, expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { messages } from '../../db/schema/index.ts'
import { readOrigin } from '../../engine/messages/origin.ts'
import { readReceiptFile } from '../../engine/messages/receipt-file.ts'
import { testTime } from '../../partners/certificates/testing/made.ts'
import { say } from '../cli/testing/run.ts'
import { sendAs2 } from '../transports/as2/send.ts'
import { outbound } from '../transports/as2/testing/messages.ts'
import { openExchange } from './testing/exchange.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-evidence-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const at = ['--at', testTime.toISOString()]
const verify = (receipt: Uint8Array, certificate: string) =>
  say(['as2', 'verify-receipt', '--certificate', certificate, ...at], receipt)

describeOnBothDatabases('What is kept of an AS2 exchange', database => {
  it('proves receipt of what we sent, under the partner’s certificate and no other', async () => {
    const hub = await database({ now: () => testTime })
    const world = await openExchange(hub)
    const id = await world.queue()
    await world.work(id)
    world.close()
    const receipt = await readReceiptFile(hub, world.retailerId, id)
    const [ours, theirs] = [world.certificates.ours, world.certificates.theirs].map((one, index) =>
      file(`sent-${index}.pem`, one.certificate),
    )
    expect(await verify(receipt!, theirs!)).toMatchObject({
      status: 0,
      out: expect.stringMatching(new RegExp(`Message: <${id}@hub>\n.*processed.*\nMIC: [\\w+/=]{44}, sha-?256`)),
    })
    expect(await verify(receipt!, ours!)).toMatchObject({ status: 1 })
    expect(await readReceiptFile(hub, hub.newId(), id)).toBeUndefined()
  })

  it('proves who sent what we received, and what we answered', async () => {
    const hub = await database({ now: () => testTime })
    const world = await openExchange(hub)
    const deps = { now: () => testTime, allowPrivateAddresses: true }
    expect(await sendAs2(outbound(hub.newId()), world.partner.settings(), deps)).toMatchObject({ ok: true })
    world.close()
    const [kept] = await hub.orm.select().from(messages).where(eq(messages.direction, 'in')).orderBy(desc(messages.id))
    const [ours, theirs] = [world.certificates.ours, world.certificates.theirs].map((one, index) =>
      file(`received-${index}.pem`, one.certificate),
    )
    const receipt = await readReceiptFile(hub, world.retailerId, kept!.id)
    expect(await verify(receipt!, ours!)).toMatchObject({ status: 0 })
    const origin = Buffer.concat(await Array.fromAsync((await readOrigin(hub, world.retailerId, kept!.id))!))
    const inspect = (bytes: Uint8Array) => say(['as2', 'inspect', '--partner', theirs!, ...at], bytes)
    expect(await inspect(origin)).toMatchObject({
      status: 0,
      out: expect.stringContaining('Signature: holds under CN=theirs'),
    })
    const altered = Buffer.from(origin.toString('latin1').replace('PO-1', 'PO-2'), 'latin1')
    expect(await inspect(altered)).toMatchObject({ status: 1, out: expect.stringContaining('Not opened') })
  })
})
