import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEntity } from '../mime.ts'
import { drip } from '../testing/drip.ts'
import { canonicalHeaders, signedVariants } from '../variants.ts'
import { decoded } from './decode.ts'
import { splitMultipart } from './multipart.ts'
import { collect, joined, memory, slice } from './source.ts'

const text = (...words: string[]) =>
  fc
    .array(fc.constantFrom(...words, 'x', '\0', '~'), { maxLength: 60 })
    .map(parts => Buffer.from(parts.join(''), 'latin1'))
const pieceSize = fc.integer({ min: 1, max: 40 })

describe('a source', () => {
  it('reads the same from any place, in memory, in pieces, cut and joined', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        pieceSize,
        fc.nat(220),
        fc.nat(220),
        async (bytes, size, from, to) => {
          const expected = Buffer.from(bytes.subarray(from, Math.max(from, to)))
          const whole = joined(memory(bytes.subarray(0, 9)), drip(bytes.subarray(9), size))
          for (const source of [memory(bytes), drip(bytes, size), whole]) {
            const stretch = slice(source, from, to)
            expect((await collect(stretch)).equals(expected)).toBe(true)
            expect(stretch.size).toBe(expected.length)
            expect((await collect(slice(stretch, 3))).equals(expected.subarray(3))).toBe(true)
          }
          expect(Buffer.concat(await Array.fromAsync(whole.read(from))).equals(Buffer.from(bytes.subarray(from)))).toBe(
            true,
          )
        },
      ),
    )
  })
})

/** What splitting gives, with the digest of what was shown of the first part. */
async function split(source: Parameters<typeof splitMultipart>[0], boundary: string) {
  const hash = createHash('sha256')
  const result = await splitMultipart(source, boundary, piece => void hash.update(piece))
  if (!result.ok) return result.detail
  const parts = await Promise.all(result.parts.map(collect))
  if (parts[0]) expect(hash.digest('hex')).toBe(createHash('sha256').update(parts[0]).digest('hex'))
  return parts.map(part => part.toString('latin1'))
}

describe('a multipart', () => {
  it('splits the same whatever pieces it comes in, and shows its first part on the way', async () => {
    const body = text('--b', '--b--', '\r\n', '\n', '\r', '-', 'b', ' ', '--bb', '\r\n--b\r\n', '\r\n--b--', '--b-- x')
    await fc.assert(
      fc.asyncProperty(body, pieceSize, async (bytes, size) => {
        const whole = await split(memory(bytes), 'b')
        expect(await split(drip(bytes, size), 'b')).toEqual(whole)
        expect(await split(memory(bytes.subarray(0, size), bytes.subarray(size)), 'b')).toEqual(whole)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['--b\r\none\r\n--b\r\ntwo\r\n--b--\r\n', ['one', 'two']],
    ['preamble\r\n--b  \r\none\r\n--b--', ['one']],
    ['--b\none\n--b--\nepilogue\n--b\n', ['one']],
    ['--b\r\none --b two\r\n--bc\r\n--b--', ['one --b two\r\n--bc']],
    ['--b\r\n\r\n--b\r\n--b--', ['', '']],
    ['--b\r\none\r\n--b-', ['one']],
    ['--b\r\none', 'the multipart is cut short: its closing boundary is missing'],
    ['nothing', 'the boundary does not occur in the body'],
  ])('%j', async (body, expected) => {
    expect(await split(memory(Buffer.from(body)), 'b')).toEqual(expected)
    expect(await split(drip(Buffer.from(body), 1), 'b')).toEqual(expected)
  })

  it('has a hundred parts at most, and does not wait for more', async () => {
    const body = Buffer.from(`${'--b\r\n\r\n'.repeat(5000)}--b--`)
    for (const source of [memory(body), drip(body, 64)]) expect(await split(source, 'b')).toBe('more than 100 parts')
  })
})

describe('an encoding', () => {
  it.each(['base64', 'quoted-printable', 'Binary', undefined])(
    '%s is taken off the same in any pieces',
    async encoding => {
      const encoded = text('=', '=\r\n', '= \n', '=4', '4', '1', 'QUJD', 'QQ==', '\r\n', ' ', '=3D', '-_')
      await fc.assert(
        fc.asyncProperty(encoded, pieceSize, async (bytes, size) => {
          const whole = await collect(await decoded(memory(bytes), encoding))
          const dripped = await collect(await decoded(drip(bytes, size), encoding))
          expect(dripped.toString('hex')).toBe(whole.toString('hex'))
        }),
        { examples: [[Buffer.from('=4=\r\n1'), 1]] },
      )
    },
  )

  it('base64 comes to what Node makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), pieceSize, async (bytes, size) => {
        const encoded = Buffer.from(bytes).toString('base64').replace(/.{20}/g, '$&\r\n')
        const plain = await collect(await decoded(drip(Buffer.from(encoded), size), 'base64'))
        expect(plain.equals(Buffer.from(bytes))).toBe(true)
      }),
    )
  })
})

it('the forms that senders sign are the same in any pieces', async () => {
  const part = text('A: b', '\r\n', '\n', '\r', '\n\n', '\r\n\r\n', 'B:c')
  await fc.assert(
    fc.asyncProperty(part, pieceSize, async (bytes, size) => {
      const forms = async (source: ReturnType<typeof memory>) => [
        ...(await Promise.all(
          signedVariants(source, {}).map(async ({ bytes: make }) => (await collect(await make())).toString('hex')),
        )),
        (await collect(await canonicalHeaders(await readEntity(source)))).toString('hex'),
      ]
      expect(await forms(drip(bytes, size))).toEqual(await forms(memory(bytes)))
    }),
  )
})
