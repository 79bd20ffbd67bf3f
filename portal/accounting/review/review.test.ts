import { eq, like } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import { documents, invoiceReviews, invoices, notifications, pdfLayouts } from '../../../db/schema/index.ts'
import type { Client } from '../../testing/client.ts'
import { addReview } from '../../testing/reviews.ts'
import { openWorld, type World } from '../../testing/world.ts'
import type { FormValues } from '../../ui/form-data.ts'

let world: World
let accountant: Client
let trade: { retailerId: string; partnershipId: string }

beforeAll(async () => {
  world = await openWorld(await emptyHub())
  accountant = await world.as('accountant@here.example')
  const { retailerId, suppliers } = world.here
  trade = { retailerId, partnershipId: suppliers['Little Potter']!.partnershipId }
})
afterAll(() => world.hub.close())

const get = async (path: string) => (await accountant.get(path)).text()

/** What a browser would post: every field of the page's form, as it stands. */
function fieldsOf(html: string): FormValues {
  const form = /<form[^>]*data-form="review"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  const inputs = Array.from(form.matchAll(/<input([^>]*)>/g), ([, attributes = '']) => attributes)
  const attribute = (text: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1]
  const values = inputs
    .filter(text => attribute(text, 'type') !== 'checkbox')
    .map(text => [attribute(text, 'name') ?? '', attribute(text, 'value') ?? ''])
  const selects = Array.from(
    form.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g),
    ([, attributes = '', options = '']) => [
      attribute(attributes, 'name') ?? '',
      /<option value="([^"]*)" selected/.exec(options)?.[1] ?? attribute(options, 'value') ?? '',
    ],
  )
  return Object.fromEntries([...values, ...selects])
}

const invoiceOf = async (documentId: string) =>
  (await world.hub.orm.select().from(invoices).where(eq(invoices.documentId, documentId)))[0]

