import { describe, expect, test } from 'vitest'
import { orders } from '../../../fixtures/pdf/make/orders.ts'
import { codesOf, expectedOf, knownOn, pagesOf, sure } from '../../../fixtures/pdf/read.ts'
import { invoice } from '../../documents/index.ts'
import type { TextPage } from '../text/index.ts'
import { figuresOf, isFigure } from './amounts.ts'
import { readInvoice } from './index.ts'
import type { PdfReading } from './reading.ts'

/** The pages with one word replaced. */
function withWord(pages: readonly TextPage[], text: string, replaced: string): TextPage[] {
  let done = false
  return pages.map(page => ({
    ...page,
    words: page.words.map(word => {
      if (done || word.text !== text) return word
      done = true
      return { ...word, text: replaced }
    }),
  }))
}

describe('a supplier’s PDF', () => {
  test.each([...sure, 'scan', 'atelier-1'])('%s gives its document, sure or waiting as it should', async name => {
    const { receivedOn, ...expected } = expectedOf(name)
    const reading = readInvoice(await pagesOf(name), knownOn(receivedOn))
    expect({ certain: reading.certain, doubts: codesOf(reading), invoice: reading.draft }).toEqual(expected)
  })

  test.each(sure)('%s is a whole invoice, and each field stands where it says', async name => {
    const pages = await pagesOf(name)
    const { draft, sources } = readInvoice(pages, knownOn(expectedOf(name).receivedOn))
    expect(invoice.safeParse(draft).error).toBeUndefined()
    const at = (path: string) => {
      const box = sources[path]?.box
      const words = box
        ? pages[box.page - 1]!.words.filter(
            word =>
              word.x >= box.x - 0.1 &&
              word.y >= box.y - 0.1 &&
              word.x + word.width <= box.x + box.width + 0.1 &&
              word.y + word.height <= box.y + box.height + 0.1,
          )
        : []
      return words.map(word => word.text).join(' ')
    }
    expect(at('number')).toContain(draft.number)
    expect(at('purchaseOrderNumber')).toContain(draft.purchaseOrderNumber)
    expect(Number(at('lines[0].quantity'))).toBe(Number(draft.lines[0]!.quantity))
    expect(at('lines[0].ids').replace(/- /, '-')).toContain(draft.lines[0]!.ids!.supplier)
  })

  test('with a figure that is wrong by a digit never goes through', async () => {
    for (const name of sure) {
      const pages = await pagesOf(name)
      const { receivedOn } = expectedOf(name)
      const right = readInvoice(pages, knownOn(receivedOn))
      const money = ({ draft }: PdfReading) =>
        JSON.stringify([
          draft.total,
          draft.allowancesAndCharges?.map(({ kind, amount }) => [kind, amount]),
          draft.lines.map(line => [line.quantity, line.unitPrice, line.allowancesAndCharges]),
        ])
      const words = new Set(
        pages.flatMap(page => page.words.filter(({ text }) => isFigure(text)).map(({ text }) => text)),
      )
      // A long table is tried here and there.
      const tried = [...words].filter((_, at) => words.size < 80 || at % 9 === 0)
      for (const text of tried) {
        const wrong = text.replace(/\d(?=\D*$)/, digit => String((Number(digit) + 3) % 10))
        const reading = readInvoice(withWord(pages, text, wrong), knownOn(receivedOn))
        expect({ name, text, wrong, through: reading.certain && money(reading) !== money(right) }).toEqual({
          name,
          text,
          wrong,
          through: false,
        })
      }
    }
  })
})

