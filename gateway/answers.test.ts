import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../checks/support/databases.ts'
import { channels, documents, purchaseOrderLines, purchaseOrders } from '../db/schema/index.ts'
import { answerChange } from '../engine/purchase-orders/answer-change.ts'
import { requestChange } from '../engine/purchase-orders/request-change.ts'
import { defaultLayouts, readCsv } from '../translators/csv/index.ts'
import type { PurchaseOrder } from '../translators/documents/index.ts'
import { readX12, writeInterchangeAcknowledgments } from '../translators/x12/index.ts'
import { answer } from './testing/cascade.ts'
import { TradingHub } from './testing/trading-hub.ts'

const acceptAll = (order: PurchaseOrder) => answer(order).acknowledgment
const interchangesOf = (files: Uint8Array[]) => files.flatMap(file => readX12(file).interchanges)

describeOnBothDatabases('Answers and batches', open => {
  it('collects purchase orders until there are enough, and sends them in one interchange', async () => {
    const trading = await TradingHub.start(await open(), { batch: { upTo: 2, minutes: 60 } })
    await trading.order([{ sku: 'QUILT', quantity: '1' }], 'W-1')
    expect(await trading.sentFiles()).toEqual([])
    await trading.order([{ sku: 'LAMP', quantity: '1' }], 'W-2')
    const [interchange, ...others] = interchangesOf(await trading.sentFiles())
    expect(others).toEqual([])
    expect(interchange!.groups.map(group => group.sets.map(set => set.controlNumber))).toEqual([['0001', '0002']])
    const orders = await trading.hub.orm.select().from(purchaseOrders)
    expect(orders.map(order => order.status)).toEqual(['sent', 'sent'])
  })

  it('sends what has waited long enough', async () => {
    let now = new Date('2036-05-05T10:00:00Z')
    const trading = await TradingHub.start(await open({ now: () => now }), { batch: { upTo: 50, minutes: 60 } })
    await trading.order([{ sku: 'QUILT', quantity: '1' }], 'W-1')
    expect(await trading.sentFiles()).toEqual([])
    now = new Date('2036-05-05T11:00:00Z')
    await trading.order([{ sku: 'LAMP', quantity: '1' }], 'W-2')
    expect((await trading.sent()).map(document => document.kind)).toEqual(['purchase-order', 'purchase-order'])
    const stored = await trading.hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order'))
    expect(new Set(stored.map(document => document.messageId)).size).toBe(1)
    expect(stored.map(document => document.setNumber).sort()).toEqual(['1', '2'])
  })

  it('answers with a TA1 where one is asked for, and says so of an interchange that came before', async () => {
    const trading = await TradingHub.start(await open())
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const file = trading.x12With({ acknowledgmentRequested: true }, acceptAll(await trading.purchaseOrder()))
    await trading.upload(file)
    await trading.upload(file)
    const answers = interchangesOf(await trading.sentFiles()).flatMap(one => one.acknowledgments)
    expect(answers).toMatchObject([
      { controlNumber: '000000001', status: 'accepted', code: '000' },
      { controlNumber: '000000001', status: 'rejected', code: '025' },
    ])
  })

  it('refuses its documents when a TA1 refuses the interchange', async () => {
    const trading = await TradingHub.start(await open())
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const [sent] = await trading.hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order'))
    const refusal = {
      controlNumber: sent!.interchangeNumber!.padStart(9, '0'),
      date: '2026-05-04',
      time: '10:00',
      status: 'rejected' as const,
      code: '009',
    }
    const { bytes } = writeInterchangeAcknowledgments([refusal], trading.envelope())
    const { messageId } = await trading.upload(bytes)
    const [after] = await trading.hub.orm.select().from(documents).where(eq(documents.id, sent!.id))
    expect(after!.status).toBe('refused')
    expect(await trading.exceptions()).toMatchObject([
      {
        kind: 'rejected-by-partner',
        actual: expect.stringMatching(/^009 Unknown interchange receiver/i),
        messageId: sent!.messageId,
      },
    ])
    expect((await trading.message(messageId)).status).toBe('processed')
  })

  it('answers with a 999 where that is agreed, and reads the partner’s', async () => {
    const trading = await TradingHub.start(await open(), { x12: { answers: { functional: '999' } } })
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    await trading.upload(trading.x12(acceptAll(await trading.purchaseOrder())))
    const sets = interchangesOf(await trading.sentFiles()).flatMap(one => one.groups.flatMap(group => group.sets))
    expect(sets.map(set => set.id)).toEqual(['850', '999'])
    expect(sets[1]!.document).toMatchObject({ kind: 'functional-acknowledgment', status: 'accepted' })
  })

  it('reads and answers a test on a live channel, and applies nothing', async () => {
    const trading = await TradingHub.start(await open())
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const { messageId } = await trading.upload(
      trading.x12With({ usage: 'T' }, acceptAll(await trading.purchaseOrder())),
    )
    const [order] = await trading.hub.orm.select().from(purchaseOrders)
    expect(order!.answer).toBe('none')
    expect(await trading.documentsIn(messageId)).toMatchObject([{ status: 'test' }])
    expect((await trading.sent()).map(document => document.kind)).toEqual([
      'purchase-order',
      'functional-acknowledgment',
    ])
  })

  it('forgives what the partner’s settings forgive', async () => {
    const strict = await TradingHub.start(await open())
    await strict.order([{ sku: 'LAMP', quantity: '1' }])
    const wrongCount = (trading: TradingHub, order: PurchaseOrder) =>
      Buffer.from(
        Buffer.from(trading.x12(acceptAll(order)))
          .toString('latin1')
          .replace(/SE\*\d+/, 'SE*99'),
        'latin1',
      )
    const refused = await strict.upload(wrongCount(strict, await strict.purchaseOrder()))
    expect((await strict.documentsIn(refused.messageId)).map(each => each.status)).toEqual(['rejected'])
    const lenient = await TradingHub.start(await open(), {
      x12: { severities: { 'segment-count-mismatch': 'ignore' } },
    })
    await lenient.order([{ sku: 'LAMP', quantity: '1' }])
    const taken = await lenient.upload(wrongCount(lenient, await lenient.purchaseOrder()))
    expect((await lenient.documentsIn(taken.messageId)).map(each => each.status)).toEqual(['applied'])
  })

  it('reads with the release that the partner’s settings name', async () => {
    const trading = await TradingHub.start(await open(), { x12: { release: '004010' } })
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const text = Buffer.from(trading.x12(acceptAll(await trading.purchaseOrder()))).toString('latin1')
    const noted = Buffer.from(
      text
        .replace(/(?<=\*X\*)\d{6}/, '006010')
        .replace(/~\s*PO1/, '~NTE*GEN*SEE BELOW$&')
        .replace(/SE\*(\d+)/, (_, count) => `SE*${Number(count) + 1}`),
      'latin1',
    )
    expect(readX12(noted).interchanges[0]?.groups[0]?.sets[0]?.document).toBeDefined()
    const strict = await trading.upload(noted)
    expect((await trading.documentsIn(strict.messageId)).map(each => each.status)).toEqual(['rejected'])
  })

  it('tells a partner that wants it, by an 824, what could not be applied', async () => {
    const trading = await TradingHub.start(await open(), { x12: { answers: { application: true } } })
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const foreign = { ...(await trading.purchaseOrder()), number: 'NOT-OURS' }
    const { messageId } = await trading.upload(trading.x12(acceptAll(foreign)))
    expect(await trading.documentsIn(messageId)).toMatchObject([{ status: 'rejected' }])
    const advice = (await trading.sent()).find(document => document.kind === 'application-advice')
    expect(advice).toMatchObject({
      answers: [
        {
          status: 'rejected',
          set: '855',
          setControlNumber: '0001',
          reference: { value: 'NOT-OURS' },
          errors: [{ code: '011' }],
        },
      ],
    })
  })

  it('puts before people what a partner’s 824 and 864 say', async () => {
    const trading = await TradingHub.start(await open())
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const [sent] = await trading.hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order'))
    const answer = (reference: string) => ({
      status: 'rejected' as const,
      level: 'document' as const,
      reference: { type: 'PO', value: reference },
      set: '850',
      errors: [{ code: '024', text: 'Item is discontinued', value: 'C-LAMP' }],
    })
    await trading.upload(
      trading.x12(
        { kind: 'application-advice', number: 'A1', date: '2026-05-04', answers: [answer(sent!.number), answer('X')] },
        {
          kind: 'text-message',
          subject: 'Holiday',
          messages: [{ number: 'M1', lines: ['We are closed on Friday.'] }],
        },
      ),
    )
    const [after] = await trading.hub.orm.select().from(documents).where(eq(documents.id, sent!.id))
    expect(after!.status).toBe('refused')
    const raised = await trading.exceptions()
    expect(raised).toHaveLength(3)
    expect(raised).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'rejected-by-partner',
          documentId: sent!.id,
          summary: `The partner’s 824 A1 says of purchase order ${sent!.number}: rejected: Item is discontinued “C-LAMP”.`,
        }),
        expect.objectContaining({
          kind: 'rejected-by-partner',
          summary: expect.stringContaining('850 X, which we cannot find'),
        }),
        expect.objectContaining({ kind: 'partner-message', summary: 'Holiday\nWe are closed on Friday.' }),
      ]),
    )
  })

  it('asks for a change by an 860 and takes the 865 that answers it', async () => {
    const trading = await TradingHub.start(await open())
    await trading.order([{ sku: 'LAMP', quantity: '3' }])
    const order = await trading.purchaseOrder()
    await trading.upload(trading.x12(acceptAll(order)))
    const [stored] = await trading.hub.orm.select().from(purchaseOrders)
    await trading.hub.work('user:owen', work =>
      requestChange(work, {
        retailerId: trading.retailerId,
        purchaseOrderId: stored!.id,
        askedBy: 'retailer',
        wishes: [{ lineNumber: '1', cancel: '2' }],
        afterwards: 'cancel',
        reason: 'The customer wants fewer.',
      }),
    )
    await trading.settled()
    const change = (await trading.sent()).find(document => document.kind === 'purchase-order-change')
    expect(change).toMatchObject({ purchaseOrderNumber: order.number, sequence: 1 })
    await trading.upload(
      trading.x12({
        kind: 'purchase-order-change-acknowledgment',
        purpose: 'answer',
        type: 'accepted',
        purchaseOrderNumber: order.number,
        purchaseOrderDate: order.date,
        sequence: 1,
        date: order.date,
        lines: [],
      }),
    )
    const lines = () => trading.hub.orm.select().from(purchaseOrderLines).orderBy(purchaseOrderLines.lineNumber)
    expect(await lines()).toMatchObject([{ ordered: '3', accepted: '1', cancelled: '2' }])

    const more = [
      { lineNumber: '1', add: '4' },
      { lineNumber: '2', sku: 'QUILT', add: '2', retailPrice: '90' },
    ]
    const ids = { retailerId: trading.retailerId, purchaseOrderId: stored!.id, askedBy: 'retailer' } as const
    await trading.hub.work('user:owen', work =>
      requestChange(work, { ...ids, wishes: more, afterwards: 'cancel', reason: 'More guests.' }),
    )
    await trading.settled()
    const grown = (await trading.sent()).filter(document => document.kind === 'purchase-order-change')[1]!
    expect(grown.lines).toMatchObject([
      { action: 'change', line: { lineNumber: '1', quantity: '5' } },
      { action: 'add', line: { lineNumber: '2', ids: { buyer: 'QUILT' }, quantity: '2', retailPrice: '90' } },
    ])
    const said = (quantity: string) => [{ status: 'accepted' as const, quantity, unit: 'EA' }]
    const granted = trading.x12({
      kind: 'purchase-order-change-acknowledgment',
      purpose: 'answer',
      type: 'detail',
      purchaseOrderNumber: order.number,
      purchaseOrderDate: order.date,
      sequence: 2,
      date: order.date,
      lines: [
        { action: 'change', lineNumber: '1', quantity: '5', unit: 'EA', answers: said('4') },
        { action: 'add', lineNumber: '2', quantity: '2', unit: 'EA', answers: said('2') },
      ],
    })
    await trading.upload(granted)
    const after = [
      { ordered: '6', accepted: '4' },
      { ordered: '2', accepted: '2' },
    ]
    expect(await lines()).toMatchObject(after)
    await trading.upload(granted)
    expect(await lines()).toMatchObject(after)
    expect(await trading.exceptions()).toEqual([])
  })

  it('asks by a file of rows, takes the rows that answer, and those in which the supplier asks itself', async () => {
    const trading = await TradingHub.start(await open())
    await trading.hub.orm.update(channels).set({ format: 'csv', settings: { transport: { mode: 'host' } } })
    await trading.order([
      { sku: 'LAMP', quantity: '3' },
      { sku: 'QUILT', quantity: '2' },
    ])
    const [stored] = await trading.hub.orm.select().from(purchaseOrders)
    const ask = { retailerId: trading.retailerId, purchaseOrderId: stored!.id, afterwards: 'cancel' } as const
    const wishes = [
      { lineNumber: '1', cancel: '2' },
      { lineNumber: '2', unitPrice: '39.50', shipDate: '2036-05-20' },
    ]
    await trading.hub.work('user:owen', work =>
      requestChange(work, { ...ask, askedBy: 'retailer', wishes, reason: 'The customer wants fewer.' }),
    )
    await trading.settled()
    const sent = readCsv((await trading.sentFiles()).at(-1)!, defaultLayouts['purchase-order-change'])
    expect(sent.documents).toMatchObject([
      {
        ...{ kind: 'purchase-order-change', sequence: 1, notes: ['The customer wants fewer.'] },
        lines: [
          { action: 'cancel', lineNumber: '1', quantity: '2' },
          { action: 'change', line: { lineNumber: '2', quantity: '2', unitPrice: '39.50' } },
        ],
      },
    ])
    const rows = async (...lines: string[]) => {
      const { messageId } = await trading.upload(Buffer.from(lines.join('\n')), 'answer.csv')
      return (await trading.documentsIn(messageId)).map(({ status, kind }) => ({ status, kind }))
    }
    const taken = [{ status: 'applied', kind: 'purchase-order-change-acknowledgment' }]
    const number = stored!.number
    const answered = await rows(
      'PO Number,Change Number,Line,Action,Status,Quantity,Line Note',
      `${number},1,1,Cancel,Accepted,1,One is packed`,
      `${number},1,2,Change,Rejected,,`,
    )
    expect(answered).toEqual(taken)
    const lines = () => trading.hub.orm.select().from(purchaseOrderLines).orderBy(purchaseOrderLines.lineNumber)
    expect(await lines()).toMatchObject([{ cancelled: '1' }, { cancelled: '0', unitCost: '40' }])
    const asked = await rows(
      'PO Number,Purpose,Line,Action,New Quantity,Order Note',
      `${number},Request,2,Change,1,Broken`,
    )
    expect(asked).toEqual(taken)
    expect(await trading.exceptions()).toMatchObject([{ kind: 'change-requested', actual: 'line 2: 1 EA less' }])
    const told = { outcome: 'accepted', note: 'Never mind' } as const
    await trading.hub.work('user:owen', work =>
      answerChange(work, { ...ask, sequence: 2, answeredBy: 'retailer', answer: told }),
    )
    await trading.settled()
    expect(await lines()).toMatchObject([{ cancelled: '1' }, { cancelled: '1' }])
    const decision = readCsv((await trading.sentFiles()).at(-1)!, defaultLayouts['purchase-order-change'])
    expect(decision.documents).toMatchObject([{ sequence: 2, lines: [{ action: 'cancel', lineNumber: '2' }] }])
  })

  it('writes and judges by the partner’s published maps', async () => {
    const trading = await TradingHub.start(await open(), { batch: { upTo: 2, minutes: 60 } })
    await trading.publish('purchase-order', {
      set: '850',
      batch: { setsPerInterchange: 1 },
      fileName: 'PO_{control}.txt',
      add: [
        {
          name: 'worth of the order',
          in: 'CTT',
          segment: 'AMT',
          elements: { '01': 'TT', '02': { expression: '$fixed($total(lines.$times(quantity, unitPrice)), 2)' } },
        },
      ],
    })
    await trading.publish('purchase-order-acknowledgment', {
      set: '855',
      policy: { answers: { everyLine: true } },
    })
    await trading.order(
      [
        { sku: 'QUILT', quantity: '1' },
        { sku: 'LAMP', quantity: '1' },
      ],
      'W-1',
    )
    await trading.order([{ sku: 'LAMP', quantity: '1' }], 'W-2')
    const [file, ...others] = await trading.sentFiles()
    expect(others).toEqual([])
    expect(interchangesOf([file!]).map(one => [one.controlNumber, one.groups.length])).toEqual([
      ['000000001', 1],
      ['000000002', 1],
    ])
    expect(Buffer.from(file!).toString()).toMatch(/AMT\*TT\*52\.50~/)
    const order = interchangesOf([file!])[0]!.groups[0]!.sets[0]!.document as PurchaseOrder
    const whole = acceptAll(order)
    const { messageId } = await trading.upload(trading.x12({ ...whole, lines: whole.lines.slice(0, 1) }))
    const [judged] = await trading.documentsIn(messageId)
    expect(judged).toMatchObject({ status: 'rejected', issues: [{ code: 'against-policy' }] })
    const answer = (await trading.sent()).find(document => document.kind === 'functional-acknowledgment')
    expect(answer).toMatchObject({ status: 'accepted' })
  })

  it('refuses a second document that the partner names like the first', async () => {
    const trading = await TradingHub.start(await open())
    await trading.publish('purchase-order-acknowledgment', {
      set: '855',
      policy: { duplicateKey: ['purchaseOrderNumber'] },
    })
    await trading.order([{ sku: 'QUILT', quantity: '1' }], 'W-1')
    const [file] = await trading.sentFiles()
    const whole = acceptAll(interchangesOf([file!])[0]!.groups[0]!.sets[0]!.document as PurchaseOrder)
    const judged = async (document: typeof whole) => {
      const { messageId } = await trading.upload(trading.x12(document))
      const [found] = await trading.documentsIn(messageId)
      return { status: found!.status, codes: (found!.issues as { code: string }[]).map(({ code }) => code) }
    }
    expect(await judged(whole)).toEqual({ status: 'applied', codes: [] })
    expect(await judged({ ...whole, date: '2026-11-24' })).toEqual({ status: 'rejected', codes: ['against-policy'] })
    expect((await judged({ ...whole, purpose: 'replacement' })).codes).not.toContain('against-policy')
  })
})
