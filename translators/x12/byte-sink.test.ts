import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteSink } from './byte-sink.ts'

it('gives back what was added, across its pieces and after cuts', () => {
  const step = fc.record({ length: fc.integer({ min: 0, max: 300_000 }), cut: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), steps => {
      const sink = new ByteSink()
      let kept = Buffer.alloc(0)
      for (const [number, { length, cut }] of steps.entries()) {
        const before = sink.size
        const bytes = Buffer.alloc(length + 2, number + 1)
        sink.add(bytes, 1, length + 1)
        if (cut) sink.cut(before)
        else kept = Buffer.concat([kept, bytes.subarray(1, length + 1)])
        expect(sink.size).toBe(kept.length)
      }
      expect(Buffer.compare(sink.finish(), kept)).toBe(0)
    }),
    { numRuns: 50 },
  )
})
