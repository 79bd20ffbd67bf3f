import { afterAll, describe, expect, it } from 'vitest'
import type { Delivery } from '../contract.ts'
import { presets } from './presets.ts'
import { sendAs2, sendReceipt } from './send.ts'
import { type As2SettingsInput, as2Settings } from './settings.ts'
import { BouncyCastle, isInstalled, needed } from './testing/bouncy-castle/station.ts'
import { bytesIn } from './testing/handmade.ts'
import { House } from './testing/house.ts'
import { identity } from './testing/identities.ts'
import { listenAs2 } from './testing/listener.ts'
import { ediText, outbound } from './testing/messages.ts'
import { profiles } from './testing/profiles.ts'

/**
 * Both ways with a station on real Bouncy Castle and JavaMail, which signs, packs and reads with the calls of OpenAS2 and of mendelson.
 * `npm run test:bouncy-castle` runs it: it takes a JDK, and longer than the other tests.
 */
const wanted = process.env.AS2_BOUNCY_CASTLE === 'true' && isInstalled()
const now = () => new Date()
const year = now().getFullYear()
const made = (name: string, kind?: Parameters<typeof identity>[1]) => identity(name, kind, [year - 1, year + 2])

const station = wanted ? await BouncyCastle.start() : undefined
afterAll(() => station?.stop())
const keys = station && {
  hub: await made('hub'),
  partner: await made('partner'),
  hubCurve: await made('hub-curve', { curve: 'P-256' }),
  partnerCurve: await made('partner-curve', { curve: 'P-384' }),
}

interface Trial {
  product: 'openas2' | 'mendelson'
  settings?: Partial<As2SettingsInput>
  /** What the station is told besides. */
  words?: Record<string, string>
  content?: Buffer
  fileName?: string
  files?: number
}

const compressions = { none: 'none', 'before-signing': 'before', 'after-signing': 'after' } as const
let serial = 0

/** The settings of our side, and the words for the station that mean the same. */
async function agreement({ product, settings: over = {}, words = {} }: Trial, hubUrl: string) {
  const { hub, partner, hubCurve, partnerCurve } = keys!
  const [ourSigning, theirSigning] = words.curve ? [hubCurve, partnerCurve] : [hub, partner]
  const own = `STATION${++serial}`
  const settings = as2Settings.parse({
    ...presets[product].settings,
    ...{ ourId: 'HUB', partnerId: own, url: station!.url, receiptUrl: hubUrl, receiptHosts: ['127.0.0.1'] },
    keys: [
      { ...ourSigning, uses: ['sign'] },
      { ...hub, uses: ['encrypt'] },
    ],
    partnerCertificates: [
      { certificate: theirSigning.certificate, uses: ['sign'] },
      { certificate: partner.certificate, uses: ['encrypt'] },
    ],
    requireSignature: false,
    requireEncryption: false,
    ...over,
  })
  return {
    settings,
    words: {
      ...{ product, own, partner: 'HUB', url: hubUrl, contentType: 'application/edi-x12' },
      ...station!.keep('own.sign', theirSigning),
      ...station!.keep('own.encrypt', partner),
      ...station!.keep('partner.sign', ourSigning),
      ...station!.keep('partner.encrypt', hub),
      digest: settings.signature === 'none' ? 'none' : settings.signature.toUpperCase(),
      cipher: settings.encryption,
      compression: compressions[settings.compression],
      receipt: settings.receipt,
      ...(!settings.signedReceipt && { unsignedReceipt: 'true' }),
      ...words,
    },
  }
}

const until = async (holds: () => boolean) => {
  for (let time = 0; time < 1000 && !holds(); time++) await new Promise(done => setTimeout(done, 10))
}

