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
    figures,
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

it('lets nobody wait longer than is said, and reckons on for whoever asks again', async () => {
  const figures = new KeptFigures(
    () => new Date(0),
    () => performance.now(),
  )
  const slow = Promise.withResolvers<number>()
  const ask = () => figures.within('profit', 1, () => slow.promise)
  expect([await ask(), await ask()]).toEqual([undefined, undefined])
  const whole = figures.get('profit', () => Promise.resolve(2))
  slow.resolve(1)
  expect((await whole).value).toBe(1)
})

it('tells whoever asks next, once, that it could not be reckoned', async () => {
  const { figures } = opened()
  const slow = Promise.withResolvers<number>()
  expect(await figures.within('profit', 1, () => slow.promise)).toBeUndefined()
  slow.reject(new Error('The database went away.'))
  await new Promise(setImmediate)
  await expect(figures.within('profit', 1000, () => Promise.resolve(2))).rejects.toThrow('went away')
  expect((await figures.within('profit', 1000, () => Promise.resolve(2)))?.value).toBe(2)
})
