import { readFileSync } from 'node:fs'
import { asc, desc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import {
  documents,
  exceptions,
  invoiceReviews,
  invoices,
  messages,
  pdfLayouts,
  purchaseOrders,
} from '../../db/schema/index.ts'
import { confirmReview } from '../../engine/invoices/review/confirm.ts'
import { refuseReview } from '../../engine/invoices/review/refuse.ts'
import { invoice as invoiceSchema } from '../../translators/documents/index.ts'
import { renderPdf } from '../../translators/pdf/index.ts'
import type { PdfReading } from '../../translators/pdf/invoice/index.ts'
import { receiveMessage } from '../journal/receive.ts'
import { TradingHub } from '../testing/trading-hub.ts'
import { readPdfAside } from './read-pdf-aside.ts'

let trading: TradingHub
let order: string
beforeEach(async () => {
  const hub = await emptyHub()
  trading = await TradingHub.start(hub)
  await trading.order([
    { sku: 'QUILT', quantity: '2' },
    { sku: 'LAMP', quantity: '4' },
  ])
  const [row] = await hub.orm.select().from(purchaseOrders)
  order = row!.number
})
afterEach(() => trading.hub.close())

/** The supplier's invoice for the order. `titled`: whether the word before its number says what it is. */
function invoicePdf({
  number,
  total = '148.50',
  titled = 'Invoice no.',
  named = order,
}: {
  number: string
  total?: string
  titled?: string
  named?: string
}): Promise<Uint8Array> {
  const today = trading.hub.now().toISOString().slice(0, 10)
  const right = (text: string) => ({ text, alignment: 'right' as const })
  const fact = (word: string, value: string) => ({ columns: [{ width: 100, text: word }, value] })
  return renderPdf({
    title: number,
    createdAt: '2026-03-01T00:00:00Z',
    content: [
      'Cascade',
      fact(titled, number),
      fact('Invoice date', today),
      fact('PO number', named),
      {
        table: {
          widths: [90, '*', 60, 70, 80],
          body: [
            ['Item no.', 'Description', right('Qty'), right('Unit price'), right('Amount')],
            ['C-QUILT', 'Quilt', right('2'), right('40.00'), right('80.00')],
            ['C-LAMP', 'Lamp', right('4'), right('12.50'), right('50.00')],
          ],
        },
      },
      { columns: ['', { width: 100, text: 'Freight' }, { width: 80, ...right('18.50') }] },
      { columns: ['', { width: 100, text: 'Invoice total USD' }, { width: 80, ...right(total) }] },
    ],
  })
}

async function send(bytes: Uint8Array, from: 'partner' | 'nobody' = 'partner') {
  const { hub, retailerId, partnershipId } = trading
  const { messageId } = await receiveMessage(hub, {
    retailerId,
    ...(from === 'partner' ? { partnershipId } : {}),
    transport: 'email',
    wireId: hub.newId(),
    fileName: 'invoice.pdf',
    bytes,
  })
  await trading.settled()
  const [message] = await hub.orm.select().from(messages).where(eq(messages.id, messageId))
  const [document] = await hub.orm.select().from(documents).where(eq(documents.messageId, messageId))
  return { message: message!, document }
}

const billed = () =>
  trading.hub.orm
    .select({ number: invoices.number, total: invoices.total, documentId: invoices.documentId })
    .from(invoices)
    .orderBy(asc(invoices.id))
const reviews = () => trading.hub.orm.select().from(invoiceReviews).orderBy(desc(invoiceReviews.documentId))
const codesOf = (reading: unknown) => (reading as PdfReading).doubts.map(({ code }) => code)

describe('a PDF that a supplier sends', () => {
  it('is applied by itself where everything is certain, with its document and bytes', async () => {
    const { message, document } = await send(await invoicePdf({ number: 'C-501' }))
    expect([message.status, document?.status]).toEqual(['processed', 'applied'])
    expect(await billed()).toEqual([{ number: 'C-501', total: '148.5', documentId: document!.id }])
    expect(await reviews()).toEqual([])
  })

  it('waits for a person where it does not add up, and becomes an invoice when confirmed', async () => {
    const { message, document } = await send(await invoicePdf({ number: 'C-502', total: '149.50' }))
    expect([message.status, document?.status, document?.content]).toEqual(['processed', 'received', null])
    expect(await billed()).toEqual([])
    const [review] = await reviews()
    expect(codesOf(review!.reading)).toEqual(['does-not-foot'])
    const { retailerId } = trading
    const confirmed = invoiceSchema.parse({ ...(review!.reading as PdfReading).draft, total: '149.50' })
    const command = { retailerId, documentId: document!.id, invoice: confirmed }
    const outcome = await trading.hub.work('user:ann', work => confirmReview(work, command))
    expect(outcome.result).toBe('applied')
    expect(await billed()).toEqual([{ number: 'C-502', total: '149.5', documentId: document!.id }])
    await expect(trading.hub.work('user:ben', work => confirmReview(work, command))).rejects.toMatchObject({
      code: 'wrong-state',
    })
    const [kept] = await trading.hub.orm.select().from(pdfLayouts)
    expect(kept).toMatchObject({ type: 'invoice', confirmedBy: 'user:ann', documentId: document!.id })
  })

  it('of a look that was confirmed goes through, and of another waits', async () => {
    const strange = await send(await invoicePdf({ number: 'C-503', titled: 'Beleg-Kennung' }))
    const [review] = await reviews()
    expect(codesOf(review!.reading)).toEqual(['no-number'])
    const confirmed = invoiceSchema.parse({ ...(review!.reading as PdfReading).draft, number: 'C-503' })
    const { retailerId } = trading
    await trading.hub.work('user:ann', work =>
      confirmReview(work, { retailerId, documentId: strange.document!.id, invoice: confirmed }),
    )
    await send(await invoicePdf({ number: 'C-504', titled: 'Beleg-Kennung' }))
    expect((await billed()).map(({ number }) => number)).toEqual(['C-503', 'C-504'])
    await send(await invoicePdf({ number: 'C-505' }))
    const [other] = await reviews()
    expect(codesOf(other!.reading)).toEqual(['layout-changed'])
  })

  it('is the same invoice as the one that came as data before', async () => {
    const { retailerId, partnershipId } = trading
    const pdf = await invoicePdf({ number: 'C-506' })
    const first = await send(pdf)
    const json = { ...(first.document!.content as object) }
    await receiveMessage(trading.hub, {
      retailerId,
      partnershipId,
      transport: 'rest',
      wireId: 'again',
      bytes: new TextEncoder().encode(JSON.stringify(json)),
    })
    await trading.settled()
    expect(await billed()).toHaveLength(1)
    const found = await trading.hub.orm
      .select({ status: documents.status })
      .from(documents)
      .where(eq(documents.number, 'C-506'))
      .orderBy(asc(documents.id))
    expect(found.map(({ status }) => status)).toEqual(['applied', 'duplicate'])
  })

  it('is refused with a reason by a person, for good', async () => {
    const { document } = await send(await invoicePdf({ number: 'C-507', total: '1.00' }))
    const { retailerId } = trading
    const command = { retailerId, documentId: document!.id, reason: 'It is a quotation.' }
    await expect(
      trading.hub.work('user:ann', work => refuseReview(work, { ...command, reason: ' ' })),
    ).rejects.toMatchObject({ code: 'invalid-input' })
    await trading.hub.work('user:ann', work => refuseReview(work, command))
    const [settled] = await trading.hub.orm.select().from(documents).where(eq(documents.id, document!.id))
    expect(settled).toMatchObject({
      status: 'rejected',
      issues: [expect.objectContaining({ message: 'It was refused: It is a quotation.' })],
    })
    expect(await billed()).toEqual([])
  })

  it('from an unknown address waits under the supplier whose order it names, or is told', async () => {
    const { message } = await send(await invoicePdf({ number: 'C-508' }), 'nobody')
    const [review] = await reviews()
    expect(codesOf(review!.reading)).toEqual(['unknown-sender'])
    expect([review!.partnershipId, message.partnershipId]).toEqual([trading.partnershipId, trading.partnershipId])
    const other = await send(await invoicePdf({ number: 'C-509', named: 'NOBODY-KNOWS-1' }), 'nobody')
    expect([other.message.status, other.document]).toEqual(['rejected', undefined])
    expect(await billed()).toEqual([])
  })

  it.each([
    ['locked', 'locked with a password'],
    ['cut off', 'damaged or was cut off'],
  ])('that is %s is told to both sides', async (what, words) => {
    const whole = readFileSync(
      new URL(`../../fixtures/pdf/${what === 'locked' ? 'locked' : 'potter'}.pdf`, import.meta.url),
    )
    const { message } = await send(what === 'locked' ? whole : whole.subarray(0, 900))
    expect(message.status).toBe('rejected')
    const [raised] = await trading.hub.orm.select().from(exceptions).where(eq(exceptions.messageId, message.id))
    expect(raised).toMatchObject({ kind: 'not-readable', summary: expect.stringContaining(words) })
  })

  it('that is a scan waits with empty fields', async () => {
    await send(readFileSync(new URL('../../fixtures/pdf/scan.pdf', import.meta.url)))
    const [review] = await reviews()
    expect(review!.reading).toMatchObject({ draft: { lines: [] }, doubts: [{ code: 'no-text' }] })
  })
})

describe('reading aside', () => {
  it('stops a reader that takes too long', async () => {
    const { pages, issues } = await readPdfAside(await invoicePdf({ number: 'C-510' }), {
      milliseconds: 1,
      megabytes: 256,
    })
    expect([pages, issues.map(({ code }) => code)]).toEqual([[], ['too-slow-pdf']])
  })
})
