import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { readBlob } from '../../db/blobs.ts'
import { channels, messages } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import type { Issue } from '../../translators/issue.ts'
import { receiveMessage } from '../journal/receive.ts'
import type { JobContext } from './context.ts'
import { deliverMessage } from './deliver-message.ts'
import { reportProblems } from './report-problems.ts'

describeOnBothDatabases('A report on a file that could not be read', open => {
  it.each(['sftp', 'ftp', 'email'] as const)('goes to the partner over %s', async transport => {
    const reports = await reportsOver(transport)
    expect(reports).toMatchObject([{ transport, fileName: 'errors-stock-1.csv.txt', status: 'queued' }])
    expect(reports[0]!.text).toContain('1. Row 3 has no quantity. Expected: a number.')
  })

  it.each(['as2', 'rest'] as const)('does not go over %s, where machines read', async transport => {
    expect(await reportsOver(transport)).toEqual([])
  })

  it('is read in the mail itself, whose subject says what was not processed', async () => {
    const [report] = await reportsOver('email')
    const went: { subject: string; text?: string }[] = []
    const context = {
      hub: report!.hub,
      box: secretBox('a secret for these tests only'),
      deliver: async (message: { subject: string; text?: string }) => {
        went.push(message)
        return { ok: true, confirmed: true } as const
      },
      deliverReceipt: async () => undefined,
    }
    await deliverMessage(context as unknown as JobContext, { retailerId: report!.retailerId, messageId: report!.id })
    expect(went).toMatchObject([
      {
        subject: expect.stringMatching(/^Not processed by .+: stock-1\.csv$/),
        text: expect.stringContaining('1. Row 3 has no quantity.'),
      },
    ])
  })

  async function reportsOver(transport: 'sftp' | 'ftp' | 'email' | 'as2' | 'rest') {
    const hub = await open()
    const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Cascade', offers: [] }] })
    const { partnershipId } = suppliers.Cascade!
    await hub.orm.update(channels).set({ transport }).where(eq(channels.partnershipId, partnershipId))
    const bytes = Buffer.from('sku,quantity\n')
    const file = { retailerId, partnershipId, transport, fileName: 'stock 1.csv', bytes, wireId: 'one', evidence: {} }
    const { messageId } = await receiveMessage(hub, file)
    const [received] = await hub.orm.select().from(messages).where(eq(messages.id, messageId))
    const message = 'Row 3 has no quantity.'
    const issue: Issue = { severity: 'error', code: 'missing', at: { row: 3 }, message, expected: 'a number' }
    await hub.work('system', work => reportProblems(work, received!, partnershipId, [issue]))
    const outbound = and(eq(messages.retailerId, retailerId), eq(messages.direction, 'out'))
    const rows = await hub.orm.select().from(messages).where(outbound)
    return await Promise.all(
      rows.map(async row => ({
        ...row,
        hub,
        text: Buffer.from(await readBlob(hub.orm, retailerId, row.blobId)).toString(),
      })),
    )
  }
})
