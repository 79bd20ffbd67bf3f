import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openFonts } from './fonts.ts'
import { fontNames, renderPdf } from './index.ts'
import { legibleRuns } from './legible.ts'

const document = {
  title: 'A test',
  createdAt: '2026-11-22T15:04:00Z',
  content: ['Grüße, Ελλάδα, Москва', { text: 'N1*ST*ADA~', font: fontNames.data }],
}

describe('what is printed', () => {
  it('is the same bytes for the same document', async () => {
    const [one, other] = [await renderPdf(document), await renderPdf(document)]
    expect(Buffer.from(one).subarray(0, 5).toString()).toBe('%PDF-')
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true)
  })

  it('holds the data font’s text', async () => {
    expect(streamsOf(await renderPdf(document))).toContain(hex('N1*ST*ADA~'))
  })

  it('reaches for no file and no address', async () => {
    await expect(renderPdf({ ...document, content: [{ image: '/etc/hostname' }] })).rejects.toThrow()
    await expect(renderPdf({ ...document, content: [{ image: 'https://127.0.0.1:9/x.png' }] })).rejects.toThrow()
  })
})

describe('a text that a font cannot show', () => {
  it.each([
    ['Łódź 北京', fontNames.text, 'Łódź [U+5317][U+4EAC]'],
    ['Łódź', fontNames.data, 'Łódź'],
    ['a\u0007b', fontNames.data, 'ab'],
    ['😀', fontNames.data, '[U+1F600]'],
  ])('%s in %s is told', async (given, font, shown) => {
    const { coverage } = await openFonts()
    const runs = legibleRuns(given, font, coverage)
    expect(runs.map(run => run.text).join('')).toBe(shown)
    for (const run of runs) for (const letter of run.text) expect(coverage[run.font](letter.codePointAt(0)!)).toBe(true)
  })
})

function hex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex')
}

/** The page's streams, unpacked. */
function streamsOf(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf)
  const streams: string[] = []
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 7)) {
    const end = bytes.indexOf('endstream', at)
    try {
      streams.push(inflateSync(bytes.subarray(at + 7, end)).toString('latin1'))
    } catch {
      streams.push('')
    }
  }
  return streams.join('\n')
}
