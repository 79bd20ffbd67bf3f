import { describe, expect, it } from 'vitest'
import { industryRules } from './industry.ts'
import { rulesOf } from './rules.ts'
import { type OverlayInput, overlaySchema } from './schema.ts'
import { brief, documentIn, readUnder, told, writeUnder } from './testing.ts'

const order = documentIn('850/northwind-drop-ship.edi', 'purchase-order')
const shipment = documentIn('856/acme-pick-and-pack.edi', 'ship-notice')
const odd = { ...order, buyer: { ...order.buyer, code: '4711', codeBy: 'gln' as const } }

describe('a version with the suffix VICS', () => {
  it.each(['004010VICS', '004030VICS', '005010VICS'])(
    '%s asks for location numbers of thirteen digits',
    async version => {
      expect(await told(order, { set: '850', version })).toEqual([])
      expect(await told(odd, { set: '850', version })).toEqual(['invalid-value N104 4711'])
    },
  )

  it.each(['004010', '005010', '004010UCS'])('%s does not', async version => {
    expect(await told(odd, { set: '850', version })).toEqual([])
  })

  it("gives way to the partner's own rule for the place", async () => {
    const own = { 'N104[03=UL]': { pattern: '^\\d{4}$' } }
    expect(await told(odd, { set: '850', version: '004010VICS', elements: own })).toEqual([])
  })

  it.each([
    ['HL*1**S', 'HL*1**V', ['unknown-code HL03 V']],
    ['MAN*GM*00', 'MAN*GM*', ['invalid-value MAN02']],
    ['*0001~HL', '*0099~HL', ['unknown-code BSN05 0099']],
  ])('holds ship notices against the levels and container codes of retail: %s → %s', async (good, bad, expected) => {
    const retail = { set: '856', version: '004010VICS' } satisfies OverlayInput
    const { text, overlay, issues } = await writeUnder(shipment, retail)
    expect(brief(issues)).toEqual([])
    expect(text).toContain(good)
    const found = brief(readUnder(text.replace(good, bad), overlay).issues)
    for (const each of expected) expect(found).toContainEqual(expect.stringContaining(each))
  })
})

it('puts every rule of an industry at a place that maps know', () => {
  for (const set of ['810', '846', '850', '855', '856', '860', '865']) {
    const names = Object.keys(industryRules(set, '004010VICS')!.elements!)
    const rules = rulesOf(overlaySchema.parse({ set, version: '004010VICS' }))
    expect(rules.elements.map(({ id }) => id)).toEqual(names.map(name => `elements.${name}`))
  }
  expect(industryRules('997', '004010VICS')).toBeUndefined()
  expect(industryRules('850', undefined)).toBeUndefined()
})
