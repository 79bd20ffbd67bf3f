import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Browser, chromium } from 'playwright-core'
import ssh2, { type SFTPWrapper } from 'ssh2'
import { describe, expect, it } from 'vitest'
import type { HubDatabase } from '../db/hub-database.ts'
import { as2Presets, checkTransport } from '../gateway/doors/channel-forms.ts'
import { testChannel } from '../gateway/doors/connection.ts'
import { sftpDoor } from '../gateway/doors/sftp.ts'
import { jobHandlers } from '../gateway/jobs/registry.ts'
import { answer } from '../gateway/testing/cascade.ts'
import { deliver } from '../gateway/transports/registry.ts'
import { generateHostKeys } from '../gateway/transports/sftp/host-key.ts'
import { startSftpServer } from '../gateway/transports/sftp/server.ts'
import { createPortal } from '../portal/app.tsx'
import { desk, hindrancesOn, signIn, watch, withoutBrowser } from '../portal/testing/browser.ts'
import { portalDeps } from '../portal/testing/client.ts'
import { openWorld } from '../portal/testing/world.ts'
import type { BusinessDocument, PurchaseOrder } from '../translators/documents/index.ts'
import { readX12, writeX12 } from '../translators/x12/index.ts'
import { emptyHub } from './support/databases.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const login = { username: 'bluebird', password: 'a long enough password' }

/** A hub with its portal, its jobs and its SFTP server, and a browser. */
async function openHub() {
  const hub = await emptyHub()
  const { box } = portalDeps
  await openWorld(hub)
  const context = { hub, box, log: silent as never, allowPrivateAddresses: true }
  const deps = { now: hub.now, allowPrivateAddresses: true }
  await hub.startWorkers(
    jobHandlers({
      ...{ hub, box, deliver: (message, channel) => deliver(message, channel, deps) },
      deliverReceipt: async () => undefined,
    }),
  )
  const hostKeys = generateHostKeys()
  const mailbox = sftpDoor(context)
  const sftp = await startSftpServer({ port: 0, host: '127.0.0.1', hostKeys, mailbox, log: silent as never })
  const app = createPortal({
    ...{ ...portalDeps, hub, publicUrl: 'http://portal.invalid', log: silent },
    channelForms: { check: checkTransport, as2Presets },
    testConnection: partnership => testChannel(context, partnership),
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const browser: Browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  return {
    ...{ hub, browser, sftpPort: sftp.port, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    close: async () => {
      await browser.close()
      await new Promise(resolve => server.close(resolve))
      await sftp.close()
      await hub.close()
    },
  }
}

/** The partner's own program: signs in, does something, and leaves. */
async function asPartner<T>(port: number, does: (sftp: SFTPWrapper) => Promise<T>): Promise<T> {
  const client = new ssh2.Client()
  await new Promise((resolve, reject) => {
    client.on('ready', () => resolve(undefined)).on('error', reject)
    client.connect({ host: '127.0.0.1', port, ...login })
  })
  try {
    return await does(
      await new Promise((resolve, reject) => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)))),
    )
  } finally {
    client.end()
  }
}

const names = (sftp: SFTPWrapper, folder: string) =>
  new Promise<string[]>((resolve, reject) =>
    sftp.readdir(folder, (error, list) => (error ? reject(error) : resolve(list.map(({ filename }) => filename)))),
  )
const get = (sftp: SFTPWrapper, path: string) =>
  new Promise<Buffer>((resolve, reject) =>
    sftp.readFile(path, (error, bytes) => (error ? reject(error) : resolve(bytes))),
  )
const put = (sftp: SFTPWrapper, path: string, bytes: Uint8Array) =>
  new Promise<void>((resolve, reject) =>
    sftp.writeFile(path, Buffer.from(bytes), error => (error ? reject(error) : resolve())),
  )

/** An interchange of the partner's, marked as a test. */
function testFile(number: number, content: BusinessDocument): Uint8Array {
  return writeX12([content], {
    ...{ senderQualifier: '12', sender: '5035550100', receiverQualifier: 'ZZ', receiver: 'HARBORPINE' },
    ...{ version: '004010', usage: 'T', interchangeControlNumber: number, groupControlNumber: number },
    ...{ firstSetControlNumber: 1, at: '2026-05-04T10:00:00Z' },
  }).bytes
}

