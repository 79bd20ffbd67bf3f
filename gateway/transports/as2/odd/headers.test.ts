import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMultipart } from '../bytes/multipart.ts'
import { memory } from '../bytes/source.ts'
import { formatAs2Name, parseAs2Name, parseMicalg, parseReceiptOptions } from '../headers.ts'
import { parseEntity, parseParameterized } from '../mime.ts'
import { receiveAs2 } from '../receive.ts'
import { House } from '../testing/house.ts'
import { identity, pairOf, testTime } from '../testing/identities.ts'
import { outbound } from '../testing/messages.ts'
import { wireOf } from '../testing/wire.ts'

const [sender, receiver] = await Promise.all([identity('sender'), identity('receiver')])
const pair = pairOf(sender, receiver)
const wire = await wireOf(outbound('018f0000-0000-7000-8000-000000000000'), pair.sender, testTime)

/** Header values as a hostile or broken station may send them: Latin-1, quotes, separators, long runs. */
const value = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '"',
        '\\',
        ';',
        '=',
        ',',
        ' ',
        '\t',
        'a',
        '/',
        '%',
        "'",
        '*',
        '<',
        '>',
        '--',
        '\xe9',
        'boundary',
        'x'.repeat(500),
      ),
      { maxLength: 30 },
    )
    .map(parts => parts.join('')),
)

describe('headers of any kind', () => {
  it('names come back as they were sent', () => {
    const printable = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map(code => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 128,
    })
    fc.assert(
      fc.property(
        printable.filter(name => name === name.trim() && !/^".*"$/s.test(name)),
        name => {
          expect(parseAs2Name(formatAs2Name(name))?.name).toBe(name)
        },
      ),
    )
  })

  it('nothing in them throws or hangs', async () => {
    const names = Object.keys(wire.headers)
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 }), async over => {
        const house = new House(pair.receiver)
        const changed = Object.fromEntries(Object.entries(over).map(([name, text]) => [name, [text]]))
        const answer = await receiveAs2({ ...wire, headers: { ...wire.headers, ...changed } }, house.deps)
        expect(answer.status).toBeLessThan(500)
        expect(Object.values(answer.headers).join()).not.toMatch(/[\r\n\0]/)
      }),
      { numRuns: 500 },
    )
  })

  it('readers of single headers take anything', async () => {
    await fc.assert(
      fc.asyncProperty(value, async text => {
        parseParameterized(text)
        parseReceiptOptions(text)
        parseMicalg(text)
        await splitMultipart(
          memory(parseEntity(Buffer.from(`Content-Type: ${text}\r\n\r\n--${text}\r\n${text}`, 'latin1')).body),
          text,
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('long runs take no longer than their length', async () => {
    const start = performance.now()
    for (const run of ['"', '\\"', '; ', ' ', '=', ';a="', '\t\t;x ', '--', '\r\n']) {
      const text = run.repeat(60_000 / run.length)
      parseParameterized(`multipart/signed${text}`)
      parseReceiptOptions(text)
      parseEntity(Buffer.from(`Content-Type: ${text}`, 'latin1'))
      await splitMultipart(memory(Buffer.from(text.repeat(20), 'latin1')), 'b')
    }
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
