import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import { auditLog, partnerships, retailers } from '../../../db/schema/index.ts'
import type { Client } from '../../testing/client.ts'
import { openWorld, type World } from '../../testing/world.ts'
import type { FormValues } from '../../ui/form-data.ts'
import { FormReader } from './fields.ts'
import { differences } from './history.tsx'
import { sectionForms } from './sections.ts'

let world: World
let admin: Client
let path: string
let partnershipId: string

beforeAll(async () => {
  world = await openWorld(await emptyHub())
  admin = await world.as('admin@here.example')
  partnershipId = world.here.suppliers['Little Potter']!.partnershipId
  path = `/retailer/partners/${partnershipId}/terms`
})
afterAll(() => world.hub.close())

async function stored() {
  const { retailerId } = world.here
  const own = and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId))
  return (await world.hub.orm.select().from(partnerships).where(own))[0]!
}

const textOf = async (client: Client, address: string) => await (await client.get(address)).text()

describe('what was agreed with a partner', () => {
  it('is saved section by section, and the history tells who changed what', async () => {
    const fields = {
      timeZone: 'America/Denver',
      cutOff: '14:30',
      'day-1': 'on',
      'day-3': 'on',
      holidays: '2026-12-25\n2026-12-28\n',
    }
    const page = await (await admin.follow(await admin.post(`${path}/calendar`, fields))).text()
    expect(page).toContain('It holds for whatever comes from now on.')
    expect((await stored()).settings.calendar).toEqual({
      timeZone: 'America/Denver',
      cutOff: '14:30',
      workingDays: [1, 3],
      holidays: ['2026-12-25', '2026-12-28'],
    })
    expect(page).toContain('Calendar: ')
    expect(page).toContain('cut off not set → 14:30')
    expect(page).toMatch(/name="timeZone"[^>]*value="America\/Denver"/)
    await admin.post(`${path}/calendar`, { ...fields, cutOff: '15:00' })
    expect(await textOf(admin, path)).toContain('cut off 14:30 → 15:00')
  })

  it('changes nothing, and tells nothing, when the same is saved again', async () => {
    const fields = { withinDays: '20' }
    await admin.post(`${path}/backorders`, fields)
    await admin.post(`${path}/backorders`, fields)
    const told = await world.hub.orm
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, 'partnership.backorders-changed'))
    expect(told).toMatchObject([{ subject: partnershipId, after: { withinDays: 20 } }])
  })

  it('says at the field what is wrong, and keeps what was typed', async () => {
    const before = await stored()
    const wrong: [string, FormValues, string][] = [
      ['calendar', { timeZone: 'Mars/Olympus', 'day-1': 'on' }, 'Enter a time zone such as America/New_York.'],
      ['calendar', { cutOff: '25:00', 'day-1': 'on' }, 'Enter a time such as 17:00.'],
      ['calendar', { cutOff: '09:00' }, 'Choose at least one working day.'],
      ['calendar', { 'day-1': 'on', holidays: '2026-12-25\nChristmas' }, 'Line 2, “Christmas”: expected a date'],
      ['deadlines', { acknowledgment: 'soon', 'acknowledgment-unit': 'hours' }, 'Enter a whole number from 0 to 9999.'],
      ['deadlines', { invoice: '', 'invoice-unit': 'workingDays' }, 'Enter a whole number, or choose “not watched”.'],
      ['tolerances', { 'price-percent': '101' }, 'Enter at most 100 per cent.'],
      ['tolerances', { 'tax-amount': '-1' }, 'Enter a number such as 2.50'],
      ['answers', { laterByDays: '1.5' }, 'Enter a whole number from 0 to 400.'],
      ['terms', { netDays: '' }, 'Enter in how many days an invoice is due.'],
      ['terms', { netDays: '30', discountPercent: '2' }, 'Give the discount and its days together'],
      ['shipVia', { codes: 'UPS-GND' }, 'Line 1, “UPS-GND”: expected a code'],
      [
        'shipVia',
        { codes: 'A = UPSN\nB = TOOLONG, Some' },
        'Line 2, “B = TOOLONG, Some”: a SCAC has two to four letters.',
      ],
    ]
    for (const [section, values, message] of wrong) {
      const answer = await admin.post(`${path}/${section}`, values)
      expect([section, answer.status, await answer.text()]).toEqual([section, 422, expect.stringContaining(message)])
    }
    expect(await stored()).toEqual(before)
  })

  it('leads from its tolerances to the replay of the same', async () => {
    await admin.post(`${path}/tolerances`, {
      'price-percent': '2.5',
      'price-amount': '1',
      'price-whichever': 'greater',
    })
    expect((await stored()).tolerances).toEqual({ price: { amount: '1', share: '0.025', whichever: 'greater' } })
    const [, address] = /href="(\/accounting\/replay\?[^"]+)"/.exec(await textOf(admin, path)) ?? []
    const replay = await textOf(admin, address!.replaceAll('&amp;', '&'))
    expect(replay).toMatch(/name="price-percent"[^>]*value="2.5"/)
    await admin.post('/retailer/terms/tolerances', { 'total-amount': '7', 'total-whichever': 'lesser' })
    const bare = await textOf(admin, '/accounting/replay')
    expect(bare).toMatch(/name="total-amount"[^>]*value="7"/)
    expect(bare).not.toContain('What comes of it')
  })

  it('can be looked at by whoever may not change it', async () => {
    const accountant = await world.as('accountant@here.example')
    const page = await textOf(accountant, path)
    expect(page).toMatch(/data-form="calendar"[^>]*><fieldset[^>]* disabled/)
    expect(page).not.toMatch(/data-form="terms"[^>]*><fieldset[^>]* disabled/)
    expect((await accountant.post(`${path}/calendar`, { 'day-1': 'on' })).status).toBe(403)
  })

  it('means the same after it was shown and saved unchanged', async () => {
    await admin.post(`${path}/shipVia`, { codes: 'ups-gnd = upsn, UPS, Ground\nFREIGHT = , Some Freight' })
    await admin.post(`${path}/deadlines`, {
      functionalAcknowledgment: '',
      'functionalAcknowledgment-unit': 'never',
      acknowledgment: '8',
      'acknowledgment-unit': 'workingHours',
      invoice: '0',
      'invoice-unit': 'workingDays',
      warnHours: '2',
      whenUnanswered: 'reroute',
    })
    const row = await stored()
    expect(row.settings.deadlines).toEqual({
      functionalAcknowledgment: null,
      acknowledgment: { workingHours: 8 },
      invoice: { workingDays: 0 },
      shipment: false,
      warnHours: 2,
      whenUnanswered: 'reroute',
    })
    const { settings, tolerances, terms } = row
    for (const [section, form] of Object.entries(sectionForms)) {
      const reader = new FormReader(form.show({ settings, tolerances, terms, timeZone: 'America/New_York' }))
      const again = form.read(reader)
      expect([section, reader.errors]).toEqual([section, {}])
      const kept = section === 'tolerances' ? tolerances : section === 'terms' ? terms : settings[section]
      if (kept && section !== 'shipVia') expect([section, again]).toMatchObject([section, kept])
    }
  })
})

