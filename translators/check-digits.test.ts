import fc from 'fast-check'
import { fedex, getTracking, ups, usps } from 'ts-tracking-number'
import { describe, expect, it } from 'vitest'
import {
  fedexCheckDigit,
  gs1CheckDigit,
  isGtin,
  isSscc,
  makeSscc,
  upsCheckDigit,
  withGs1CheckDigit,
} from './check-digits.ts'

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map(list => list.join(''))

describe('GS1 numbers', () => {
  it('agree with numbers printed by GS1 and by publishers', () => {
    // GS1 General Specifications 7.9.1 (GTIN-13 and SSCC of the worked example), a US grocery item, and an ISBN in Bookland.
    expect(gs1CheckDigit('629104150021')).toBe('3')
    expect(gs1CheckDigit('37610425002123456')).toBe('9')
    expect(isGtin('036000291452')).toBe(true)
    expect(isGtin('9780306406157')).toBe(true)
    expect(isGtin('96385074')).toBe(true)
  })

  it('are told apart from numbers of another length, with letters or with a wrong digit', () => {
    expect(isGtin('036000291453')).toBe(false)
    expect(isGtin('36000291452')).toBe(false)
    expect(isGtin('03600029145X')).toBe(false)
    expect(isSscc('376104250021234569')).toBe(true)
    expect(isSscc('00376104250021234569')).toBe(false)
    expect(isSscc('376104250021234560')).toBe(false)
  })

  it('lose their validity when any one digit changes', () => {
    fc.assert(
      fc.property(digits(13), fc.nat(13), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const gtin = withGs1CheckDigit(body)
        const changed = gtin.slice(0, at) + ((Number(gtin[at]) + by) % 10) + gtin.slice(at + 1)
        expect(isGtin(gtin)).toBe(true)
        expect(isGtin(changed)).toBe(false)
      }),
    )
  })

  it('fill an SSCC up to 18 digits whatever the length of the company prefix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 10 }).chain(digits), fc.nat(999_999), (prefix, serial) => {
        const sscc = makeSscc(0, prefix, BigInt(serial))
        expect(isSscc(sscc)).toBe(true)
        expect(sscc.slice(1, 1 + prefix.length)).toBe(prefix)
      }),
    )
  })
})

describe('carriers’ numbers', () => {
  it('agree with the check that ts-tracking-number makes', () => {
    const shipper = fc
      .array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPRSTUVWXYZ'), { minLength: 6, maxLength: 6 })
      .map(list => list.join(''))
    fc.assert(
      fc.property(shipper, digits(7), digits(11), digits(16), (account, parcel, express, mail) => {
        const body = `${account}03${parcel}`
        expect(getTracking(`1Z${body}${upsCheckDigit(body)}`, [ups])?.courier.code).toBe('ups')
        expect(getTracking(express + fedexCheckDigit(express), [fedex])?.courier.code).toBe('fedex')
        expect(getTracking(withGs1CheckDigit(`94001${mail}`), [usps])?.courier.code).toBe('usps')
      }),
    )
  })

  it('are refused with a wrong check digit', () => {
    expect(upsCheckDigit('879E93034683444')).toBe('0')
    expect(getTracking('1Z879E930346834440', [ups])).toBeDefined()
    expect(getTracking('1Z879E930346834441', [ups])).toBeUndefined()
    expect(fedexCheckDigit('98657878885')).toBe('5')
  })
})
