/**
 * A decimal, unless it is zero: files have `0.00` where a cost, MSRP or MAP is not known. Taken for one, a cost of nothing would win every order, and an MSRP of nothing would be the
 * ceiling of every price.
 */
export function unlessZero(amount: string | undefined): string | undefined {
  return amount !== undefined && /^-?0*(\.0*)?$/.test(amount) ? undefined : amount
}
