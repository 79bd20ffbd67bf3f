import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { orderStatuses } from '../../db/schema/index.ts'
import { partnershipMoves } from '../onboarding/move.ts'
import { eventSubjects, retailerEventFilter, supplierEventTypes } from './event-types.ts'
import { eventMeanings } from './events.ts'

const known = new Set(Object.keys(eventMeanings))

/** The types that stand in the code where an event is recorded. */
function recordedTypes(): Set<string> {
  const subjects = eventSubjects.join('|')
  const literal = new RegExp(`'((?:${subjects})\\.[a-z]+(?:-[a-z]+)*)'`, 'g')
  const files = globSync('{engine,gateway,partners}/**/*.ts').filter(file => !/test|seed/.test(file))
  const recording = files
    .map(file => readFileSync(file, 'utf8'))
    .filter(text => /record(Invoice)?Events?\(|type: 'invoice\./.test(text))
  return new Set(recording.flatMap(text => [...text.matchAll(literal)].map(([, type]) => type!)))
}

it('has a meaning for every event that the code records', () => {
  const statuses = orderStatuses.filter(status => status !== 'imported').map(status => `order.${status}`)
  const moves = Object.values(partnershipMoves).map(({ event }) => event)
  const recorded = [...recordedTypes(), ...statuses, ...moves]
  expect(recorded.filter(type => !known.has(type))).toEqual([])
  expect(supplierEventTypes.filter(type => !known.has(type))).toEqual([])
})

it('shows each in the developers’ page', () => {
  const page = readFileSync('docs/webhooks.md', 'utf8')
  expect([...known].filter(type => !page.includes(`\`${type}\``))).toEqual([])
})

it('takes no filter that would never let anything through', () => {
  for (const filter of ['*', 'message.*', 'invoice.stopped'])
    expect(retailerEventFilter.safeParse(filter).success).toBe(true)
  for (const filter of ['invoice.exception', 'orders.*', 'order', ''])
    expect(retailerEventFilter.safeParse(filter).success).toBe(false)
})
