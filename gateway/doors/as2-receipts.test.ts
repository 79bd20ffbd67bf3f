import { afterEach, expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { resendMessage } from '../../engine/messages/resend.ts'
import { testTime } from '../../partners/certificates/testing/made.ts'
import { ensureHouse } from '../../partners/house.ts'
import { buildReceipt } from '../transports/as2/receipt.ts'
import { sendReceipt } from '../transports/as2/send.ts'
import { testAs2Channel } from './as2-connection.ts'
import { type Answering, openExchange, properly } from './testing/exchange.ts'

type Exchange = Awaited<ReturnType<typeof openExchange>>

const open: Exchange[] = []
afterEach(() => {
  for (const exchange of open.splice(0)) {
    expect(exchange.errors).toEqual([])
    exchange.close()
  }
})

/** The partner has taken the message, and the line breaks before any of its answer. */
const cutBefore: Answering = (_, response) => void response.destroy()
/** The line breaks in the middle of the receipt. */
const cutWithin: Answering = ({ status, headers, body }, response) =>
  void response.writeHead(status, headers).write(body.subarray(0, body.length / 2), () => response.destroy())
const withoutReceipt: Answering = (_, response) => void response.end()
const busy: Answering = (_, response) => void response.writeHead(503).end()

/** A refusal without a signature, as somebody on the line writes it, or a station that does not know us. */
async function refusalOf(messageId: string) {
  const name = (wire: string) => ({ name: wire, wire })
  const said = {
    ...{ from: name('HUB'), to: name('NORTHWIND'), messageId, mic: undefined, at: testTime },
    ...({ disposition: 'authentication-failed', detail: 'go away' } as const),
  }
  return await buildReceipt(said, { id: 'refusal', host: 'line', signing: undefined })
}

const refusing =
  (messageId: string): Answering =>
  async (_, response) => {
    const { headers, body } = await refusalOf(messageId)
    response.writeHead(200, headers).end(body)
  }

const messageIds = ({ partner }: Exchange) => new Set(partner.received.map(({ headers }) => headers['message-id']?.[0]))

describeOnBothDatabases('A lost receipt', database => {
  async function exchange(transport: Record<string, unknown> = {}) {
    const clock = { now: testTime }
    const hub = await database({ now: () => clock.now })
    const opened = await openExchange(hub, transport)
    open.push(opened)
    return { ...opened, hub, clock, later: (minutes: number) => (clock.now = new Date(+clock.now + minutes * 60_000)) }
  }

  it('is asked for again under the same Message-ID, and the partner takes the message once', async () => {
    const world = await exchange()
    const id = await world.queue()
    const lost = [cutBefore, cutWithin, withoutReceipt, busy]
    for (const answering of lost) {
      world.partner.answering = answering
      await world.work(id)
      expect(await world.message(id)).toMatchObject({ status: 'retrying' })
    }
    world.partner.answering = properly
    await world.work(id)
    expect(await world.message(id)).toMatchObject({ status: 'confirmed', attempts: 5, failureCode: null })
    expect(world.partner.received).toHaveLength(5)
    expect(messageIds(world).size).toBe(1)
    expect(world.partner.house.commits).toHaveLength(1)
  })

  it('that is forged on the line to refuse, unsigned, ends nothing: the message goes again and is confirmed', async () => {
    const world = await exchange()
    const id = await world.queue()
    world.partner.answering = refusing(`<${id}@hub>`)
    await world.work(id)
    expect(await world.message(id)).toMatchObject({
      status: 'retrying',
      failureCode: 'receipt-invalid',
      failureDetail: expect.stringMatching(/^an unsigned receipt.*authentication-failed.*go away/),
    })
    expect(await world.exceptions()).toEqual([])
    world.partner.answering = properly
    await world.work(id)
    expect(await world.message(id)).toMatchObject({ status: 'confirmed', failureCode: null })
    expect(world.partner.house.commits).toHaveLength(1)
  })

  it('that refuses unsigned every time comes before a person, who is told that it is unsigned', async () => {
    const world = await exchange({ retryAttempts: 2 })
    const id = await world.queue()
    world.partner.answering = refusing(`<${id}@hub>`)
    await world.work(id)
    await world.work(id)
    expect(await world.message(id)).toMatchObject({ status: 'failed', failureCode: 'receipt-invalid', attempts: 2 })
    expect(await world.exceptions()).toMatchObject([
      { kind: 'not-delivered', messageId: id, resolvedAt: null, summary: expect.stringContaining('unsigned receipt') },
    ])
  })

  it('is asked for as often as agreed, then a person is told, once more each time it fails', async () => {
    const world = await exchange({ retryAttempts: 2 })
    world.partner.answering = withoutReceipt
    const id = await world.queue()
    await world.work(id)
    await world.work(id)
    await world.work(id)
    expect(world.partner.received).toHaveLength(2)
    expect(await world.message(id)).toMatchObject({ status: 'failed', failureCode: 'receipt-missing' })
    expect(await world.exceptions()).toMatchObject([{ kind: 'not-delivered', messageId: id, resolvedAt: null }])
    const { retailerId } = world
    await world.hub.work('user:ann', work => resendMessage(work, { retailerId, messageId: id }))
    expect(await world.exceptions()).toMatchObject([{ resolution: 'sent-again' }])
    await world.work(id)
    await world.work(id)
    expect(await world.exceptions()).toMatchObject([{ resolvedAt: null, resolution: null }])
  })

  it('that was to come later is overdue: a person is told, the message goes again, and the receipt settles it', async () => {
    const world = await exchange({ receipt: 'async', receiptOverdueMinutes: 20 })
    const id = await world.queue()
    await world.work(id)
    expect(await world.message(id)).toMatchObject({ status: 'sent' })
    world.later(19)
    await world.work(id)
    expect(await world.exceptions()).toEqual([])
    world.later(1)
    // Two workers find it overdue at once.
    await Promise.all([world.work(id), world.work(id)])
    expect(await world.exceptions()).toMatchObject([
      { resolvedAt: null, summary: expect.stringMatching(/is not confirmed yet.*No receipt came within 20 minutes/) },
    ])
    await world.work(id)
    expect(await world.message(id)).toMatchObject({ status: 'sent' })
    expect(messageIds(world).size).toBe(1)
    const [commit] = world.partner.house.commits
    const settings = world.partner.settings()
    expect(await sendReceipt(commit!.receipt, settings, { ...world.context, now: world.hub.now })).toMatchObject({
      ok: true,
    })
    expect(await world.message(id)).toMatchObject({ status: 'confirmed', failureCode: null })
    expect(await world.exceptions()).toMatchObject([{ resolution: 'delivered' }])
  })

  it('that was to come later and that anybody forges, however often, changes nothing but what a person sees', async () => {
    const world = await exchange({ receipt: 'async', retryAttempts: 2 })
    const id = await world.queue()
    await world.work(id)
    const { headers, body } = await refusalOf(`<${id}@hub>`)
    for (let time = 0; time < 4; time++) {
      const answer = await fetch(world.hubUrl, { method: 'POST', headers, body: new Uint8Array(body) })
      expect(answer.status).toBe(200)
    }
    expect(await world.message(id)).toMatchObject({ status: 'sent', attempts: 1, failureCode: null })
    expect(await world.exceptions()).toMatchObject([
      { resolvedAt: null, summary: expect.stringMatching(/is not confirmed yet.*an unsigned receipt.*go away/) },
    ])
    expect(await world.receipts()).toHaveLength(4)
    const [commit] = world.partner.house.commits
    for (let time = 0; time < 2; time++) {
      const deps = { ...world.context, now: world.hub.now }
      expect(await sendReceipt(commit!.receipt, world.partner.settings(), deps)).toMatchObject({ ok: true })
    }
    expect(await world.message(id)).toMatchObject({ status: 'confirmed', attempts: 1 })
    expect((await world.timeline(id)).filter(kind => kind === 'confirmed')).toHaveLength(1)
    expect(await world.exceptions()).toMatchObject([{ resolution: 'delivered' }])
    await fetch(world.hubUrl, { method: 'POST', headers, body: new Uint8Array(body) })
    expect(await world.message(id)).toMatchObject({ status: 'confirmed' })
    expect(await world.exceptions()).toMatchObject([{ resolution: 'delivered' }])
  })

  it('that refuses, signed, and overtakes the answer to its message is final all the same', async () => {
    const world = await exchange({ receipt: 'async', signature: 'none' })
    const id = await world.queue()
    world.partner.answering = async (answer, response) => {
      const [refused] = world.partner.house.rejected
      const deps = { ...world.context, now: world.hub.now }
      await sendReceipt(refused!.receipt, world.partner.settings(), deps)
      properly(answer, response)
    }
    await world.work(id)
    expect(await world.message(id)).toMatchObject({ status: 'failed', failureCode: 'receipt-negative', attempts: 1 })
    expect(await world.timeline(id)).toEqual(['rendered', 'failed'])
    expect(await world.exceptions()).toMatchObject([{ kind: 'not-delivered', resolvedAt: null }])
  })

  it('that is to come later is waited for when the connection is tried, and judged', async () => {
    const world = await exchange({ receipt: 'async' })
    await world.hub.work('system', ensureHouse)
    world.partner.answering = async (answer, response) => {
      properly(answer, response)
      const [commit] = world.partner.house.commits
      await sendReceipt(commit!.receipt, world.partner.settings(), { ...world.context, now: world.hub.now })
    }
    const { retailerId, partnershipId, context } = world
    const test = await testAs2Channel(context, { retailerId, partnershipId })
    expect(test?.steps.slice(4).map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...['answer passed', 'receipt passed', 'signature passed', 'disposition passed', 'mic passed'],
    ])
  })

  it('that never comes ends as a failure, and coming after all it still confirms', async () => {
    const world = await exchange({ receipt: 'async', receiptResends: 1 })
    const id = await world.queue()
    const rounds = ['sent', 'retrying', 'sent', 'failed', 'failed']
    for (const status of rounds) {
      await world.work(id)
      expect(await world.message(id)).toMatchObject({ status })
      world.later(30)
    }
    expect(world.partner.received).toHaveLength(2)
    expect(await world.exceptions()).toMatchObject([
      { actual: 'receipt-missing', summary: expect.stringContaining('was never confirmed') },
    ])
    expect(await world.timeline(id)).toEqual(['rendered', 'sent', 'attempted', 'sent', 'failed'])
    const [commit] = world.partner.house.commits
    await sendReceipt(commit!.receipt, world.partner.settings(), { ...world.context, now: world.hub.now })
    expect(await world.message(id)).toMatchObject({ status: 'confirmed' })
    expect(await world.exceptions()).toMatchObject([{ resolution: 'delivered' }])
  })
})
