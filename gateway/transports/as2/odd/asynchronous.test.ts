import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { receiveAs2 } from '../receive.ts'
import { sendAs2, sendReceipt } from '../send.ts'
import { type As2SettingsInput, as2Settings } from '../settings.ts'
import { bytesOf } from '../testing/handmade.ts'
import { House } from '../testing/house.ts'
import { identity, pairOf, testTime } from '../testing/identities.ts'
import { listenAs2 } from '../testing/listener.ts'
import { ediText, outbound } from '../testing/messages.ts'

/** Two houses with a server each: `ours` sends, `theirs` receives and answers later. */
const [senderPem, receiverPem] = await Promise.all([identity('sender'), identity('receiver')])
const ours = new House()
const theirs = new House()
const [ourServer, theirServer] = await Promise.all([listenAs2(ours), listenAs2(theirs)])
afterAll(() => Promise.all([ourServer.close(), theirServer.close()]))

const sendDeps = { now: () => testTime, allowPrivateAddresses: true }
let id = ''
let serial = 0
beforeEach(() => {
  id = `018f0000-0000-7000-8000-${String(++serial).padStart(12, '0')}`
  for (const house of [ours, theirs]) {
    house.stations.length = house.commits.length = house.rejected.length = house.arrivals.length = 0
  }
  ours.sent.clear()
})

/** Sets both sides up and sends one message that asks for an asynchronous receipt. */
async function sendOne(over: Partial<As2SettingsInput> = {}) {
  const pair = pairOf(senderPem, receiverPem, { receipt: 'async', receiptUrl: ourServer.url, ...over }, theirServer.url)
  const receiver = as2Settings.parse({ ...pair.receiver, url: ourServer.url })
  theirs.stations.push({ retailerId: 'retailer', partnershipId: 'partnership', settings: receiver })
  const message = outbound(id)
  const delivery = await sendAs2(message, pair.sender, sendDeps)
  return { message, delivery, settings: pair.sender, receiver }
}

