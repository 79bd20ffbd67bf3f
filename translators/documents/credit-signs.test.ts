import fc from 'fast-check'
import { expect, it } from 'vitest'
import { settleCreditSigns } from './credit-signs.ts'

type Line = [quantity: string, unitPrice: string]

/** Type, total, lines, and what stands beside them: `charge 5`, `allowance 5`, `tax 5`. */
function settled(type: string | undefined, total: string, lines: Line[], beside: string[] = []) {
  const entries = beside.map(text => text.split(' ') as [string, string])
  const fields: Record<string, unknown> = {
    ...(type && { type }),
    total,
    lines: lines.map(([quantity, unitPrice]) => ({ quantity, unitPrice })),
    allowancesAndCharges: entries.filter(([kind]) => kind !== 'tax').map(([kind, amount]) => ({ kind, amount })),
    taxes: entries.filter(([kind]) => kind === 'tax').map(([, amount]) => ({ type: 'sales', amount })),
  }
  settleCreditSigns(fields)
  const charges = fields.allowancesAndCharges as { kind: string; amount: string }[]
  const taxes = fields.taxes as { amount: string }[]
  return [
    fields.type,
    fields.total,
    (fields.lines as { quantity: string; unitPrice: string }[]).map(line => [line.quantity, line.unitPrice]),
    [...charges.map(one => `${one.kind} ${one.amount}`), ...taxes.map(one => `tax ${one.amount}`)],
  ]
}

const two = [['2', '12.50']]

it.each<[string, Parameters<typeof settled>, unknown[]]>([
  ['positive amounts', ['credit-memo', '25.00', [['2', '12.50']]], ['credit-memo', '25.00', two, []]],
  ['quantity and total', ['credit-memo', '-25.00', [['-2', '12.50']]], ['credit-memo', '25.00', two, []]],
  ['price and total', ['credit-memo', '-25.00', [['2', '-12.50']]], ['credit-memo', '25.00', two, []]],
  ['the total alone', ['credit-memo', '-25.00', [['2', '12.50']]], ['credit-memo', '25.00', two, []]],
  ['the quantity alone', ['credit-memo', '25.00', [['-2', '12.50']]], ['credit-memo', '25.00', two, []]],
  ['an invoice below zero', ['invoice', '-25.00', [['-2', '12.50']]], ['credit-memo', '25.00', two, []]],
  ['no type, below zero', [undefined, '-25.00', [['-2', '12.50']]], ['credit-memo', '25.00', two, []]],
  [
    'freight given back, told below zero',
    ['credit-memo', '-30.00', [['-2', '12.50']], ['charge -5', 'tax -0']],
    ['credit-memo', '30.00', two, ['charge 5', 'tax 0']],
  ],
  [
    'freight given back, told as X12 reads a charge below zero',
    ['credit-memo', '-31.50', [['-2', '12.50']], ['allowance 5', 'tax 1.50']],
    ['credit-memo', '31.50', two, ['charge 5', 'tax 1.50']],
  ],
  [
    'freight given back, told as a charge',
    ['credit-memo', '-30.00', [['-2', '12.50']], ['charge 5']],
    ['credit-memo', '30.00', two, ['charge 5']],
  ],
  [
    'a restocking fee kept back',
    ['credit-memo', '-20.00', [['-2', '12.50']], ['charge 5']],
    ['credit-memo', '20.00', two, ['allowance 5']],
  ],
  [
    'a line owed within a credit',
    [
      'credit-memo',
      '-15.00',
      [
        ['-2', '12.50'],
        ['1', '10.00'],
      ],
    ],
    [
      'credit-memo',
      '15.00',
      [
        ['2', '12.50'],
        ['1', '-10.00'],
      ],
      [],
    ],
  ],
  [
    'a line given back within an invoice',
    [
      'invoice',
      '75.00',
      [
        ['10', '10.00'],
        ['-2', '12.50'],
      ],
    ],
    [
      'invoice',
      '75.00',
      [
        ['10', '10.00'],
        ['2', '-12.50'],
      ],
      [],
    ],
  ],
  [
    'an invoice below zero with lines above: nobody can tell',
    ['invoice', '-25.00', [['2', '12.50']]],
    ['invoice', '-25.00', two, []],
  ],
])('%s', (_name, given, expected) => {
  expect(settled(...given)).toEqual(expected)
})

it('changes nothing of what has no sign', () => {
  const cents = fc.integer({ min: 0, max: 100_000 }).map(value => (value / 100).toFixed(2))
  const line = fc.tuple(fc.integer({ min: 1, max: 9 }).map(String), cents)
  fc.assert(
    fc.property(fc.constantFrom('invoice', 'credit-memo'), cents, fc.array(line), (type, total, lines) => {
      expect(settled(type, total, lines, ['charge 5', 'allowance 5'])).toEqual([
        type,
        total,
        lines,
        ['charge 5', 'allowance 5'],
      ])
    }),
  )
})
