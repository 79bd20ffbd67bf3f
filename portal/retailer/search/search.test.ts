import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { shipmentPackages } from '../../../db/schema/index.ts'
import { openBusyWorld } from '../../testing/busy-world.ts'
import { mostTerms, soughtIn } from '../../ui/search-terms.ts'

it('takes what was pasted as numbers, and a name as one text', () => {
  expect(soughtIn('  ')).toBeUndefined()
  expect(soughtIn('W-10')).toEqual({ one: 'W-10' })
  expect(soughtIn('Grace Hopper')).toEqual({ one: 'Grace Hopper' })
  expect(soughtIn('W-1 W-2')).toEqual({ many: ['W-1', 'W-2'], cut: false })
  expect(soughtIn('W-1\r\nW-2\nW-1\nMUG')).toEqual({ many: ['W-1', 'W-2', 'MUG'], cut: false })
  const column = Array.from({ length: mostTerms + 1 }, (_, index) => `N${index}`).join('\n')
  expect(soughtIn(column)).toMatchObject({ cut: true, many: { length: mostTerms } })
})

describeOnBothDatabases('the search', open => {
  it('finds everything that has a number, for those who may see it, and nothing of another retailer', async () => {
    const busy = await openBusyWorld(await open())
    const admin = await busy.as('admin@here.example')
    const find = async (text: string, client = admin) => {
      const response = await client.get(`/retailer/search?${new URLSearchParams({ q: text })}`)
      expect(response.status).toBe(200)
      return [...(await response.text()).matchAll(/data-hit="([^"]+)".*?<a href="([^"]+)">([^<]+)</gs)].map(
        ([, kind, href, word]) => ({ kind, href, word }),
      )
    }
    const order = { kind: 'order', href: `/retailer/orders/${busy.orderId}`, word: 'W-SECRET-1' }
    const purchaseOrder = {
      kind: 'purchase-order',
      href: `/retailer/purchase-orders/${busy.number}`,
      word: busy.number,
    }
    expect(await find('w-secret')).toEqual([order, expect.objectContaining({ word: 'W-SECRET-2' })])
    expect(await find('ecret-1')).toEqual([order])
    expect(await find('grace hop')).toHaveLength(2)
    expect(await find('Hopper')).toHaveLength(2)
    expect(await find(busy.number)).toEqual([purchaseOrder, expect.objectContaining({ kind: 'message' })])
    expect(await find('1z999aa10123456784')).toEqual([
      { ...purchaseOrder, kind: 'tracking', word: '1Z999AA10123456784' },
    ])
    const sscc = '003456780000000018'
    await busy.hub.orm.update(shipmentPackages).set({ sscc, ssccValid: true })
    for (const scanned of [sscc, `00${sscc}`, `(00)${sscc}`])
      expect(await find(scanned)).toEqual([{ ...purchaseOrder, kind: 'tracking', word: sscc }])
    expect(await find('LP-INV')).toHaveLength(3)
    expect(await find('LP-INV', await busy.as('merchandiser@here.example'))).toEqual([])
    expect(await find('mug')).toMatchObject([{ kind: 'item', word: 'MUG-01' }])
    expect(await find('secret-850')).toMatchObject([{ kind: 'message', word: 'secret-850.edi' }])
    for (const text of ['w-secret', 'grace', 'LP-INV', '1Z999AA10123456784', 'secret-850', '%', '_', "'"])
      expect(await find(text, await busy.as('admin@there.example'))).toEqual([])
  })

  it('says of many numbers at once what each is', async () => {
    const busy = await openBusyWorld(await open())
    const admin = await busy.as('admin@here.example')
    const unknown = Array.from({ length: 46 }, (_, index) => `X-${index}`)
    const pasted = ['w-secret-2', busy.number, 'LP-INV-3', '1Z999AA10123456784', ...unknown].join('\n')
    const html = await (await admin.get(`/retailer/search?${new URLSearchParams({ q: pasted })}`)).text()
    const known = [...html.matchAll(/data-term="([^"]+)" data-known="yes"/g)].map(([, term]) => term)
    expect(known).toEqual(['w-secret-2', busy.number, 'LP-INV-3', '1Z999AA10123456784'])
    expect(html.match(/data-known="no"/g)).toHaveLength(46)
  })

  it('lists pages and numbers for the palette, and shows an item with who offers it', async () => {
    const busy = await openBusyWorld(await open())
    const admin = await busy.as('admin@here.example')
    const list = async (text: string) => await (await admin.get(`/retailer/search/palette?q=${text}`)).text()
    expect(await list('excep')).toContain('href="/retailer/exceptions"')
    const found = await list('mug')
    const [, item] = /href="(\/retailer\/search\/items\/[^"]+)"/.exec(found)!
    const html = await (await admin.get(item!)).text()
    expect(html).toContain('Little Potter')
    expect((await (await busy.as('admin@there.example')).get(item!)).status).toBe(404)
  })
})