describe('an invoice under review', () => {
  it('stands beside its page, and each field leads to its place there', async () => {
    const id = await addReview(world.hub, trade, 'potter')
    expect(await get('/accounting/reviews')).toContain(`data-review="${id}"`)
    const html = await get(`/accounting/reviews/${id}`)
    expect(html).toContain('data-doubt="unknown-order"')
    const links = Array.from(html.matchAll(/class="review-source[^"]*" href="#([^"]+)"/g), ([, anchor]) => anchor)
    expect(links.length).toBeGreaterThan(10)
    for (const anchor of links) expect(html).toContain(`<rect id="${anchor}"`)
    expect(html).toContain('>LP-20417</text>')
  })

  it('becomes an invoice as it was read when nothing is changed, with its allowances and terms', async () => {
    const id = await addReview(world.hub, trade, 'potter')
    const fields = fieldsOf(await get(`/accounting/reviews/${id}`))
    const response = await accountant.post(`/accounting/reviews/${id}/confirmation`, { ...fields, number: 'LP-1' })
    const invoice = await invoiceOf(id)
    expect(response.headers.get('location')).toBe(`/accounting/invoices/${invoice!.id}`)
    expect(invoice).toMatchObject({
      number: 'LP-1',
      total: '323.41',
      computedTotal: '323.41',
      dueDate: '2026-04-19',
      actor: 'user:accountant@here.example',
    })
    const [document] = await world.hub.orm.select().from(documents).where(eq(documents.id, id))
    expect(document).toMatchObject({
      status: 'applied',
      number: 'LP-1',
      content: { allowancesAndCharges: [{ percent: '5' }, { reason: 'freight' }], terms: { discountPercent: '2' } },
    })
    const [kept] = await world.hub.orm.select().from(pdfLayouts).where(eq(pdfLayouts.documentId, id))
    expect(kept?.layout).toMatchObject({ fields: { date: { label: 'invoice date' } } })
    expect(await get(`/accounting/reviews/${id}`)).not.toContain('data-form="review"')
  })

  it('is asked about again where it does not add up, and names the fields that are wrong', async () => {
    const id = await addReview(world.hub, trade, 'potter')
    const fields = { ...fieldsOf(await get(`/accounting/reviews/${id}`)), number: 'LP-2' }
    const path = `/accounting/reviews/${id}/confirmation`
    const wrong = await accountant.post(path, { ...fields, date: '', 'lines[0][quantity]': 'many', number: '' })
    expect(wrong.status).toBe(422)
    const html = await wrong.text()
    for (const name of ['number', 'date', 'lines-0-quantity-']) expect(html).toContain(`id="field-${name}-error"`)
    const off = await accountant.post(path, { ...fields, total: '400' })
    expect([off.status, await off.text()]).toEqual([422, expect.stringContaining('add up to 323.41')])
    expect(await invoiceOf(id)).toBeUndefined()
    const anyway = await accountant.post(path, { ...fields, total: '400', anyway: 'yes' })
    expect(anyway.status).toBe(303)
    expect(await invoiceOf(id)).toMatchObject({ total: '400', computedTotal: '323.41' })
  })

  it('that came before by another way is counted once', async () => {
    const id = await addReview(world.hub, trade, 'potter')
    const fields = { ...fieldsOf(await get(`/accounting/reviews/${id}`)), number: 'LP-2', total: '400', anyway: 'yes' }
    const response = await accountant.follow(await accountant.post(`/accounting/reviews/${id}/confirmation`, fields))
    expect(await response.text()).toContain('it is counted once')
    const [document] = await world.hub.orm.select().from(documents).where(eq(documents.id, id))
    expect(document?.status).toBe('duplicate')
  })

  it('that is a scan is typed in beside the file itself, with as many rows as it takes', async () => {
    const id = await addReview(world.hub, trade, 'scan')
    const first = await accountant.get(`/accounting/reviews/${id}`)
    expect(first.headers.get('content-security-policy')).toContain("frame-src 'self'")
    const html = await first.text()
    expect(html).toContain(`src="/accounting/reviews/${id}/file"`)
    const file = await accountant.get(`/accounting/reviews/${id}/file`)
    expect([file.headers.get('content-type'), file.headers.get('x-frame-options')]).toEqual([
      'application/pdf',
      'SAMEORIGIN',
    ])
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    const [{ messageId } = {}] = await world.hub.orm.select().from(documents).where(eq(documents.id, id))
    const message = await accountant.get(`/retailer/messages/${messageId}`)
    expect(message.headers.get('content-security-policy')).toContain("frame-src 'self'")
    expect(await message.text()).toContain(`src="/retailer/messages/${messageId}/pdf"`)
    const shown = await accountant.get(`/retailer/messages/${messageId}/pdf`)
    expect(shown.headers.get('content-type')).toBe('application/pdf')
    const path = `/accounting/reviews/${id}/confirmation`
    const more = await accountant.post(path, { ...fieldsOf(html), number: 'TYPED', more: 'rows' })
    const wider = fieldsOf(await more.text())
    expect([wider.number, 'lines[6][item]' in wider]).toEqual(['TYPED', true])
    const typed = {
      ...wider,
      date: '2026-03-12',
      currency: 'usd',
      purchaseOrderNumber: 'PO-1',
      'lines[6][item]': 'LI-MUG-01',
      'lines[6][quantity]': '1,200',
      'lines[6][unitPrice]': '8.25',
      'others[1][kind]': 'tax',
      'others[1][amount]': '1.50',
      total: '9,901.50',
    }
    expect((await accountant.post(path, typed)).status).toBe(303)
    expect(await invoiceOf(id)).toMatchObject({
      number: 'TYPED',
      total: '9901.5',
      computedTotal: '9901.5',
      currency: 'USD',
    })
  })

  it('is refused with a reason, once', async () => {
    const id = await addReview(world.hub, trade, 'quarry')
    const path = `/accounting/reviews/${id}/refusal`
    expect((await accountant.post(path, { reason: '' })).status).toBe(422)
    expect((await accountant.post(path, { reason: 'A statement, no invoice.' })).status).toBe(303)
    const again = await accountant.follow(await accountant.post(path, { reason: 'Again' }))
    expect(await again.text()).toContain('decided this already')
    const [review] = await world.hub.orm.select().from(invoiceReviews).where(eq(invoiceReviews.documentId, id))
    expect(review).toMatchObject({ status: 'refused', reason: 'A statement, no invoice.' })
    const told = await world.hub.orm.select().from(notifications).where(like(notifications.subject, '%was not taken'))
    expect(told).toMatchObject([
      {
        audience: 'supplier',
        partnershipId: trade.partnershipId,
        body: expect.stringContaining('A statement, no invoice.'),
      },
    ])
  })
})
