import type Big from 'big.js'
import type { Tolerance } from '../../db/schema/index.ts'
import { atLeastZero, least, zero } from './money.ts'
import { allowedBeyond } from './tolerance.ts'

/** What a purchase order line has to give, in its unit. */
export interface Room {
  /** Shipped, over-shipped included. */
  gone: Big
  /** Billed less credited, by other invoices and by lines before this one. */
  billed: Big
  /** What may still be shipped. */
  toCome: Big
}

/**
 * How much of a billed quantity stands on shipped goods. `waiting`: it fits what is still to be shipped, and claims nothing until it is, but for what has been credited of it
 * already (where its goods had shipped and were taken back);
 * `over`: what is covered counts, and the rest needs a person.
 */
export interface Cover {
  verdict: 'covered' | 'within-tolerance' | 'waiting' | 'over'
  counted: Big
}

/** What has been shipped and not billed yet. */
export function unbilled(room: Room): Big {
  return atLeastZero(room.gone.minus(room.billed))
}

/** Sets a billed quantity against what was shipped. The tolerance is for all invoices of the line together. */
export function coverQuantity(quantity: Big, room: Room, tolerance: Tolerance | undefined, mayWait: boolean): Cover {
  const billed = room.billed.plus(quantity)
  if (quantity.lte(unbilled(room))) return { verdict: 'covered', counted: quantity }
  if (fits(billed, room.gone, tolerance)) return { verdict: 'within-tolerance', counted: quantity }
  const expected = room.gone.plus(room.toCome)
  const maySoonFit = room.toCome.gt(0) && fits(billed, expected, tolerance)
  if (mayWait && maySoonFit) return { verdict: 'waiting', counted: least(quantity, atLeastZero(room.billed.neg())) }
  return { verdict: 'over', counted: unbilled(room) }
}

/** Sets a credited quantity against what was billed and not credited yet. Its invoice may still be on its way. */
export function coverCredit(quantity: Big, creditable: Big, mayWait: boolean): Cover {
  if (quantity.lte(creditable)) return { verdict: 'covered', counted: quantity }
  if (mayWait) return { verdict: 'waiting', counted: zero }
  return { verdict: 'over', counted: least(quantity, atLeastZero(creditable)) }
}

function fits(billed: Big, base: Big, tolerance: Tolerance | undefined): boolean {
  return base.gt(0) && billed.minus(base).lte(allowedBeyond(base, tolerance))
}
