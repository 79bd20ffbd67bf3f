import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { readBlob } from '../../db/blobs.ts'
import { channels, documents, messages } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import type { Issue } from '../../translators/issue.ts'
import { receiveMessage } from '../journal/receive.ts'
import { applyDocument } from './apply-document.ts'
import type { JobContext } from './context.ts'
import { deliverMessage } from './deliver-message.ts'
import { processMessage } from './process-message.ts'
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

  it('tells once of all in a file that read well and could not be applied, when the last of it is settled', async () => {
    const hub = await open()
    const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Cascade', offers: [] }] })
    const { partnershipId } = suppliers.Cascade!
    await hub.orm.update(channels).set({ transport: 'email' }).where(eq(channels.partnershipId, partnershipId))
    const rows = ['S-1', 'S-2'].map(number => `${number},2026-05-07,PO-NONE,1,2,UPS,1Z999AA10123456784`)
    const header = 'Shipment Number,Ship Date,PO Number,Line,Quantity,Carrier,Tracking Number'
    const bytes = Buffer.from([header, ...rows, ''].join('\r\n'))
    const told = { retailerId, partnershipId, fileName: 'shipped.csv', bytes, evidence: {} }
    const context = { hub, largestDocument: 10_000_000 } as unknown as JobContext
    const reports = () => hub.orm.select().from(messages).where(eq(messages.direction, 'out'))
    const { messageId } = await receiveMessage(hub, { ...told, transport: 'email', wireId: 'one' })
    await processMessage(context, { retailerId, messageId })
    const found = await hub.orm.select().from(documents).orderBy(documents.position)
    expect(found.map(({ number, status }) => [number, status])).toEqual([
      ['S-1', 'received'],
      ['S-2', 'received'],
    ])
    await applyDocument(context, { retailerId, documentId: found[0]!.id })
    expect(await reports()).toEqual([])
    await Promise.all(found.map(({ id }) => applyDocument(context, { retailerId, documentId: id })))
    const [report, ...more] = await reports()
    expect([report!.fileName, more]).toEqual(['errors-shipped.csv.txt', []])
    const text = Buffer.from(await readBlob(hub.orm, retailerId, report!.blobId)).toString()
    expect(text).toMatch(/1\. Ship notice S-1: .*PO-NONE[\s\S]*2\. Ship notice S-2: .*PO-NONE/)

    const { messageId: posted } = await receiveMessage(hub, { ...told, transport: 'rest', wireId: 'two' })
    await processMessage(context, { retailerId, messageId: posted })
    const again = await hub.orm.select().from(documents).where(eq(documents.messageId, posted))
    for (const { id } of again) await applyDocument(context, { retailerId, documentId: id })
    expect(await reports()).toHaveLength(1)
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