describe('67 asynchronous receipts', () => {
  it('the answer is an empty 200, the receipt comes on its own and proves the delivery', async () => {
    const { message, delivery, settings, receiver } = await sendOne()
    expect(delivery).toMatchObject({ ok: true, confirmed: false, reference: `<${id}@sender>` })
    ours.sent.set(id, { message, settings, ...(delivery.ok && { evidence: delivery.evidence! }) })
    const [commit] = theirs.commits
    expect(commit?.receipt.route).toEqual({ kind: 'async', url: ourServer.url })
    expect(await sendReceipt(commit!.receipt, receiver, sendDeps)).toMatchObject({ ok: true, confirmed: true })
    expect(ours.arrivals).toHaveLength(1)
    expect(ours.arrivals[0]).toMatchObject({
      originalMessageId: `<${id}@sender>`,
      delivery: { ok: true, confirmed: true, evidence: { micComparison: 'match' } },
    })
  })

  it.each([
    {},
    { compression: 'before-signing' },
    { signature: 'none', requireSignature: false },
    { signature: 'none', requireSignature: false, encryption: 'none', requireEncryption: false },
    { signature: 'none', requireSignature: false, compression: 'after-signing' },
  ] as const)('a receipt that overtakes the answer is judged without stored MICs: %o', async over => {
    const { message, settings, receiver } = await sendOne(over)
    ours.sent.set(id, { message, settings })
    await sendReceipt(theirs.commits[0]!.receipt, receiver, sendDeps)
    expect(ours.arrivals[0]?.delivery).toMatchObject({
      ok: true,
      confirmed: true,
      evidence: { micComparison: 'match' },
    })
  })

  it('with other content stored than was sent, the MIC differs', async () => {
    const { settings, receiver } = await sendOne()
    ours.sent.set(id, { message: outbound(id, 'other'), settings })
    await sendReceipt(theirs.commits[0]!.receipt, receiver, sendDeps)
    expect(ours.arrivals[0]?.delivery).toMatchObject({ ok: false, failure: { code: 'receipt-differs' } })
  })

  it('one about nothing that we know is answered 200 and handed over apart', async () => {
    const { receiver } = await sendOne()
    expect(await sendReceipt(theirs.commits[0]!.receipt, receiver, sendDeps)).toMatchObject({ ok: true })
    expect(ours.arrivals).toHaveLength(1)
    expect(ours.arrivals[0]).toMatchObject({ delivery: { ok: false }, originalMessageId: `<${id}@sender>` })
    expect(ours.arrivals[0]?.sent).toBeUndefined()
  })

  it('one that a stranger signed does not confirm', async () => {
    const { message, settings, receiver } = await sendOne()
    const stranger = await identity('stranger')
    const strange = { ...settings, partnerCertificates: [{ certificate: stranger.certificate }] }
    ours.sent.set(id, { message, settings: strange })
    await sendReceipt(theirs.commits[0]!.receipt, receiver, sendDeps)
    expect(ours.arrivals[0]?.delivery).toMatchObject({ ok: false, failure: { code: 'receipt-invalid' } })
  })

  it('a refusal arrives as one', async () => {
    const pair = pairOf(
      senderPem,
      receiverPem,
      { receipt: 'async', receiptUrl: ourServer.url, signature: 'none' },
      theirServer.url,
    )
    const receiver = as2Settings.parse({ ...pair.receiver, url: ourServer.url })
    theirs.stations.push({ retailerId: 'retailer', partnershipId: 'partnership', settings: receiver })
    ours.sent.set(id, { message: outbound(id), settings: pair.sender })
    expect(await sendAs2(outbound(id), pair.sender, sendDeps)).toMatchObject({ ok: true, confirmed: false })
    await sendReceipt(theirs.rejected[0]!.receipt, receiver, sendDeps)
    expect(ours.arrivals[0]?.delivery).toMatchObject({
      ok: false,
      failure: { code: 'receipt-negative', detail: expect.stringContaining('insufficient-message-security') },
    })
  })

  it('one without headers of its own, base64 inside, is found all the same', async () => {
    const { message, settings } = await sendOne()
    ours.sent.set(id, { message, settings: { ...settings, signedReceipt: false } })
    const fields = `Final-Recipient: rfc822; x\r\nOriginal-Message-ID: ${id}@sender\r\nDisposition: automatic-action/MDN-sent-automatically; processed\r\n`
    const body = bytesOf(
      `--r\r\n\r\ntext\r\n--r\r\nContent-Type: message/disposition-notification\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytesOf(fields).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--r--\r\n`,
    )
    const headers = { 'content-type': ['multipart/report; report-type=disposition-notification; boundary=r'] }
    const answer = await receiveAs2({ headers, body, remoteAddress: '::1' }, ours.deps)
    expect(answer).toMatchObject({ status: 200, body: new Uint8Array() })
    expect(ours.arrivals[0]?.delivery).toMatchObject({
      ok: true,
      confirmed: true,
      evidence: { micComparison: 'missing' },
    })
  })

  it('a partner who answers at once although asked for later is taken at his word', async () => {
    const { delivery } = await sendOne({ receiptUrl: 'http://elsewhere.example/mdn' })
    expect(delivery).toMatchObject({ ok: false, failure: { code: 'receipt-negative' } })
    expect(theirs.rejected[0]?.detail).toContain('elsewhere.example')
  })

  it('an address for receipts where nobody listens is a failure to be tried again', async () => {
    const { receiver } = await sendOne()
    const receipt = { ...theirs.commits[0]!.receipt, body: bytesOf(ediText) }
    const url = theirServer.url.replace(/:\d+\//, ':1/')
    expect(await sendReceipt({ ...receipt, route: { kind: 'async', url } }, receiver, sendDeps)).toMatchObject({
      ok: false,
      failure: { code: 'connection-refused' },
    })
  })
})
