import { expect, it } from 'vitest'
import { KeptFigures } from './kept.ts'

/** Figures over a clock that is moved by hand: reckoning takes as long as is said, and gives how often it was done. */
function opened() {
  let clock = 0
  let done = 0
  const figures = new KeptFigures(
    () => new Date(clock),
    () => clock,
  )
  return {
    later: (milliseconds: number) => {
      clock += milliseconds
    },
    ask: (took: number, key = 'payables') =>
      figures.get(key, async () => {
        clock += took
        done += 1
        return done
      }),
  }
}

it('reckons anew each time what is quick', async () => {
  const { ask } = opened()
  expect([(await ask(29)).value, (await ask(29)).value]).toEqual([1, 2])
})

it('keeps what takes long, with the time at which it was right', async () => {
  const { ask, later } = opened()
  await ask(100)
  later(1999)
  expect(await ask(100)).toEqual({ value: 1, asOf: new Date(0) })
  expect((await ask(100, 'accrual')).value).toBe(2)
})

it('gives what is no longer fresh once more while it reckons anew, and nothing that is old', async () => {
  const { ask, later } = opened()
  await ask(100)
  later(2000)
  expect((await ask(100)).value).toBe(1)
  expect(await ask(100)).toEqual({ value: 2, asOf: new Date(2100) })
  later(40_000)
  expect((await ask(100)).value).toBe(3)
  later(600_000)
  expect((await ask(60_000)).value).toBe(4)
  later(600_000)
  expect((await ask(100)).value).toBe(5)
})

it('reckons once for all who ask meanwhile, and tells each that it failed', async () => {
  const figures = new KeptFigures(
    () => new Date(0),
    () => 0,
  )
  let done = 0
  const gate = Promise.withResolvers<void>()
  const reckon = async () => {
    await gate.promise
    done += 1
    if (done === 1) throw new Error('the database is away')
    return done
  }
  const asked = [figures.get('a', reckon), figures.get('a', reckon)]
  gate.resolve()
  const outcomes = await Promise.allSettled(asked)
  expect([done, ...outcomes.map(outcome => outcome.status)]).toEqual([1, 'rejected', 'rejected'])
  expect((await figures.get('a', reckon)).value).toBe(2)
})
