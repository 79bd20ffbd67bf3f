import fc from 'fast-check'
import { fixture, fixturePaths } from '../../../fixtures/x12/files.ts'

/** What is put into a file to damage it: delimiters, line breaks, tags and their parts, control characters, pieces of UTF-8. */
const pieces = [
  ...'*~>^\n\rISAGSTE019 \u001b\u0000é\u00ef\u00bb\u00c2\u00a0\u0085',
  'IS',
  'ISA',
  'ISA*',
  '~\n',
  'GS*',
  'IEA*',
]

const change = fc.tuple(
  fc.nat(),
  fc.constantFrom('put', 'insert', 'double', 'drop', 'segment', 'cut', 'repeat'),
  fc.constantFrom(...pieces),
)

/** A file of the fixtures with some bytes replaced, added, doubled or dropped, half of them within its envelope's beginning. */
export const mutatedFile = fc
  .tuple(
    fc.constantFrom(...fixturePaths()),
    fc.array(change, { minLength: 1, maxLength: 8 }),
    fc.constantFrom(260, Number.POSITIVE_INFINITY),
  )
  .map(([path, changes, reach]) => {
    let text = Buffer.from(fixture(path).subarray(0, 6000)).toString('latin1')
    for (const [place, kind, piece] of changes)
      text = damaged(text, place % Math.min(text.length + 1, reach), kind, piece)
    return new Uint8Array(Buffer.from(text, 'latin1'))
  })

function damaged(text: string, at: number, kind: string, piece: string): string {
  const before = text.slice(0, at)
  switch (kind) {
    case 'put':
      return before + piece + text.slice(at + 1)
    case 'insert':
      return before + piece + text.slice(at)
    case 'double':
      return before + text.slice(Math.max(0, at - 40))
    case 'drop':
      return before + text.slice(at + 1)
    case 'segment':
      return before.slice(0, before.lastIndexOf('~') + 1) + text.slice(text.indexOf('~', at) + 1)
    case 'repeat':
      return before + text.slice(0, 600)
    default:
      return before
  }
}
