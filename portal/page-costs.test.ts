import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../checks/support/databases.ts'
import { type Busy, openBusyWorld } from './testing/busy-world.ts'
import { pagesReached } from './testing/crawl.ts'
import { placeOrder } from './testing/world.ts'

/** Octets of HTML that a page may have. */
const largestPage = 100_000
/** A statement that a page sends more often than this is sent for each row. */
const mostRepeats = 4
/** Documents that are handed over, such as a partner's implementation guide: as long as what they tell. */
const handedOver = /^\/retailer\/maps\/[^/]+\/guide$/
/** So many of everything stand in the lists. */
const many = 12

let busy: Busy
let statements: string[] = []

beforeAll(async () => {
  const hub = await emptyHub({ onStatement: text => statements.push(text) })
  afterAll(() => hub.close())
  busy = await openBusyWorld(hub)
  const potter = await busy.as('potter-owner@here.example')
  for (let index = 0; index < many; index++) {
    const { numbers } = await placeOrder(busy, busy.here, `W-MANY-${index}`, [{ sku: 'MUG-01', quantity: '2' }])
    const order = `/supplier/${busy.slug}/purchase-orders/${numbers[0]}`
    await potter.post(`${order}/acknowledgments`, { answer: 'accept-all' })
    if (index % 2) continue
    await potter.post(`${order}/shipments`, {
      carrier: 'UPS',
      'packages[1][tracking]': '1Z999AA10123456784',
      'packages[1][quantity-1]': '2',
    })
    const line = { 'lines[1][quantity]': '2', 'lines[1][unitPrice]': '9.99' }
    await potter.post(`${order}/invoices`, { number: `LP-MANY-${index}`, ...line })
  }
})

describe('every page that links lead to', () => {
  for (const email of ['admin@here.example', 'accountant@here.example', 'potter-owner@here.example']) {
    it(`is small, and asks the database as often for many rows as for one: ${email}`, async () => {
      const client = await busy.as(email)
      const faults: string[] = []
      const open = () => (statements = [])
      let pages = 0
      for await (const { path, html } of pagesReached(client, '/', open)) {
        pages++
        const size = Buffer.byteLength(html)
        if (size > largestPage && !handedOver.test(path)) faults.push(`${path} has ${size} octets`)
        const counts = new Map<string, number>()
        for (const text of statements) counts.set(text, (counts.get(text) ?? 0) + 1)
        for (const [text, count] of counts) {
          if (count > mostRepeats) faults.push(`${path} sends ${count} times: ${text.slice(0, 200)}`)
        }
      }
      expect(faults).toEqual([])
      expect(pages).toBeGreaterThan(15)
    })
  }
})
