import { and, eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { exportBatches, exportLines, invoices, payments } from '../../db/schema/index.ts'
import { type Busy, openBusyWorld } from '../testing/busy-world.ts'
import type { Client } from '../testing/client.ts'

let busy: Busy
let accountant: Client
beforeAll(async () => {
  const hub = await emptyHub()
  busy = await openBusyWorld(hub)
  accountant = await busy.as('accountant@here.example')
  return () => hub.close()
})

/** What a pattern finds on a page and all behind it, by the link to the next that `next` finds. */
async function walk(start: string, found: RegExp, next: RegExp): Promise<string[]> {
  const all: string[] = []
  let address: string | undefined = start
  for (let pages = 0; address !== undefined && pages < 20; pages++) {
    const text = await (await accountant.get(address)).text()
    all.push(...[...text.matchAll(found)].map(match => match[1]!))
    address = next.exec(text)?.[1]?.replaceAll('&amp;', '&')
  }
  return all
}

it('pages what is to be paid and what was, and misses and repeats nothing', async () => {
  const { hub, here, invoiceIds } = busy
  const { retailerId } = here
  const [sample] = await hub.orm.select().from(invoices).where(eq(invoices.id, invoiceIds.exported))
  const others = Object.values(here.suppliers).map(one => one.partnershipId)
  const many = Array.from({ length: 120 }, (_, index) => ({
    ...sample!,
    ...{ id: hub.newId(), number: `MANY-${index}`, dueDate: `2026-12-${String((index % 7) + 10)}` },
    partnershipId: others[index % others.length]!,
    ...{ status: 'exported' as const, payable: '1' },
  }))
  await hub.orm.insert(invoices).values(many)
  const numbers = await walk('/accounting/payments', />(MANY-\d+)</g, /href="([^"]*\?unpaid=[^"]+)"/)
  expect(numbers.toSorted()).toEqual(many.map(one => one.number).toSorted())
  await hub.orm.insert(payments).values(
    many.slice(0, 110).map(({ partnershipId, number }) => ({
      ...{ retailerId, id: hub.newId(), partnershipId, number: `PAY-${number}`, method: 'ach' as const },
      ...{ paidOn: '2026-11-22', total: '1', currency: 'USD', actor: 'test', createdAt: hub.now() },
    })),
  )
  const made = await walk('/accounting/payments', /data-payment="(PAY-MANY-\d+)"/g, /href="([^"]*\?paid=[^"]+)"/)
  expect(made).toHaveLength(110)
  expect(new Set(made).size).toBe(110)
})

it('gives the invoices that a filter shows as a file, and keeps the filter as a view', async () => {
  const { here, invoiceIds, hub } = busy
  const [one] = await hub.orm
    .select()
    .from(invoices)
    .where(and(eq(invoices.retailerId, here.retailerId), eq(invoices.id, invoiceIds.exported)))
  const query = `show=exported&q=${encodeURIComponent(one!.number)}`
  const page = await (await accountant.get(`/accounting/invoices?${query}`)).text()
  const [, href] = /href="([^"]+)"[^>]*data-file/.exec(page)!
  const file = await accountant.get(href!.replaceAll('&amp;', '&'))
  const [heading, row, ...more] = (await file.text()).trimEnd().split('\r\n')
  expect(heading).toMatch(/^\uFEFF?Number,Type,State,Supplier/)
  expect(row).toMatch(new RegExp(`^${one!.number},Invoice,.*,USD,${one!.total},`))
  expect(more).toEqual([])
  const kept = await accountant.post('/retailer/views', { list: 'invoices', query, name: 'What went out' })
  expect(kept.headers.get('location')).toBe(`/accounting/invoices?${query}`)
  expect(await (await accountant.get('/accounting/invoices')).text()).toContain('data-view="What went out"')
})

it('pages the lines of an export batch', async () => {
  const { hub, here } = busy
  const { retailerId } = here
  const [batch] = await hub.orm.select().from(exportBatches).where(eq(exportBatches.retailerId, retailerId))
  const its = and(eq(exportLines.retailerId, retailerId), eq(exportLines.batchId, batch!.id))
  const [line] = await hub.orm.select().from(exportLines).where(its)
  const before = (await hub.orm.select().from(exportLines).where(its)).length
  const more = Array.from({ length: 450 }, (_, index) => ({ ...line!, position: before + index + 1 }))
  await hub.orm.insert(exportLines).values(more)
  const positions = await walk(`/accounting/exports/${batch!.id}`, /data-line="(\d+)"/g, /href="([^"]+\?after=\d+)"/)
  expect(positions).toEqual(Array.from({ length: before + 450 }, (_, index) => String(index + 1)))
})

it('pages export batches, and gives the file of credits where a program takes them apart', async () => {
  const { hub, here } = busy
  const [batch] = await hub.orm.select().from(exportBatches).where(eq(exportBatches.retailerId, here.retailerId))
  const credits = { creditsFileName: 'credits.csv', creditsBlobId: batch!.blobId }
  const many = Array.from({ length: 230 }, (_, index) => ({
    ...batch!,
    ...{ id: hub.newId(), number: 1000 + index },
    ...(index === 0 ? { format: 'xero' } : { format: 'netsuite', ...credits }),
  }))
  await hub.orm.insert(exportBatches).values(many)
  const numbers = await walk('/accounting/exports', /data-batch="(\d{4})"/g, /href="([^"]+exports\?after=[^"]+)"/)
  expect(numbers).toEqual(many.map(one => String(one.number)).reverse())
  const [xero, netsuite] = many
  const pageOf = async ({ id }: { id: string }) => (await accountant.get(`/accounting/exports/${id}`)).text()
  expect(await pageOf(netsuite!)).toContain('Import the second file as vendor credits.')
  expect(await pageOf(xero!)).not.toContain('/credits')
  const file = (id: string) => accountant.get(`/accounting/exports/${id}/credits`)
  expect((await file(netsuite!.id)).headers.get('content-disposition')).toContain('credits.csv')
  expect((await file(xero!.id)).status).toBe(404)
})
