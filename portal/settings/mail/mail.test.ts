import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import { retailers } from '../../../db/schema/index.ts'
import { createPortal } from '../../app.tsx'
import { Client, portalDeps } from '../../testing/client.ts'
import { openWorld, password } from '../../testing/world.ts'

it('keeps the mail server with its password sealed, and sends a test to whoever asks', async () => {
  const hub = await emptyHub()
  const { here } = await openWorld(hub)
  const sent: unknown[] = []
  const app = createPortal({
    ...{ ...portalDeps, hub, log: { error: () => undefined } },
    sendTestMail: async (retailerId, to) => {
      sent.push({ retailerId, to })
      return { passed: true, steps: [{ title: 'Mail server', outcome: 'passed', says: 'Taken for you.' }] }
    },
  })
  const admin = new Client(app)
  await admin.signIn('admin@here.example', password)
  expect((await admin.post('/retailer/mail', { 't.host': '' })).status).toBe(422)
  const form = { 't.host': 'mail.example', 't.port': '2525', 't.from': 'hub@here.example', 't.password': 'hush hush' }
  expect((await admin.post('/retailer/mail', form)).status).toBe(303)
  await admin.post('/retailer/mail', { ...form, 't.password': '', 't.host': 'mail2.example' })
  const [row] = await hub.orm.select().from(retailers).where(eq(retailers.id, here.retailerId))
  const mail = row!.settings.mail as Record<string, string>
  expect(mail).toMatchObject({ host: 'mail2.example', port: 2525 })
  expect(portalDeps.box.open(mail.secrets!)).toBe('{"password":"hush hush"}')
  const page = await (await admin.get('/retailer/mail')).text()
  expect(page).not.toContain('hush hush')
  const tested = await admin.follow(await admin.post('/retailer/mail/test'))
  expect(await tested.text()).toContain('Taken for you.')
  expect(sent).toEqual([{ retailerId: here.retailerId, to: 'admin@here.example' }])
  await hub.close()
})
