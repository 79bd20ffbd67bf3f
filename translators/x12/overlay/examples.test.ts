import fc from 'fast-check'
import { X12Parser } from 'node-x12'
import { describe, expect, it } from 'vitest'
import { overlayExamples } from '../../../fixtures/overlays/files.ts'
import type { BusinessDocument } from '../../documents/index.ts'
import { documents } from '../testing/arbitraries.ts'
import type { OverlayContext } from './context.ts'
import { prepareDocument, reviewDocument } from './evaluate.ts'
import { overlayProblems } from './problems-in.ts'
import { changesOf } from './read-back.ts'
import { overlaySchema } from './schema.ts'
import { brief, readUnder, writeUnder } from './testing.ts'
import { variedDocument } from './varied.ts'

/** Issues of the file's form that a partner who wants broken lines brings about. */
const form = ['unpadded-header ISA', 'wrapped-lines']
const told = (issues: Parameters<typeof brief>[0]) => brief(issues).filter(issue => !form.includes(issue))

describe.each(overlayExamples())('$retailer $set', example => {
  const overlay = overlaySchema.parse(example.overlay)
  const document = example.document as BusinessDocument
  const context = example.context as OverlayContext

  it('is a map with nothing wrong in it', () => {
    expect(overlayProblems(example.overlay)).toEqual([])
  })

  it('writes its document as the file beside it, and reads that as the document', async () => {
    const written = await writeUnder(document, overlay, context)
    expect(brief(written.issues)).toEqual([])
    expect(written.text).toBe(example.text)
    const back = readUnder(example.text, overlay)
    expect(told(back.issues)).toEqual([])
    expect(back.document).toBeDefined()
    expect(changesOf(document, back.document!)).toEqual([])
    expect(await reviewDocument(back.document!, overlay, context)).toEqual([])
  })

  it('writes what an independent strict reader takes, with as many segments', async () => {
    const { text, segments } = await writeUnder(document, overlay, context)
    // node-x12 takes the ISA by its fixed width, so that lines broken within it are beyond it.
    const parsed = new X12Parser(true).parse(overlay.lineLength ? text.replaceAll('\n', '') : text)
    const sets = 'functionalGroups' in parsed ? parsed.functionalGroups[0]!.transactions : []
    const tags = sets.flatMap(set => [set.header, ...set.segments, set.trailer].map(segment => segment.tag))
    const ours = segments.map(segment => /^[A-Z0-9]+/.exec(segment.replaceAll('\n', ''))?.[0])
    expect(tags).toEqual(ours)
  })

  it('reads back every document like it that it writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async seed => {
        const varied = variedDocument(document, seed, true)
        const source = variedDocument(context.source!, seed)
        const around = { ...context, source }
        const written = await writeUnder(varied, overlay, around)
        const { document: sent } = await prepareDocument(varied, overlay, around)
        expect(brief(written.issues), JSON.stringify(varied)).toEqual([])
        const back = readUnder(written.text, overlay)
        expect(told(back.issues), written.text).toEqual([])
        expect(back.document && changesOf(sent, back.document), written.text).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  it('writes nothing of which it does not tell that a reader would find it changed', async () => {
    await fc.assert(
      fc.asyncProperty(documents[document.kind] as fc.Arbitrary<BusinessDocument>, async any => {
        const written = await writeUnder(any, overlay, context)
        if (!written.text) {
          expect(written.issues.some(issue => issue.severity === 'error')).toBe(true)
          return
        }
        const { document: sent } = await prepareDocument(any, overlay, context)
        const back = readUnder(written.text, overlay)
        expect(back.document, written.text + brief(back.issues)).toBeDefined()
        const fields = written.issues.flatMap(issue => issue.at.path?.replace(/\[\d+\]/g, '[]') ?? [])
        for (const change of changesOf(sent, back.document!)) {
          const capitals = String(change.before).toUpperCase() === String(change.after).toUpperCase()
          if (overlay.uppercase && capitals) continue
          expect(fields).toContain(`documents[].${change.path.replace(/\[\d+\]/g, '[]')}`)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('never takes a damaged file in silence', () => {
    const end = overlay.delimiters?.segment ?? '~'
    const text = overlay.lineLength ? example.text.replaceAll('\n', '') : example.text
    const segments = text.split(end).slice(0, -1)
    for (const index of segments.keys()) {
      const damaged = {
        dropped: segments.toSpliced(index, 1),
        doubled: segments.toSpliced(index, 0, segments[index]!),
        cut: segments.slice(0, index),
      }
      for (const [how, rest] of Object.entries(damaged)) {
        if (rest.join() === segments.join()) continue
        const { issues } = readUnder(rest.map(segment => segment + end).join(''), overlay)
        expect(told(issues), `segment ${index} ${how}: ${segments[index]}`).not.toEqual([])
      }
    }
  })
})
