import { expect, it } from 'vitest'
import { fixture } from '../../../fixtures/x12/files.ts'
import { readX12 } from '../index.ts'
import { bytesOf, textOf } from '../testing/envelopes.ts'
import { brief } from '../testing/outline.ts'

const notice = textOf(fixture('856/acme-pick-and-pack.edi'))

function issuesOf(text: string): string[] {
  return readX12(bytesOf(text)).interchanges[0]!.groups[0]!.sets[0]!.issues.map(brief)
}

it('tells of a level whose kind it does not know, so that nothing in it is dropped in silence', () => {
  expect(issuesOf(notice)).toEqual([])
  expect(issuesOf(notice.replace('HL*4*3*I', 'HL*4*3*0'))).toContainEqual(
    expect.stringMatching(/^warning ambiguous-value HL03 at \d+ "0"$/),
  )
})

it('tells of a level under one that never came', () => {
  expect(issuesOf(notice.replace('HL*4*3*I', 'HL*4*99*I'))).toContainEqual(
    expect.stringMatching(/^error wrong-hierarchy HL02 at \d+ "99"$/),
  )
})

it('lets no file stack levels without end', () => {
  const levels = Array.from({ length: 20_000 }, (_, i) => `HL*${i + 100}*${i ? i + 99 : 4}*I~`).join('')
  const deep = notice
    .replace('CTT*', `${levels}CTT*`)
    .replace(/SE\*(\d+)/, (_, count) => `SE*${Number(count) + 20_000}`)
  const issues = issuesOf(deep)
  expect(issues).toContainEqual(expect.stringMatching(/^error wrong-hierarchy HL02 at \d+ "\d+"$/))
})

it('knows the order of a level by its REF where there is no PRF', () => {
  const [prf, number] = /PRF\*([^*~]+)[^~]*/.exec(notice)!
  const packagesOf = (text: string) =>
    readX12(bytesOf(text)).interchanges[0]!.groups[0]!.sets[0]!.document as { packages?: object }
  expect(packagesOf(notice.replace(prf, `REF*PO*${number}`)).packages).toEqual(packagesOf(notice).packages)
})
