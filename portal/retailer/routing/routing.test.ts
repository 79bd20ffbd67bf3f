import { beforeEach, expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { routingBook } from '../../../engine/routing/book.ts'
import { listVersions } from '../../../engine/rule-sets/book.ts'
import type { Client } from '../../testing/client.ts'
import { openWorld, placeOrder, type World } from '../../testing/world.ts'

const open = freshDatabases()
const path = '/retailer/rules'
let world: World
let admin: Client
beforeEach(async () => {
  world = await openWorld(await open())
  admin = await world.as('admin@here.example')
})

const versions = () => listVersions(routingBook, world.hub.orm, world.here.retailerId)
const draft = async () => (await versions()).find(({ status }) => status === 'draft')!
const text = async (response: Response | Promise<Response>) =>
  (await (await response).text()).replaceAll('&#39;', "'").replaceAll('&amp;', '&')
/** Begins a version and gives its address. */
const begin = async () => (await admin.post(path)).headers.get('location')!

it('a rule is written, ordered, tried, published and shown, without a script', async () => {
  await placeOrder(world, world.here, 'W-1', [{ sku: 'MUG-01', quantity: '2' }])
  const at = await begin()
  const add = (fields: Record<string, string>) => admin.post(`${at}/rules`, fields)
  expect((await add({ name: 'No mugs by mail', skus: 'MUG-01, BOWL-02', action: 'exclude' })).status).toBe(303)
  await add({
    name: 'Far & thin',
    postalRanges: '220-229',
    marginBelow: '12.5',
    milesFrom: '500',
    action: 'prefer',
    amount: '-3',
  })
  await add({ name: 'Far & thin', sourceKind: 'warehouse', action: 'cap', amount: '20', of: 'units' })
  expect((await draft()).rules).toEqual([
    {
      id: 'no-mugs-by-mail',
      name: 'No mugs by mail',
      when: { skus: ['MUG-01', 'BOWL-02'] },
      effect: { action: 'exclude' },
    },
    {
      id: 'far-thin',
      name: 'Far & thin',
      when: { postalRanges: [{ from: '220', to: '229' }], marginBelow: '0.125', milesFrom: 500 },
      effect: { action: 'prefer', by: -3 },
    },
    {
      id: 'far-thin-2',
      name: 'Far & thin',
      when: { sourceKinds: ['warehouse'] },
      effect: { action: 'cap', of: 'units', aDay: 20 },
    },
  ])
  const placed = await admin.post(`${at}/rules/far-thin-2/place`, { to: '1' })
  expect(placed.headers.get('location')).toBe(`${at}#rule-far-thin-2`)
  expect((await draft()).rules.map(({ id }) => id)).toEqual(['far-thin-2', 'no-mugs-by-mail', 'far-thin'])
  await admin.post(`${at}/rules/far-thin/place`, { to: 'up' })
  await admin.post(`${at}/rules/far-thin-2/place`, { to: 'out' })
  expect((await draft()).rules.map(({ id }) => id)).toEqual(['far-thin', 'no-mugs-by-mail'])

  const form = await text(admin.get(`${at}/rules/far-thin`))
  for (const shown of ['value="220-229"', 'value="12.5"', 'value="-3"']) expect(form).toContain(shown)

  const tried = await text(admin.get(`${at}/simulation?days=7`))
  expect(tried).toContain('1 of 1 orders would go elsewhere.')
  expect(tried).toContain('<svg')
  const one = await text(admin.get(`${at}/simulation?order=W-1`))
  expect(one).toContain('Excluded by a rule (No mugs by mail)')
  expect(one).toContain('Gets 2')

  expect((await admin.post(`${at}/publication`, { reason: '' })).status).toBe(422)
  const done = await admin.follow(await admin.post(`${at}/publication`, { reason: 'They break' }))
  const shown = await text(done)
  expect(shown).toContain('item MUG-01, BOWL-02')
  expect(shown).toContain('ZIP code 220 to 229; margin below 12.5%; 500 miles away or more')
  expect(await versions()).toMatchObject([{ version: 1, status: 'published', publishedBy: 'user:admin@here.example' }])

  const { orderId } = await placeOrder(world, world.here, 'W-2', [{ sku: 'MUG-01', quantity: '1' }])
  const explained = await text(admin.get(`/retailer/orders/${orderId}`))
  expect(explained).toContain('Excluded by a rule (No mugs by mail)')
  expect(explained).toContain(`<a href="${at}">rules version 1</a>`)
  expect(world.logged).toEqual([])
})

it('what is wrong is said beside the field, and what was typed stays', async () => {
  const at = await begin()
  const refused = await admin.post(`${at}/rules`, {
    name: 'Odd',
    quantityFrom: 'many',
    action: 'add-cost',
    amount: 'x',
  })
  expect(refused.status).toBe(422)
  const page = await text(refused)
  expect(page).toContain('id="field-quantityFrom-error"')
  expect(page).toContain('id="field-amount-error"')
  expect(page).toContain('value="many"')
  const rates = await admin.post(`${at}/settings`, {
    'rank-1': 'landed-cost',
    oneSource: 'no',
    belowMinimum: 'avoid',
    shippingRates: '1 5 6',
  })
  expect(rates.status).toBe(422)
  expect(await text(rates)).toContain('Table 1, row 1')
  expect((await draft()).rules).toEqual([])
})

it('settings are kept as they were written', async () => {
  const at = await begin()
  const shippingRates =
    'for Little Potter\n1  5  6  7  8  9  10  11\n10  8.5  10  12  14  16  18  20\n\n5  1  1  1  1  1  1  1'
  const fields = {
    'rank-1': 'landed-cost',
    'rank-2': 'nearest',
    oneSource: 'preferred',
    belowMinimum: 'refuse',
    fewestShipments: 'yes',
    splitQuantity: 'no',
    partial: 'no',
    learnSurcharges: 'yes',
    assumedWeight: '2',
    shippingRates,
  }
  expect((await admin.post(`${at}/settings`, fields)).status).toBe(303)
  expect((await draft()).settings).toMatchObject({
    rankBy: ['landed-cost', 'nearest'],
    ...{ oneSource: 'preferred', belowMinimum: 'refuse', fewestShipments: true, splitQuantity: false, partial: false },
    ...{ learnSurcharges: true, assumedWeight: '2' },
    shippingRates: [{ sources: ['Little Potter'], rows: [{ upTo: '1' }, { upTo: '10' }] }, { rows: [{ upTo: '5' }] }],
  })
  expect(await text(admin.get(at))).toContain(shippingRates)
})

it('nobody saves over what somebody else saved meanwhile', async () => {
  const at = await begin()
  const seen = /name="seen" value="(\d+)"/.exec(await text(admin.get(`${at}/rules/new`)))![1]!
  await admin.post(`${at}/rules`, { name: 'First', action: 'exclude', seen })
  expect((await admin.post(`${at}/rules`, { name: 'Second', action: 'exclude', seen })).status).toBe(412)
  expect((await draft()).rules.map(({ id }) => id)).toEqual(['first'])
})

it('a source’s terms are set here', async () => {
  const { sourceId } = world.here.suppliers['Little Potter']!
  const fields = {
    active: 'yes',
    priority: '5',
    orderFee: '1.25',
    postalCode: '97205',
    tags: 'west, slow',
    minimumOrder: '50',
    ordersADay: '40',
    unitsADay: '',
  }
  expect((await admin.post(`${path}/sources/${sourceId}`, { ...fields, ordersADay: 'lots' })).status).toBe(422)
  expect((await admin.post(`${path}/sources/${sourceId}`, fields)).status).toBe(303)
  const list = await text(admin.get(`${path}/sources`))
  for (const shown of ['west, slow', '97205', '1.25']) expect(list).toContain(shown)
})

it('a version shows what it changes, and waits for a time of the viewer’s clock', async () => {
  const add = (at: string, fields: Record<string, string>) => admin.post(`${at}/rules`, fields)
  const first = await begin()
  await add(first, { name: 'Not by mail', skus: 'MUG-01', action: 'exclude' })
  await add(first, { name: 'West', states: 'OR', action: 'prefer', amount: '2' })
  await admin.post(`${first}/publication`, { reason: 'They break' })
  await admin.post('/account/profile', { name: 'Ada', timeZone: 'America/New_York' })
  const second = await begin()
  expect(await text(admin.get(second))).toContain('No difference')
  await admin.post(`${second}/rules/west`, { name: 'West', states: 'OR, WA', action: 'prefer', amount: '2' })
  await admin.post(`${second}/rules/not-by-mail/place`, { to: 'down' })
  await add(second, { name: 'Dear', marginBelow: '5', action: 'hold', reason: 'Ask' })
  const shown = await text(admin.get(second))
  for (const said of [
    'Compared with version 1, in effect',
    'going to OR: prefer it by 2',
    'going to OR, WA: prefer it by 2',
    '3. margin below 5%: hold for a person: Ask',
    'America/New York',
  ])
    expect(shown).toContain(said)
  const publish = (effectiveFrom: string) => admin.post(`${second}/publication`, { reason: 'Summer', effectiveFrom })
  const refused = await publish('tomorrow')
  expect(refused.status).toBe(422)
  expect(await text(refused)).toContain('A day and a time are needed')
  expect((await publish('2099-07-01T08:00')).status).toBe(303)
  const [newest] = await versions()
  expect(newest?.effectiveFrom).toEqual(new Date('2099-07-01T12:00:00Z'))
  expect(await text(admin.get(second))).toContain('Take back before its time')
})
