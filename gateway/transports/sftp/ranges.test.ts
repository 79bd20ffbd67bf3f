import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ranges } from './ranges.ts'
import { UploadBuffer } from './upload-buffer.ts'

const size = 200
const spans = fc.array(
  fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  { maxLength: 30 },
)

describe('Ranges', () => {
  it('covers a length exactly when every byte was added, in any order', () => {
    fc.assert(
      fc.property(spans, fc.nat(size), fc.nat(size), (added, cutAt, length) => {
        const ranges = new Ranges()
        const bytes = new Set<number>()
        for (const { from, to } of added) {
          ranges.add(from, to)
          for (let byte = from; byte < to; byte++) bytes.add(byte)
        }
        ranges.cut(cutAt)
        const all = Array.from({ length }, (_, byte) => byte).every(byte => bytes.has(byte) && byte < cutAt)
        expect(ranges.covers(length)).toBe(all)
      }),
    )
  })

  it('keeps one range for a transfer that goes forward', () => {
    const ranges = new Ranges()
    for (let at = 0; at < 1_000; at += 10) ranges.add(at, at + 10)
    expect(ranges.count).toBe(1)
  })
})

describe('UploadBuffer', () => {
  const page = 32 * 1024
  const writes = fc.array(fc.record({ offset: fc.nat(4 * page), data: fc.uint8Array({ maxLength: 300 }) }), {
    maxLength: 20,
  })

  it('holds what was written last, zeros elsewhere, whatever the order and the cuts', () => {
    fc.assert(
      fc.property(writes, fc.nat(4 * page), writes, (before, cutAt, after) => {
        const buffer = new UploadBuffer()
        let model = new Uint8Array()
        const apply = ({ offset, data }: { offset: number; data: Uint8Array }) => {
          buffer.write(offset, data)
          if (data.length === 0) return
          const longer = new Uint8Array(Math.max(model.length, offset + data.length))
          longer.set(model)
          longer.set(data, offset)
          model = longer
        }
        before.forEach(apply)
        buffer.setLength(cutAt)
        const cut = new Uint8Array(cutAt)
        cut.set(model.subarray(0, cutAt))
        model = cut
        after.forEach(apply)
        expect(buffer.length).toBe(model.length)
        expect(Buffer.compare(buffer.read(0, buffer.length), model)).toBe(0)
      }),
    )
  })

  it('is complete only without gaps, and holds memory for what was written alone', () => {
    const buffer = new UploadBuffer()
    buffer.write(90 * 1024 * 1024, new Uint8Array([1]))
    expect([buffer.complete, buffer.held]).toEqual([false, page])
    buffer.setLength(0)
    expect([buffer.complete, buffer.held]).toEqual([true, 0])
    buffer.write(3, new Uint8Array([4]))
    buffer.write(0, new Uint8Array([1, 2, 3]))
    expect([buffer.complete, [...buffer.read(1, 9)]]).toEqual([true, [2, 3, 4]])
  })

  it('refuses to be scattered', () => {
    const buffer = new UploadBuffer()
    const answers = Array.from({ length: 2_000 }, (_, index) => buffer.write(index * 2, new Uint8Array([1])))
    expect(answers.indexOf(false)).toBe(1_024)
  })
})