/** Sends a document both ways and holds everything against what was agreed. */
async function tryBothWays(trial: Trial) {
  const { content = Buffer.from(ediText), fileName = 'a.edi', files = 1, product } = trial
  const house = new House()
  const deps = { now, allowPrivateAddresses: true }
  const server = await listenAs2(house, undefined, now)
  try {
    const { settings, words } = await agreement(trial, server.url)
    house.stations.push({ retailerId: 'retailer', partnershipId: 'partnership', settings })
    const later = settings.receipt === 'async'

    const coming = station!.ask('send', { ...words, payload: content.toString('base64'), fileName, files: `${files}` })
    if (later) {
      await until(() => house.commits.length + house.rejected.length > 0)
      for (const { receipt } of [...house.commits, ...house.rejected]) await sendReceipt(receipt, settings, deps)
    }
    const receipt = await coming
    expect(house.rejected.map(({ detail }) => detail)).toEqual([])
    expect(receipt.disposition).toBe('automatic-action/MDN-sent-automatically; processed')
    expect(receipt.signed).toBe(String(settings.signedReceipt))
    // mendelson leaves the headers out where RFC 5402 §4.2 has them, notes that the MIC differs, and goes on.
    const differs = product === 'mendelson' && words.digest === 'none' && words.cipher !== 'none'
    if (!differs || words.compression === 'none') expect(receipt.mic).toBe(receipt.expected)
    const [commit] = house.commits
    expect(bytesIn(commit!.message.bytes).equals(content)).toBe(true)
    if (words.digest !== 'none') expect(commit!.message.fileName).toBe(fileName)
    expect(commit!.attachments).toHaveLength(files - 1)
    expect(commit!.warnings).toEqual([])

    await station!.ask('agree', words)
    const message = {
      ...outbound(`018f0000-0000-7000-8000-${String(serial).padStart(12, '0')}`, content, { fileName }),
      attachments: Array.from({ length: files - 1 }, (_, at) => ({
        ...{ bytes: Buffer.from(`attachment ${at}`), contentType: 'text/plain', fileName: `more-${at}.txt` },
      })),
    }
    house.sent.set(message.id, { message, settings })
    const answered = await sendAs2(message, settings, deps)
    if (later) await until(() => house.arrivals.length > 0)
    const delivery: Delivery | undefined = later ? house.arrivals[0]?.delivery : answered
    const seen = await station!.ask('seen', words)
    expect(seen.error).toBeUndefined()
    expect(Buffer.from(seen.payload ?? '', 'base64').equals(content)).toBe(true)
    expect(seen.fileName ?? fileName).toBe(fileName)
    if (files > 1) expect(seen.files).toBe(String(files))
    // OpenAS2 computes a MIC only where an algorithm is asked for, and that goes with a signed receipt.
    const micComparison = product === 'openas2' && !settings.signedReceipt ? 'missing' : 'match'
    expect(delivery).toMatchObject({ ok: true, confirmed: true, evidence: { micComparison } })
  } finally {
    await server.close()
  }
}

const every = Buffer.from([...Array(256).keys(), 13, 10, 10, 13, 0])
const others: Omit<Trial, 'product'>[] = [
  { settings: { keyTransport: 'rsa-oaep-sha1' }, words: { oaep: 'SHA-1 SHA-1' } },
  { settings: { keyTransport: 'rsa-oaep-sha256' }, words: { oaep: 'SHA-256 SHA-256' } },
  { settings: { keyTransport: 'rsa-oaep-sha256' }, words: { oaep: 'SHA-256 SHA-1' } },
  { settings: { signatureScheme: 'pss', signature: 'sha256' }, words: { pss: 'true' } },
  { settings: { signatureScheme: 'pss', signature: 'sha512' }, words: { pss: 'true' } },
  { settings: { signature: 'sha1' }, words: { curve: 'true' } },
  { settings: { signature: 'sha256' }, words: { curve: 'true' } },
  { settings: { signature: 'sha512' }, words: { curve: 'true' } },
  { settings: { algorithmProtection: true }, words: { protection: 'true' } },
  { settings: { signedAttributes: false, embedCertificate: false, micalgSpelling: 'dashed' } },
  { words: { transferEncoding: 'base64' } },
  { settings: { compression: 'before-signing', encryption: 'none' }, words: { transferEncoding: 'base64' } },
  { words: { fold: 'true', chunked: 'true' } },
  { settings: { encryption: 'none' }, words: { fold: 'true', chunked: 'true' } },
  { fileName: 'Größe_注文.edi' },
  { files: 3 },
  { files: 2, settings: { compression: 'before-signing', encryption: 'none' } },
  { content: every },
  { content: every, settings: { encryption: 'none' } },
  { content: Buffer.from('UNB+UNOA:1\nUNZ+1+1\n'), settings: { compression: 'after-signing' } },
]

const title = wanted
  ? 'A station on Bouncy Castle'
  : `A station on Bouncy Castle (npm run test:bouncy-castle; ${needed})`

describe.skipIf(!wanted)(title, () => {
  describe.each(['openas2', 'mendelson'] as const)('with the calls of %s', product => {
    it.each(profiles)('%s, %s, compression %s, receipt %s', async (signature, encryption, compression, receipt) => {
      const [mode, signedness] = receipt.split(' ') as ['sync' | 'async', 'signed' | 'unsigned']
      const signedReceipt = signedness === 'signed'
      await tryBothWays({ product, settings: { signature, encryption, compression, receipt: mode, signedReceipt } })
    })

    it.each(others)('%o', async trial => tryBothWays({ product, ...trial }))
  })
})
