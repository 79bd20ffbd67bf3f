import { expect, it } from 'vitest'
import { fixture } from '../../../fixtures/x12/files.ts'
import type { DocumentOf } from '../../documents/index.ts'
import { readX12, writeX12 } from '../index.ts'
import { envelopeOf } from '../testing/envelopes.ts'

it.each([
  ['ITD*02*3***10**30', { discountDays: 10, netDays: 30, countedFrom: 'end-of-month' }],
  ['ITD*09*3***********15', { dueDayOfMonth: 15 }],
  ['ITD*09*3*****20', { netDays: 20, countedFrom: 'end-of-month' }],
  ['ITD*12*3', { netDays: 10, countedFrom: 'end-of-month' }],
  ['ITD*05*3*****30******15', { netDays: 30 }],
  [
    'ITD*02*3*1**30**31*****1% 30 NET 31',
    { discountPercent: '1', netDays: 31, discountDays: 30, description: '1% 30 NET 31' },
  ],
  ['ITD*02*3*****10*****NET 10 EOM', { netDays: 10, countedFrom: 'end-of-month', description: 'NET 10 EOM' }],
])('reads when %s is due', (segment, terms) => {
  const text = new TextDecoder().decode(fixture('810/acme-invoice.edi')).replace(/ITD\*[^~]*/, segment)
  const [set] = readX12(new TextEncoder().encode(text)).interchanges[0]!.groups[0]!.sets
  expect(set?.document).toHaveProperty('terms', terms)
})

it.each([{ netDays: 10, countedFrom: 'end-of-month' as const }, { dueDayOfMonth: 15 }])(
  'writes no words that take back when %o is due',
  due => {
    const read = (bytes: Uint8Array) => readX12(bytes).interchanges[0]!.groups[0]!.sets[0]!.document
    const invoice = read(fixture('810/acme-invoice.edi')) as DocumentOf<'invoice'>
    const written = writeX12([{ ...invoice, terms: { ...due, description: 'Net 10 days' } }], envelopeOf())
    expect(written.issues).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('terms.description') },
    ])
    expect(read(written.bytes)).toEqual({ ...invoice, terms: due })
  },
)

it('writes terms that say no more than from when days count', () => {
  const read = (bytes: Uint8Array) => readX12(bytes).interchanges[0]!.groups[0]!.sets[0]!.document
  const invoice = read(fixture('810/acme-invoice.edi')) as DocumentOf<'invoice'>
  const document = { ...invoice, terms: { countedFrom: 'end-of-month' as const } }
  expect(read(writeX12([document], envelopeOf()).bytes)).toEqual(document)
})
