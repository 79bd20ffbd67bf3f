import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fixture, fixturePaths } from '../../../fixtures/x12/files.ts'
import { inPieces, say } from '../testing/run.ts'

const files = fixturePaths()
  .map(fixture)
  .filter(bytes => bytes.length < 6000)

/** A file with some bytes replaced, doubled or dropped: separators and tags as likely as others. */
const mutated = fc
  .tuple(
    fc.constantFrom(...files),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom('put', 'double', 'drop', 'cut'),
        fc.constantFrom(...'*~>^\nISAGSTE019\u001b\u0000é'),
      ),
      { minLength: 1, maxLength: 8 },
    ),
  )
  .map(([bytes, changes]) => {
    let text = Buffer.from(bytes).toString('latin1')
    for (const [place, change, character] of changes) {
      const at = place % Math.max(1, text.length)
      if (change === 'put') text = text.slice(0, at) + character + text.slice(at + 1)
      else if (change === 'double') text = text.slice(0, at) + text.slice(Math.max(0, at - 40), at) + text.slice(at)
      else if (change === 'drop') text = text.slice(0, at) + text.slice(at + 1)
      else text = text.slice(0, at)
    }
    return Buffer.from(text, 'latin1')
  })

it('shows whatever comes, in pieces of any size, and lets no control character through', async () => {
  await fc.assert(
    fc.asyncProperty(mutated, fc.integer({ min: 1, max: 300 }), async (bytes, size) => {
      for (const args of [
        ['inspect'],
        ['inspect', '--brief'],
        ['validate'],
        ['ack', '--at', '2026-11-22T15:04Z', '--no-lines'],
      ]) {
        const said = await say(['x12', ...args], inPieces(bytes, size))
        expect([0, 1, 2]).toContain(said.status)
        if (args[0] !== 'ack') expect(said.out + said.error).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
      }
    }),
    { numRuns: 150 },
  )
})