async function settled(hub: HubDatabase): Promise<void> {
  while ((await hub.pendingJobs()) > 0) await new Promise(resolve => setImmediate(resolve))
}

describe.skipIf(withoutBrowser)('Onboarding a partner over SFTP', () => {
  for (const javaScriptEnabled of [false, true]) {
    it(`leads from nothing to live, ${javaScriptEnabled ? 'with' : 'without'} script`, {
      timeout: 180_000,
    }, async () => {
      const { hub, browser, sftpPort, base, close } = await openHub()
      const context = await browser.newContext({ ...desk, javaScriptEnabled })
      const page = await signIn(context, base, 'operations@here.example')
      await page.goto(`${base}/retailer/partners`)
      await page.getByRole('link', { name: 'Add partner' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Bluebird Linens')
      await page.getByRole('button', { name: 'Add partner' }).click()
      const partner = page.url()
      await page.getByRole('link', { name: 'Channel', exact: true }).click()
      await page.getByRole('link', { name: 'SFTP, they come to us' }).click()
      await page.getByLabel('The partner’s user name').fill(login.username)
      await page.getByLabel('Password').fill(login.password)
      await page.getByLabel('Our qualifier').fill('ZZ')
      await page.getByLabel('Our name').fill('HARBORPINE')
      await page.getByLabel('The partner’s qualifier').fill('12')
      await page.getByLabel('The partner’s name').fill('5035550100')
      await page.getByRole('button', { name: 'Save channel' }).click()
      await page.getByText('The channel is saved.').waitFor()
      await page.getByRole('link', { name: 'Test documents' }).click()
      await page.getByRole('button', { name: 'Send a test order' }).click()
      await page.getByText('is on its way').waitFor()
      await settled(hub)

      const order = await asPartner(sftpPort, async sftp => {
        const [file] = await names(sftp, '/outbound')
        const [interchange] = readX12(await get(sftp, `/outbound/${file}`)).interchanges
        expect(interchange!.usage).toBe('T')
        return interchange!.groups[0]!.sets[0]!.document as PurchaseOrder
      })
      const { acknowledgment, shipNotices, invoices } = answer(order)
      const short = { ...acknowledgment, lines: acknowledgment.lines.slice(1) }
      await asPartner(sftpPort, sftp => put(sftp, '/inbound/short.edi', testFile(1, short)))
      await settled(hub)
      await page.goto(`${partner}/tests`)
      await page.getByText('Line 1 is not answered.').waitFor()
      const files = [acknowledgment, shipNotices[0]!, invoices[0]!.invoice]
      for (const [index, content] of files.entries()) {
        await asPartner(sftpPort, sftp => put(sftp, `/inbound/${index}.edi`, testFile(index + 2, content)))
        await settled(hub)
      }
      await page.goto(`${partner}/tests`)
      expect(await page.locator('[data-answer][data-good=true]').count()).toBe(3)
      await page.goto(partner)
      await page.getByRole('button', { name: 'Certify' }).click()
      await page.getByText('The partner is certified.').waitFor()
      await page.getByRole('button', { name: 'Go live' }).click()
      await page.getByText('The partner is live').waitFor()
      await close()
    })
  }

  it('has pages that everybody can use', { timeout: 180_000 }, async () => {
    const { browser, base, close } = await openHub()
    const page = await signIn(await browser.newContext(), base, 'admin@here.example')
    const faults = watch(page, base)
    await page.goto(`${base}/retailer/partners/new`)
    await page.getByLabel('Name', { exact: true }).fill('Bluebird Linens')
    await page.getByRole('button', { name: 'Add partner' }).click()
    const at = new URL(page.url()).pathname
    const kinds = ['sftp-host', 'sftp-client', 'as2&preset=sterling', 'email']
    const forms = kinds.map(kind => `${at}/channel?kind=${kind}`)
    const hindering = await hindrancesOn(page, base, [
      '/retailer/partners/new',
      at,
      `${at}/tests`,
      `${at}/history`,
      ...forms,
    ])
    expect({ hindering, faults }).toEqual({ hindering: [], faults: [] })
    await close()
  })
})
