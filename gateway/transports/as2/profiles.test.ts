import { afterAll, describe, expect, it } from 'vitest'
import type { As2SettingsInput } from './settings.ts'
import { Bench, bytesIn } from './testing/handmade.ts'
import { ediText } from './testing/messages.ts'
import type { Profile } from './testing/product.ts'
import { ProductStation } from './testing/product-station.ts'
import { products } from './testing/products.ts'
import { profiles } from './testing/profiles.ts'
import { sendToProduct } from './testing/send-to-product.ts'

/** Thirty agreements, each tried both ways with a station of either family that is most in use: Bouncy Castle's (OpenAS2, phase2) and pyas2. */
const bench = await Bench.open()
afterAll(() => bench.close())

const opensslNames = {
  none: undefined,
  '3des': 'des3',
  'aes128-cbc': 'aes128',
  'aes192-cbc': 'aes192',
  'aes256-cbc': 'aes256',
  'aes128-gcm': 'aes-128-gcm',
  'aes256-gcm': 'aes-256-gcm',
}
const places = { none: 'none', 'before-signing': 'inside', 'after-signing': 'outside' } as const

/** Neither family reads GCM today; with the rest of its habits it is tried all the same, since the next release may. */
const families = { 'Bouncy Castle': products.openas2, pyas2: products.pyas2 }

describe.each(Object.entries(families))('%s', (_, { refuses, ...product }) => {
  it.each(profiles)('%s, %s, compression %s, receipt %s', async (digest, cipher, compression, receipt) => {
    const [mode, signedness] = receipt.split(' ') as ['sync' | 'async', 'signed' | 'unsigned']
    const over: Partial<As2SettingsInput> = {
      signature: digest,
      encryption: cipher,
      compression,
      receipt: mode,
      signedReceipt: signedness === 'signed',
      requireSignature: false,
      requireEncryption: false,
    }
    const { seen, refusal, delivery } = await sendToProduct(bench, product, over)
    expect(refusal).toBeUndefined()
    expect(seen?.document.toString()).toBe(ediText)
    expect(delivery).toMatchObject({ ok: true, confirmed: true, evidence: { micComparison: 'match' } })

    const station = new ProductStation(bench, product)
    const profile: Profile = {
      digest: digest === 'none' ? undefined : digest,
      cipher: opensslNames[cipher],
      compression: places[compression],
    }
    const { headers, body, mic } = station.message(Buffer.from(ediText), profile)
    const answer = await bench.take(headers, body, bench.houseWith(over))
    expect(bytesIn(answer.house.commits[0]!.message.bytes).toString()).toBe(ediText)
    expect(station.readReceipt(answer)).toMatchObject({
      signed: true,
      disposition: 'automatic-action/MDN-sent-automatically; processed',
      mic: mic.toString('base64'),
      micalg: profile.digest ?? 'sha256',
    })
  })
})
