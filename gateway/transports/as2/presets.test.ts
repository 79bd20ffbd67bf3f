import { afterAll, describe, expect, it } from 'vitest'
import { type PresetName, presets } from './presets.ts'
import type { As2SettingsInput } from './settings.ts'
import { Bench, bytesIn } from './testing/handmade.ts'
import { ediText } from './testing/messages.ts'
import type { Profile } from './testing/product.ts'
import { ProductStation } from './testing/product-station.ts'
import { products } from './testing/products.ts'
import { sendToProduct } from './testing/send-to-product.ts'

const bench = await Bench.open()
afterAll(() => bench.close())

const names = Object.keys(presets) as PresetName[]
const sendTo = (name: PresetName, over: Partial<As2SettingsInput>) =>
  sendToProduct(bench, products[name], { ...presets[name].settings, ...over })

const receipts = [
  { receipt: 'sync', signedReceipt: true },
  { receipt: 'sync', signedReceipt: false },
  { receipt: 'async', signedReceipt: true },
  { receipt: 'async', signedReceipt: false },
] as const

describe('what a preset sends', () => {
  describe.each(names)('%s', name => {
    it.each(receipts)('is taken by the product, and its receipt proves it: %o', async over => {
      const { seen, refusal, delivery } = await sendTo(name, over)
      expect(refusal).toBeUndefined()
      expect(seen?.document.toString()).toBe(ediText)
      expect(delivery).toMatchObject({
        ok: true,
        confirmed: true,
        evidence: { micComparison: name === 'phase2' ? 'differs' : 'match' },
      })
    })
  })
})

describe('what a preset keeps away from is refused by the product', () => {
  it.each([
    ['sterling', { algorithmProtection: true }],
    ['datapower', { algorithmProtection: true }],
    ['openas2', { encryption: 'aes256-gcm' }],
    ['openas2', { keyTransport: 'rsa-oaep-sha256' }],
    ['pyas2', { encryption: 'aes128-gcm' }],
    ['pyas2', { micalgSpelling: 'dashed' }],
    ['amazon', { compression: 'before-signing' }],
    ['seeburger', { micalgSpelling: 'dashed' }],
    ['webmethods', { encryption: 'aes128-cbc' }],
    ['legacy', { signature: 'sha256' }],
  ] as const)('%s: %o', async (name, over) => {
    const { refusal, delivery } = await sendTo(name, over)
    expect(refusal).toBeDefined()
    expect(delivery.ok).toBe(false)
  })
})

const sends: Partial<Record<PresetName, Partial<Profile>>> = {
  biztalk: { compression: 'outside' },
  webmethods: { cipher: 'des3', compression: 'inside' },
  legacy: { cipher: 'des3', digest: 'sha1' },
  mendelson: { compression: 'inside' },
}

describe('what a product sends is taken', () => {
  it.each(names)('%s', async name => {
    const station = new ProductStation(bench, products[name])
    const profile: Profile = { digest: 'sha256', cipher: 'aes256', compression: 'none', ...sends[name] }
    const { headers, body, mic } = station.message(Buffer.from(ediText), profile)
    const house = bench.houseWith({ ...presets[name].settings, requireSignature: true, requireEncryption: true })
    const answer = await bench.take(headers, body, house)
    expect(house.rejected.map(({ detail }) => detail)).toEqual([])
    expect(bytesIn(house.commits[0]!.message.bytes).toString()).toBe(ediText)
    expect(station.readReceipt(answer)).toEqual({
      signed: true,
      disposition: 'automatic-action/MDN-sent-automatically; processed',
      messageId: headers['message-id'],
      mic: mic.toString('base64'),
      micalg: products[name].spell?.(profile.digest!) ?? profile.digest,
    })
  })
})
