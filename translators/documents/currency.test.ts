import { expect, it } from 'vitest'
import { currency } from './common.ts'

it('takes currencies with hundredths, and says why it takes no others', () => {
  for (const code of ['USD', 'EUR', 'CHF', 'MXN']) expect(currency.parse(code)).toBe(code)
  for (const code of ['JPY', 'KWD', 'CLF']) {
    expect(currency.safeParse(code).error?.issues[0]?.message).toBe(
      `expected a currency that has hundredths, since amounts are kept to two decimals: not ${code}`,
    )
  }
  expect(currency.safeParse('usd').error?.issues[0]?.message).toBe('expected a currency code such as USD')
})
