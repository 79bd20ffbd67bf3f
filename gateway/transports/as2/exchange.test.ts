import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiveAs2 } from './receive.ts'
import { sendAs2 } from './send.ts'
import { type As2SettingsInput, as2Settings } from './settings.ts'
import { bytesIn } from './testing/handmade.ts'
import { House } from './testing/house.ts'
import { identity, pairOf, testTime } from './testing/identities.ts'
import { type Listener, listenAs2 } from './testing/listener.ts'
import { ediText, outbound } from './testing/messages.ts'
import { wireOf } from './testing/wire.ts'

const sendDeps = { now: () => testTime, allowPrivateAddresses: true }
const sender = await identity('sender')
const receiver = await identity('receiver')
let house: House
let listener: Listener

beforeAll(async () => {
  house = new House()
  listener = await listenAs2(house)
})
afterAll(() => listener.close())

/** Puts one partnership on both ends and sends one message over it. */
async function exchange(id: string, over: Partial<As2SettingsInput>, content: string | Uint8Array = ediText) {
  const loose = { requireSignature: over.signature !== 'none', requireEncryption: over.encryption !== 'none' }
  const pair = pairOf(sender, receiver, { ...loose, ...over }, listener.url)
  house.stations.splice(0, house.stations.length, {
    retailerId: 'retailer',
    partnershipId: 'partnership',
    settings: pair.receiver,
  })
  house.commits.length = 0
  house.rejected.length = 0
  return sendAs2(outbound(id.replace(/[^a-z0-9-]+/gi, '-'), content), pair.sender, sendDeps)
}

const signatures = ['none', 'sha256'] as const
const encryptions = ['none', 'aes256-cbc', 'aes128-gcm'] as const
const compressions = ['none', 'before-signing', 'after-signing'] as const
const combinations = signatures.flatMap(signature =>
  encryptions.flatMap(encryption =>
    compressions.flatMap(compression =>
      [true, false].map(signedReceipt => ({ signature, encryption, compression, signedReceipt })),
    ),
  ),
)

describe('a message for a partnership that was changed meanwhile', () => {
  const stations = (over: Partial<As2SettingsInput>) =>
    new House(pairOf(sender, receiver, { requireSignature: false, requireEncryption: false, ...over }).receiver)
  const takenBy = async (before: House, now: House) => {
    const wire = await wireOf(outbound('meanwhile'), pairOf(sender, receiver, { encryption: 'none' }).sender, testTime)
    await receiveAs2(wire, { ...now.deps, expectStation: () => before.stations[0] })
    return { taken: now.commits.length, refused: now.rejected.map(({ reason }) => reason) }
  }

  it('is judged by what is agreed now, whatever it was opened by before', async () => {
    const [loose, strict] = [{}, { requireEncryption: true }]
    const known = stations(loose)
    expect(await takenBy(stations(strict), stations(loose))).toEqual({ taken: 1, refused: [] })
    expect(await takenBy(known, known)).toEqual({ taken: 1, refused: [] })
    const refused = { taken: 0, refused: ['insufficient-message-security'] }
    expect(await takenBy(stations(loose), stations(strict))).toEqual(refused)
    expect(await takenBy(stations(loose), new House())).toEqual({ taken: 0, refused: ['authentication-failed'] })
  })
})

describe('a message and its synchronous receipt over HTTP', () => {
  it.each(combinations)('arrives with the right MIC: %o', async over => {
    const delivery = await exchange(`combination-${JSON.stringify(over)}`, over)
    expect(house.rejected.map(({ detail }) => detail)).toEqual([])
    expect(delivery).toMatchObject({ ok: true, confirmed: true, evidence: { micComparison: 'match' } })
    expect(house.commits).toHaveLength(1)
    const { message, receipt } = house.commits[0]!
    expect(bytesIn(message.bytes).toString()).toBe(ediText)
    expect(message).toMatchObject({
      fileName: '850-000000001.edi',
      contentType: 'application/edi-x12',
      transport: 'as2',
    })
    expect(receipt.headers['Content-Type']).toMatch(over.signedReceipt ? /^multipart\/signed/ : /^multipart\/report/)
  })

  it.each(['md5', 'sha1', 'sha384', 'sha512'] as const)('with digest %s', async signature => {
    expect(await exchange(`digest-${signature}`, { signature })).toMatchObject({ ok: true, confirmed: true })
  })

  it.each(['3des', 'aes128-cbc', 'aes192-cbc', 'aes256-gcm'] as const)('with cipher %s', async encryption => {
    expect(await exchange(`cipher-${encryption}`, { encryption })).toMatchObject({ ok: true, confirmed: true })
    expect(house.commits[0]?.message.evidence?.cipher).toBe(encryption)
  })

  it.each([
    { keyTransport: 'rsa-oaep-sha1' },
    { keyTransport: 'rsa-oaep-sha256' },
    { signatureScheme: 'pss' },
    { signedAttributes: false },
    { algorithmProtection: true },
    { embedCertificate: false },
    { micalgSpelling: 'dashed' },
  ] as const)('with %o', async over => {
    expect(await exchange(`option-${JSON.stringify(over)}`, over)).toMatchObject({ ok: true, confirmed: true })
  })

  it.each([
    ['bytes of every value, no final line end', Uint8Array.from({ length: 256 }, (_, at) => at)],
    ['line ends of all kinds', 'a\nb\r\nc\r\n\r\n\nd\r'],
    ['nothing at all', ''],
    ['5 MB of noise', Buffer.from(Array.from({ length: 5_000_000 }, (_, at) => (at * 2654435761) >>> 13))],
  ])('with %s', async (name, content) => {
    expect(await exchange(`content-${name.length}`, {}, content)).toMatchObject({ ok: true, confirmed: true })
    expect(Buffer.compare(bytesIn(house.commits[0]!.message.bytes), Buffer.from(content))).toBe(0)
  })

  it('with names that need quotes', async () => {
    const names = { ourId: 'A "B" \\ C', partnerId: 'D  E!' }
    const pair = pairOf(sender, receiver, {}, listener.url)
    house.stations.push({
      retailerId: 'retailer',
      partnershipId: 'quoted',
      settings: as2Settings.parse({ ...pair.receiver, ourId: names.partnerId, partnerId: names.ourId }),
    })
    const delivery = await sendAs2(outbound('quoted'), { ...pair.sender, ...names }, sendDeps)
    expect(delivery).toMatchObject({ ok: true, confirmed: true })
    expect(house.commits.at(-1)?.message).toMatchObject({ partnershipId: 'quoted' })
  })
})