describe('terms for all partners', () => {
  it('are followed by each value that is not the partner’s own, and own ones are given back by one button', async () => {
    const other = `/retailer/partners/${world.here.suppliers['Cascade Home']!.partnershipId}/terms`
    await admin.post('/retailer/terms/tolerances', { 'price-percent': '2', 'freight-amount': '5' })
    expect(await textOf(admin, '/retailer/terms')).toMatch(/name="price-percent"[^>]*value="2"/)
    expect(await textOf(admin, other)).toMatch(/Unit price: <span class="soft">as for all partners/)
    await admin.post(`${other}/tolerances`, { 'price-percent': '3', 'freight-amount': '5' })
    const page = await textOf(admin, other)
    expect(page).toMatch(/Unit price: <span class="">this partner’s own/)
    expect(page).toMatch(/Freight and fees: <span class="soft">as for all partners/)
    await admin.post('/retailer/terms/tolerances', { 'price-percent': '1', 'freight-amount': '6' })
    const held = await textOf(admin, other)
    expect(held).toMatch(/name="price-percent"[^>]*value="3"/)
    expect(held).toMatch(/name="freight-amount"[^>]*value="6"/)
    const back = await admin.follow(await admin.post(`${other}/tolerances/default`, { name: 'price' }))
    expect(await back.text()).toMatch(/name="price-percent"[^>]*value="1"/)
    const accountant = await world.as('accountant@here.example')
    expect((await accountant.post('/retailer/terms/deadlines', {})).status).toBe(403)
    const wrong = await admin.post('/retailer/terms/tolerances', { 'price-percent': '101' })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Enter at most 100 per cent.')])
  })
})

describe('a retailer’s books', () => {
  it('name the accounts that exports use', async () => {
    const page = await textOf(admin, '/retailer/books')
    expect(page).toContain('value="Cost of Goods Sold"')
    const names = ['goods', 'freight', 'fees', 'discount', 'tax', 'difference', 'payable']
    const fields = Object.fromEntries(names.map((name, index) => [name, `${5000 + index} ${name}`]))
    const missing = await admin.post('/retailer/books/accounts', { ...fields, tax: '' })
    expect([missing.status, await missing.text()]).toEqual([422, expect.stringContaining('Enter an account')])
    expect(await (await admin.follow(await admin.post('/retailer/books/accounts', fields))).text()).toContain(
      '5000 goods',
    )
    const [row] = await world.hub.orm.select().from(retailers).where(eq(retailers.id, world.here.retailerId))
    expect(row!.settings.accounts).toEqual(fields)
  })

  it('say how days and taxes stand in exports', async () => {
    const saved = await admin.post('/retailer/books/exports', { dateFormat: 'DD/MM/YYYY', taxType: 'No VAT' })
    expect(await (await admin.follow(saved)).text()).toContain('value="No VAT"')
    const wrong = await admin.post('/retailer/books/exports', { dateFormat: '', taxType: 'x'.repeat(61) })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('at most 60')])
    const [row] = await world.hub.orm.select().from(retailers).where(eq(retailers.id, world.here.retailerId))
    expect(row!.settings.exports).toEqual({ dateFormat: 'DD/MM/YYYY', taxType: 'No VAT' })
    await admin.post('/retailer/books/exports', { dateFormat: '', taxType: '' })
  })

  it('say how much each role approves alone, and nobody raises their own limit', async () => {
    await admin.post('/retailer/books/approvalLimits', { 'limit-accountant': '5000', 'limit-api': '' })
    const [row] = await world.hub.orm.select().from(retailers).where(eq(retailers.id, world.here.retailerId))
    expect(row!.settings.approvalLimits).toEqual({ accountant: '5000' })
    const accountant = await world.as('accountant@here.example')
    expect((await accountant.post('/retailer/books/approvalLimits', { 'limit-accountant': '' })).status).toBe(403)
    expect(await textOf(admin, '/retailer/books')).toContain('Approval limits: accountant not set → 5000')
  })
})

it('differences are told by their path, and only where something differs', () => {
  expect(
    differences({ price: { share: '0.02' }, same: 1 }, { price: { share: '0.03' }, same: 1, days: [1, 2] }),
  ).toEqual([
    { name: 'price share', before: '0.02', after: '0.03' },
    { name: 'days', before: 'not set', after: '1, 2' },
  ])
})
