import { describe, expect, it } from 'vitest'
import { purchaseOrder } from '../../../translators/documents/index.ts'
import { readPdfText } from '../../../translators/pdf/text/index.ts'
import { letterOf } from './letter.ts'
import { emailSettings } from './settings.ts'
import { message, settingsFor } from './testing.ts'

const order = (number: string, more: object = {}) =>
  purchaseOrder.parse({
    kind: 'purchase-order',
    number,
    date: '2026-05-04',
    currency: 'USD',
    shipNotAfter: '2026-05-06',
    customerOrderNumber: 'W-1',
    buyer: { name: 'Harbor & Pine' },
    supplier: { name: 'Cascade' },
    shipTo: {
      name: 'Dana <Reyes>',
      address1: '418 Alder Street',
      city: 'Portland',
      state: 'OR',
      postalCode: '97205',
      country: 'US',
    },
    lines: [
      {
        lineNumber: '1',
        ids: { supplier: 'C-QUILT', buyer: 'QUILT' },
        description: 'Quilt, "queen"',
        quantity: '3',
        unit: 'EA',
        unitPrice: '40.1',
      },
      { lineNumber: '2', ids: { buyer: 'LAMP' }, quantity: '1', unit: 'EA', unitPrice: '12.5' },
    ],
    ...more,
  })

describe('A mail that carries orders', () => {
  it('can be worked from by reading it, as text and as HTML', async () => {
    const { subject, text, html } = await letterOf({ ...message, documents: [order('PO-1')] }, settingsFor(1))
    expect(subject).toBe('Purchase order PO-1')
    expect(text).toContain('Purchase order PO-1\nDate: 2026-05-04\nCustomer order: W-1\nShip by: 2026-05-06')
    expect(text).toContain('Ship to: Dana <Reyes>, 418 Alder Street, Portland, OR 97205, US')
    expect(text).toContain(
      '- 1: 3 EA of C-QUILT, Quilt, "queen", at 40.10 USD\n- 2: 1 EA of LAMP, at 12.50 USD\nTotal: 132.80 USD',
    )
    expect(text).toContain('reply to this mail with your file attached, or send it to orders+tok123@hub.example')
    expect(html).toContain('Dana &lt;Reyes&gt;')
    expect(html).toContain('Quilt, &quot;queen&quot;')
    expect(html).not.toContain('Dana <Reyes>')
  })

  it('is written by the partner’s template, whose values are no templates themselves', async () => {
    const template = {
      subject: '{count} neue Bestellungen: {numbers}',
      text: 'Hallo {supplier},\n\nbitte bis {shipBy} senden. {buyer}',
    }
    const orders = [order('PO-1', { supplier: { name: '{number}' } }), order('PO-2')]
    const { subject, text, html } = await letterOf({ ...message, documents: orders }, settingsFor(1, { template }))
    expect(subject).toBe('2 neue Bestellungen: PO-1, PO-2')
    expect(text).toMatch(/^Hallo \{number\},\n\nbitte bis 2026-05-06 senden\. Harbor & Pine\n\nPurchase order PO-1/)
    expect(html).toContain('>bitte bis 2026-05-06 senden. Harbor &amp; Pine</p>')
  })

  it.each(['{password}', '{}', '{constructor}'])('refuses a template with %s', text => {
    expect(emailSettings.safeParse({ ...settingsFor(1), template: { text } }).success).toBe(false)
  })

  it('brings each order as a PDF where that is agreed, the same bytes at every attempt', async () => {
    const carrying = { ...message, documents: [order('PO-1'), order('PO/2')] }
    const settings = settingsFor(1, { attachPdf: true })
    const [first, second] = [await letterOf(carrying, settings), await letterOf(carrying, settings)]
    expect(first.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['po-1.csv', 'text/csv'],
      ['PO-1.pdf', 'application/pdf'],
      ['PO-2.pdf', 'application/pdf'],
    ])
    expect(second.evidence).toEqual(first.evidence)
    expect(first.evidence['sha256 of PO-1.pdf']).toMatch(/^[0-9a-f]{64}$/)
    const { pages } = await readPdfText(first.attachments[1]!.content)
    const words = JSON.stringify(pages)
    for (const word of ['PO-1', 'C-QUILT', 'Alder', '120.30', '132.80']) expect(words).toContain(word)
  })

  it('shows no more than twenty orders, and says how many there are', async () => {
    const documents = Array.from({ length: 25 }, (_, index) => order(`PO-${index}`))
    const { text } = await letterOf({ ...message, documents }, settingsFor(1))
    expect(text).toContain('5 more orders are in the attached files.')
    expect(text).not.toContain('Purchase order PO-20\n')
  })
})

describe('A mail to a person', () => {
  it('leads on by a button where its text has an address, and lists what its text lists', async () => {
    const text = [
      'Somebody asked <you>.',
      'Follow this link to begin:\nhttps://hub.example/invitations/a?b=1&c="2',
      'Late:\n- PO-1, today\n- PO-2\nand 3 more',
      '----',
      'See https://hub.example/not-a-button for more.',
    ].join('\n\n')
    const { html, ...letter } = await letterOf({ ...message, text, documents: [] }, settingsFor(1))
    expect(letter.text).toContain(text)
    expect(html).toContain('Somebody asked &lt;you&gt;.')
    expect([...html.matchAll(/<a href="([^"]+)"[^>]*>([^<]+)<\/a>/g)].map(([, href, words]) => [href, words])).toEqual([
      ['https://hub.example/invitations/a?b=1&amp;c=&quot;2', 'Follow this link to begin'],
    ])
    expect(html).toContain('<li>PO-1, today</li><li>PO-2</li></ul>')
    expect(html).toContain('and 3 more</p>')
    expect(html.match(/<hr /g)).toHaveLength(1)
  })
})
