import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feedSettings } from './feed-settings.ts'
import { suspicionOf } from './quarantine.ts'

describe('suspicionOf', () => {
  const settings = feedSettings.parse({ maxDropShare: 0.5, maxZeroShare: 0.25, quarantineFrom: 10 })
  const effect = { before: '100', after: '80', stocked: 20, emptied: 0 }

  it.each([
    [{}, undefined],
    [{ after: '50' }, undefined],
    [{ after: '49' }, { kind: 'mass-drop', share: '0.51', limit: '0.5' }],
    [{ emptied: 5 }, undefined],
    [{ emptied: 6 }, { kind: 'mass-zero', share: '0.3', limit: '0.25' }],
    [{ after: '0', emptied: 9, stocked: 9 }, undefined],
    [{ before: '0', after: '0' }, undefined],
  ])('%o: %o', (change, suspicion) => {
    expect(suspicionOf({ ...effect, ...change }, settings)).toEqual(suspicion)
  })

  it('never holds a feed back that brings more', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000 }), fc.nat({ max: 1_000 }), (before, more) => {
        const grown = { before: String(before), after: String(before + more), stocked: 50, emptied: 0 }
        expect(suspicionOf(grown, settings)).toBeUndefined()
      }),
    )
  })
})
