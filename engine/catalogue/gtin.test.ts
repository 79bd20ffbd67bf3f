import { expect, it } from 'vitest'
import { withGs1CheckDigit } from '../../translators/check-digits.ts'
import { readGtin } from './gtin.ts'

const gtin12 = withGs1CheckDigit('01234567890')

it.each([
  [gtin12, { gtin: `00${gtin12}` }],
  [' 0-12345-67890-5 ', { gtin: '00012345678905' }],
  // A spreadsheet took the leading zero: the check digit allows it, and a person confirms it.
  ['12345678905', { damaged: '12345678905', damage: 'lost-zeros', repairs: ['00012345678905'] }],
  ['1.2E+11', { damaged: '1.2E+11', damage: 'exponent', repairs: [] }],
  ['6.14141000036E+11', { damaged: '6.14141000036E+11', damage: 'exponent', repairs: ['00614141000036'] }],
  ['614141000036.0', { damage: 'exponent', repairs: ['00614141000036'] }],
  ['#N/A', { damaged: '#N/A', damage: 'no-digits', repairs: [] }],
])('reads %s', (text, expected) => {
  expect(readGtin(text)).toMatchObject(expected)
})

it('offers what two digits that changed places may have been, and takes none of it by itself', () => {
  const swapped = '614141000063'
  const reading = readGtin(swapped)
  expect(reading).toMatchObject({ damaged: swapped, damage: 'check-digit' })
  expect('repairs' in reading && reading.repairs).toContain('00614141000036')
})