describe('repeats', () => {
  it('gives the very same receipt and commits once', async () => {
    const first = await exchange('repeated', {})
    const pair = pairOf(sender, receiver, {}, listener.url)
    const second = await sendAs2(outbound('repeated'), pair.sender, sendDeps)
    expect(second).toEqual(first)
    expect(first.ok && second.ok && Buffer.compare(first.receipt!, second.receipt!)).toBe(0)
    expect(house.commits).toHaveLength(1)
  })

  it('refuses other content under the same Message-ID', async () => {
    await exchange('reused', {})
    const pair = pairOf(sender, receiver, {}, listener.url)
    const delivery = await sendAs2(outbound('reused', 'other'), pair.sender, sendDeps)
    expect(delivery).toMatchObject({ ok: false, failure: { code: 'receipt-negative' } })
    expect(house.commits).toHaveLength(1)
    expect(house.rejected[0]).toMatchObject({ reason: 'unexpected-processing-error' })
  })

  it('takes a message afresh after a failure of ours, which is told by HTTP 503 and no receipt', async () => {
    house.failNextCommit = true
    expect(await exchange('unlucky', {})).toMatchObject({ ok: false, failure: { code: 'partner-busy' } })
    expect(listener.errors).toHaveLength(1)
    expect(await exchange('unlucky', {})).toMatchObject({ ok: true, confirmed: true })
    expect(house.commits).toHaveLength(1)
  })
})

describe('elliptic keys', async () => {
  const curve = await identity('curve', { curve: 'P-256' })
  const both = { keys: [curve], partnerCertificates: [curve.certificate] }
  const asEnded = (over: Partial<As2SettingsInput>) => exchange(`elliptic-${over.signature}`, { ...both, ...over })

  it.each(['sha256', 'sha384', 'sha512'] as const)('sign messages and receipts with %s', async signature => {
    const delivery = await asEnded({ signature, encryption: 'none' })
    expect(delivery).toMatchObject({ ok: true, confirmed: true, evidence: { receiptDigest: signature } })
    expect(house.commits).toHaveLength(1)
  })

  it('cannot be encrypted for, nor sign with MD5: the settings are at fault', async () => {
    const atFault = { ok: false, failure: { code: 'settings-incomplete' } }
    expect(await asEnded({})).toMatchObject(atFault)
    expect(await asEnded({ signature: 'md5', encryption: 'none' })).toMatchObject(atFault)
  })

  it('are passed over for encryption where an RSA key stands beside them', async () => {
    const keys = [curve, receiver]
    const partnerCertificates = [curve.certificate, receiver.certificate]
    expect(await exchange('elliptic-and-rsa', { keys, partnerCertificates })).toMatchObject({
      ok: true,
      confirmed: true,
    })
  })
})

it('expired certificates are refused before anything is sent, and used where that is set', async () => {
  const old = await identity('old', { keySize: 2048 }, [2020, 2021])
  const ours = await exchange('expired-1', { keys: [old], partnerCertificates: [receiver.certificate] })
  expect(ours).toMatchObject({
    ok: false,
    failure: { code: 'settings-incomplete', detail: expect.stringContaining('our certificate') },
  })
  const theirs = await exchange('expired-2', { keys: [sender], partnerCertificates: [old.certificate] })
  expect(theirs).toMatchObject({ ok: false, failure: { detail: expect.stringContaining('the partner’s certificate') } })
  const both = { keys: [old], partnerCertificates: [old.certificate], expiredCertificates: 'accept' as const }
  expect(await exchange('expired-3', both)).toMatchObject({ ok: true, confirmed: true })
})