describe('what is not certain waits', () => {
  const potter = () => pagesOf('potter')
  const on = '2026-03-23'

  test('a total that does not add up', async () => {
    const reading = readInvoice(withWord(await potter(), '$323.41', '$332.41'), knownOn(on))
    expect(reading.certain).toBe(false)
    expect(reading.doubts).toContainEqual(
      expect.objectContaining({ code: 'does-not-foot', value: '332.41', expected: '323.41' }),
    )
  })

  test('a page that calls itself something else than an invoice', async () => {
    for (const title of ['PROFORMA', 'Quotation', 'Estimate', 'Statement']) {
      const reading = readInvoice(withWord(await potter(), 'INVOICE', title), knownOn(on))
      expect({ title, codes: codesOf(reading), certain: reading.certain }).toEqual({
        title,
        codes: ['not-an-invoice'],
        certain: false,
      })
    }
  })

  test('a deposit that was paid before', async () => {
    const pages = withWord(withWord(await potter(), 'Sales', 'Deposit'), 'tax', 'paid')
    expect(codesOf(readInvoice(pages, knownOn(on)))).toEqual([])
    expect(codesOf(readInvoice(withWord(pages, '$0.00', '-$50.00'), knownOn(on)))).toEqual(['paid-before'])
  })

  test('an order that this supplier was not sent', async () => {
    const reading = readInvoice(withWord(await potter(), 'PO-1001', 'PO-7777'), knownOn(on))
    expect({ certain: reading.certain, order: reading.draft.purchaseOrderNumber }).toEqual({
      certain: false,
      order: 'PO-7777',
    })
    expect(codesOf(reading)).toContain('unknown-order')
  })

  test('an item that is not on the order', async () => {
    const reading = readInvoice(withWord(await potter(), 'LP-VASE-07', 'LP-JUG-09'), knownOn(on))
    expect(codesOf(reading)).toEqual(['unknown-item'])
    expect(reading.draft.lines[2]).toMatchObject({ ids: { supplier: 'LP-JUG-09' }, quantity: '10' })
  })

  test('a date after the day on which it came, or before its order', async () => {
    expect(codesOf(readInvoice(await potter(), knownOn('2026-03-10')))).toEqual(['date-later'])
    const early = { ...orders.potter, date: '2026-03-21' }
    expect(codesOf(readInvoice(await potter(), knownOn(on, { orders: [early] })))).toEqual(['date-before-order'])
  })

  test('a date of which day and month cannot be told apart', async () => {
    const pages = withWord(withWord(await pagesOf('cascade'), '04/26/2026', '04/06/2026'), '03/12/2026', '03/04/2026')
    const later = knownOn('2026-06-01', { orders: [{ ...orders.cascade, date: '2026-01-01' }] })
    expect(codesOf(readInvoice(pages, later))).toEqual(['date-unclear'])
    // The other way round it would be dated after it came.
    const soon = knownOn('2026-03-20', { orders: [{ ...orders.cascade, date: '2026-03-01' }] })
    expect(readInvoice(pages, soon).draft.date).toBe('2026-03-04')
  })

  test('two numbers that could be the invoice’s', async () => {
    const pages = withWord(await pagesOf('mill'), '0098213', '0098214')
    expect(codesOf(readInvoice(pages, knownOn('2026-03-23')))).toEqual(['several-numbers'])
  })

  test('several currencies', async () => {
    const reading = readInvoice(withWord(await potter(), '$198.00', '€198.00'), knownOn(on))
    expect(codesOf(reading)).toEqual(['several-currencies'])
  })

  test('no orders known at all', async () => {
    const reading = readInvoice(await potter(), knownOn(on, { orders: [] }))
    expect(reading.certain).toBe(false)
    expect(reading.draft).toMatchObject({ number: 'LP-20417', total: '323.41' })
  })
})

test.each([
  ['1’149.50', '.', '1149.5'],
  ["57'750.00", '.', '57750'],
  ['1.149,50', ',', '1149.5'],
  ['(24.00)', '.', '-24'],
  ['24.00-', '.', '-24'],
] as const)('%s with “%s” before its cents is %s', (text, mark, value) => {
  const words = [{ text, page: 1, x: 0, y: 0, width: 40, height: 10 }]
  const row = { page: 1, baseline: 8, height: 10, words, phrases: [] }
  expect(figuresOf(row, mark).map(figure => figure.value.toFixed())).toEqual([value])
})

describe('a price other than agreed', () => {
  test('is the supplier’s claim, not a misreading, where everything adds up: the match decides', async () => {
    const dearer = {
      ...orders.potter,
      lines: orders.potter.lines.map(line => (line.sku === 'MUG-01' ? { ...line, unitPrice: '8' } : line)),
    }
    const reading = readInvoice(await pagesOf('potter'), knownOn('2026-03-23', { orders: [dearer] }))
    expect(reading.certain).toBe(true)
    expect(reading.sources['lines[0].unitPrice']?.certainty).toBe('label')
    expect(reading.sources['lines[1].unitPrice']?.certainty).toBe('order')
  })
})
