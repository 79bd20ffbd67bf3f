import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AgreedRow,
  following,
  inForce,
  ownAfter,
  ownNames,
  startingWith,
  valuesInForce,
  withSection,
} from './own-values.ts'

const empty: AgreedRow = { settings: {}, tolerances: {}, terms: { netDays: 30 } }
const names = ['price', 'quantity', 'freight']
const values = fc
  .dictionary(fc.constantFrom(...names), fc.constantFrom('1', '2', '3'))
  .map(given => Object.fromEntries(Object.entries(given).map(([name, amount]) => [name, { amount }])))

/** A model: what a partner has of its own by name, where undefined means that it has none of it. */
type Own = Map<string, unknown>
const step = fc.oneof(
  fc.record({ does: fc.constant('save' as const), values }),
  fc.record({ does: fc.constant('default' as const), values }),
  fc.record({ does: fc.constant('reset' as const), name: fc.constantFrom(...names) }),
)

describe('values of a partner’s own', () => {
  it('stand however the defaults change, and the others are always as the defaults say', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        let row = empty
        let defaults: Record<string, unknown> = {}
        const own: Own = new Map()
        for (const one of steps) {
          if (one.does === 'save') {
            for (const name of names) {
              const differs = JSON.stringify(one.values[name]) !== JSON.stringify(defaults[name])
              if (differs || own.has(name)) own.set(name, one.values[name])
            }
            const after = ownAfter(ownNames(row, 'tolerances'), one.values, defaults)
            row = withSection(row, 'tolerances', one.values, after)
          } else if (one.does === 'default') {
            defaults = one.values
            row = following(row, 'tolerances', defaults)
          } else {
            own.delete(one.name)
            const left = new Set([...ownNames(row, 'tolerances')].filter(name => name !== one.name))
            row = withSection(row, 'tolerances', inForce(valuesInForce(row, 'tolerances'), left, defaults), left)
          }
          const expected = names.map(name => [name, own.has(name) ? own.get(name) : defaults[name]] as const)
          expect(row.tolerances).toEqual(Object.fromEntries(expected.filter(([, value]) => value !== undefined)))
        }
      }),
    )
  })

  it('start with what was given where the defaults say otherwise, and are noted as such', () => {
    const house = { partnerDefaults: { terms: { netDays: 60 }, deadlines: { warnHours: 8, shipment: true } } }
    const row = startingWith({ ...empty, settings: { deadlines: { warnHours: 2, shipment: true } } }, house)
    expect(row.terms).toEqual({ netDays: 30 })
    expect(row.settings.deadlines).toEqual({ warnHours: 2, shipment: true })
    expect([ownNames(row, 'terms'), ownNames(row, 'deadlines')]).toEqual([new Set(['terms']), new Set(['warnHours'])])
    expect(startingWith({ ...empty, terms: { netDays: 60 } }, house).settings.ownValues).toMatchObject({ terms: [] })
  })
})
