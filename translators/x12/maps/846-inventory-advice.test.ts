import { expect, it } from 'vitest'
import { fixture } from '../../../fixtures/x12/files.ts'
import { readX12 } from '../index.ts'

it('takes a quantity below zero as nothing on hand, says so, and keeps the rest of the feed', () => {
  const text = new TextDecoder().decode(fixture('846/acme-delta.edi')).replace('QTY*33*120*EA', 'QTY*33*-12*EA')
  const [set] = readX12(new TextEncoder().encode(text)).interchanges[0]!.groups[0]!.sets
  expect(set?.document).toMatchObject({ lines: [{ quantity: '0' }, { quantity: '0' }] })
  expect(set?.issues).toMatchObject([
    {
      severity: 'warning',
      value: '-12',
      at: { segment: 'QTY', element: 2 },
      message: expect.stringContaining('below zero'),
    },
  ])
})
