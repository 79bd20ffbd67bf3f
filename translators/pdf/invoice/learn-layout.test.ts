import { describe, expect, test } from 'vitest'
import { codesOf, expectedOf, knownOn, pagesOf, sure } from '../../../fixtures/pdf/read.ts'
import { type Invoice, invoice } from '../../documents/index.ts'
import { learnLayout, type PdfLayout, pdfLayout, readInvoice } from './index.ts'

describe('a layout that a person has confirmed', () => {
  const confirmed: Pick<Invoice, 'number' | 'date'> = { number: 'AD/2026/118', date: '2026-04-07' }

  async function learnt(): Promise<PdfLayout> {
    const pages = await pagesOf('atelier-1')
    const { draft } = readInvoice(pages, knownOn('2026-05-12'))
    const layout = learnLayout(pages, invoice.parse({ ...draft, ...confirmed }))
    expect(pdfLayout.parse(JSON.parse(JSON.stringify(layout)))).toEqual(layout)
    return layout
  }

  test('names what is found where', async () => {
    expect(await learnt()).toMatchObject({
      type: 'invoice',
      decimalMark: ',',
      dateOrder: 'day-first',
      fields: {
        number: { label: '', side: 'at' },
        date: { label: 'établie le', side: 'right' },
        purchaseOrderNumber: { label: 'commande' },
      },
    })
  })

  test('lets the next of the same look through', async () => {
    const reading = readInvoice(await pagesOf('atelier-2'), knownOn('2026-05-12', { layouts: [await learnt()] }))
    expect(codesOf(reading)).toEqual([])
    expect(reading.certain).toBe(true)
    expect(reading.draft).toMatchObject({
      number: 'AD/2026/131',
      date: '2026-05-09',
      total: '87.50',
      purchaseOrderNumber: 'PO-1007',
    })
    expect(reading.sources.number?.certainty).toBe('layout')
  })

  test('does not let another look through', async () => {
    const reading = readInvoice(
      await pagesOf('atelier-redesigned'),
      knownOn('2026-05-12', { layouts: [await learnt()] }),
    )
    expect(codesOf(reading)).toEqual(['layout-changed'])
    expect(reading.certain).toBe(false)
  })

  test.each(sure)('learnt from %s, the same still goes through', async name => {
    const pages = await pagesOf(name)
    const { receivedOn } = expectedOf(name)
    const { draft } = readInvoice(pages, knownOn(receivedOn))
    const layout = learnLayout(pages, invoice.parse(draft))
    const again = readInvoice(pages, knownOn(receivedOn, { layouts: [layout] }))
    expect({ codes: codesOf(again), certain: again.certain, draft: again.draft }).toEqual({
      codes: [],
      certain: true,
      draft,
    })
  })
})
