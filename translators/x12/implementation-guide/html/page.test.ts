import { describe, expect, it } from 'vitest'
import { overlayExamples } from '../../../../fixtures/overlays/files.ts'
import { overlaySchema } from '../../index.ts'
import { guidePage, implementationGuide } from '../index.ts'

const hostile = '<script>alert("Łódź & co")</script>'

async function pageOf(set: string, retailer?: string): Promise<string> {
  const example = overlayExamples().find(each => each.set === set && each.retailer === retailer)
  const overlay = example && overlaySchema.parse(example.overlay)
  const guide = await implementationGuide({
    set,
    version: '005010',
    overlay,
    partner: hostile,
    facts: example?.context.facts,
  })
  return guidePage(guide!)
}

describe.each([
  ['850', undefined],
  ['856', 'harborline'],
  ['810', 'maison-verne'],
  ['999', undefined],
])('the page of %s for %s', (set, retailer) => {
  it('escapes what comes from outside and runs nothing', async () => {
    const page = await pageOf(set, retailer)
    expect(page).toContain('&lt;script&gt;alert(&quot;Łódź &amp; co&quot;)&lt;/script&gt;')
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/)
    expect(page).not.toMatch(/undefined|\[object|NaN/)
  })

  it('links to places that are there, each once', async () => {
    const page = await pageOf(set, retailer)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(match => match[1])
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(match => match[1])
    expect(new Set(ids).size).toBe(ids.length)
    expect(targets.filter(target => !ids.includes(target))).toEqual([])
    expect(targets.length).toBeGreaterThan(10)
  })

  it('closes every tag that it opens', async () => {
    const open: string[] = []
    for (const [, closing, tag = ''] of (await pageOf(set, retailer)).matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (tag === 'meta') continue
      if (closing) expect(open.pop()).toBe(tag)
      else open.push(tag)
    }
    expect(open).toEqual([])
  })
})
