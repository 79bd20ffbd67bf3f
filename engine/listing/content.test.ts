import { describe, expect, it } from 'vitest'
import { compileListingRules } from './conditions.ts'
import { contentOf, fillTemplate, missingOf, type ProductWords } from './content.ts'
import { listingRules } from './listing-rules.ts'

const rulesOf = (...rules: object[]) => compileListingRules(listingRules.parse({ version: 1, rules }))
const product = {
  channel: 'Amazon',
  sku: 'TENT',
  category: 'Camping Products',
  ownQuantity: '1',
  supplierQuantity: '0',
}
const words: ProductWords = {
  title: 'Two-person tent',
  brand: 'Ridge',
  category: 'Camping Products',
  attributes: { Color: 'Moss', size: '2P' },
  images: [],
}

describe('contentOf', () => {
  it('gives a category and attributes the channel’s names, where the rules say so', () => {
    const rules = rulesOf(
      { id: 'a', when: { channels: ['web'] }, effect: { action: 'category', to: 'Tents' } },
      {
        id: 'b',
        when: { categories: ['camping products'] },
        effect: { action: 'category', to: 'Camping and Outdoors' },
      },
      { id: 'c', effect: { action: 'category', to: 'Everything else' } },
      { id: 'd', effect: { action: 'attribute', from: 'color', to: 'colour_name' } },
      { id: 'e', effect: { action: 'attribute', from: 'Color', to: 'too_late' } },
    )
    expect(contentOf(product, words, rules)).toEqual({
      title: 'Two-person tent',
      brand: 'Ridge',
      category: 'Camping and Outdoors',
      attributes: { colour_name: 'Moss', size: '2P' },
      images: [],
    })
    expect(contentOf({ ...product, channel: 'web' }, words, rules).category).toBe('Tents')
  })

  it('makes texts by the first template for a field, and keeps the product’s own where a template gives nothing', () => {
    const rules = rulesOf(
      { id: 'a', effect: { action: 'text', field: 'title', template: '{brand} {title}, {attribute.color}' } },
      { id: 'b', effect: { action: 'text', field: 'title', template: 'never' } },
      { id: 'c', effect: { action: 'text', field: 'description', template: '{description}' } },
    )
    const content = contentOf(product, words, rules)
    expect(content.title).toBe('Ridge Two-person tent, Moss')
    expect(content).not.toHaveProperty('description')
  })
})

it.each([
  ['{brand} {title}', 'Ridge Two-person tent'],
  ['{title} by {manufacturerPart}, {attribute.material}, {attribute.Size}', 'Two-person tent by, 2P'],
  ['{attribute.material}, {title}', 'Two-person tent'],
  ['{sku}: {nothing of this name}', 'TENT'],
  ['{title}, {attribute.material} - {attribute.size}', 'Two-person tent, 2P'],
  ['{title} - {attribute.material} - {attribute.Color}', 'Two-person tent - Moss'],
  ['{attribute.material} – {attribute.season}: {title}', 'Two-person tent'],
  ['{title} ({attribute.material}, {attribute.season}), {brand}', 'Two-person tent, Ridge'],
  ['{title} [{attribute.material}]', 'Two-person tent'],
  ['{brand} {attribute.material} {title}', 'Ridge Two-person tent'],
  ['{title}/{attribute.material}/{attribute.size}', 'Two-person tent/2P'],
  ['Of {attribute.material}. By {brand} {attribute.season}.', 'Of. By Ridge.'],
  ['{title}\nMade of: {attribute.material}\nSize: {attribute.size}', 'Two-person tent\nMade of\nSize: 2P'],
  ['Size{attribute.material}', 'Size'],
])('%s gives “%s”', (template, text) => {
  expect(fillTemplate(template, 'TENT', words)).toBe(text)
})

it('asks for what the rules for its channel and category ask for, and always for a price', () => {
  const rules = rulesOf(
    { id: 'a', effect: { action: 'require', fields: ['brand', 'images'] } },
    { id: 'b', when: { channels: ['amazon'] }, effect: { action: 'require', fields: ['attribute.color', 'gtin'] } },
    { id: 'c', when: { categories: ['Lamps'] }, effect: { action: 'require', fields: ['weight'] } },
  )
  expect(missingOf(product, words, true, rules)).toEqual(['gtin', 'images'])
  expect(missingOf({ ...product, channel: 'web' }, words, false, rules)).toEqual(['images', 'price'])
  expect(
    missingOf(product, { ...words, gtin: '09520000000019', images: ['https://a.example/1.jpg'] }, true, rules),
  ).toEqual([])
})

it.each([
  [{ action: 'require', fields: ['attribute.'] }],
  [{ action: 'require', fields: ['colour'] }],
  [{ action: 'text', field: 'brand', template: 'x' }],
])('%j is no effect', effect => {
  expect(listingRules.safeParse({ version: 1, rules: [{ id: 'a', effect }] }).success).toBe(false)
})

it('leaves what a product’s own words say as it is', () => {
  const own = { ...words, title: '-40 bag, , 2 :  L', description: '- warm\n- light;\n' }
  expect(fillTemplate('{title} {attribute.material}', 'BAG', own)).toBe('-40 bag, , 2 :  L')
  expect(fillTemplate('{description}', 'BAG', own)).toBe('- warm\n- light;')
})
