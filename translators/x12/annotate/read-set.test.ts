import { describe, expect, it } from 'vitest'
import { functionalAcknowledgmentsOf, readX12, refusalsOf } from '../index.ts'
import { mark } from './locate.ts'
import { findSet } from './read-set.ts'
import { segmentText } from './segments.ts'

const header =
  'ISA*00*          *00*          *ZZ*HARBORPINE     *ZZ*CASCADE        *260504*1000*U*00401*000000007*0*P*>~'
const order = (control: string, price: string) =>
  `ST*850*${control}~BEG*00*SA*PO-${control}**20260504~N1*ST*Dana Reyes~PO1*1*2*EA*${price}**VN*C-LAMP~CTT*1~SE*6*${control}~`
const file = `${header}GS*PO*HARBORPINE*CASCADE*20260504*1000*7*X*004010~${order('0001', '9.5')}${order('0002', 'nine')}GE*2*7~IEA*1*000000007~`

async function* pieces(size: number) {
  const bytes = new TextEncoder().encode(file)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const answerTo = (control: string) => {
  const [interchange] = readX12(new TextEncoder().encode(file)).interchanges
  const [group] = functionalAcknowledgmentsOf(interchange!)
  return group!.sets.find(set => set.controlNumber === control)!
}

describe('a set within its file', () => {
  it.each([1, 7, 100_000])('is found by its control numbers, in pieces of %i bytes', async size => {
    const found = await findSet(pieces(size), { interchange: '7', group: '7', set: '2' })
    expect(found).toMatchObject({ set: '850', version: '004010' })
    expect(found!.segments.map(segment => segmentText(segment, found!.delimiters)).join('')).toBe(order('0002', 'nine'))
    expect(await findSet(pieces(size), { interchange: '7', group: '7', set: '3' })).toBeUndefined()
  })

  it('shows where the answer to it says that it is wrong', async () => {
    const refusals = refusalsOf(answerTo('0002'))
    const price = refusals.find(({ at }) => at.segment === 'PO1' && at.element === 4)!
    expect(price).toMatchObject({
      code: 'refused-by-partner',
      message: expect.stringMatching(/^PO104: .* \(code 6\)\.$/),
      value: 'nine',
      at: { position: 4 },
    })
    const found = (await findSet(pieces(64), { interchange: '7', group: '7', set: '2' }))!
    const marked = mark(price, found.segments[3]!, found.delimiters)
    expect(marked.text!.slice(marked.caret!.start, marked.caret!.start + marked.caret!.length)).toBe('nine')
  })

  it('has nothing to show where it is accepted', () => {
    expect(refusalsOf(answerTo('0001'))).toEqual([])
  })
})
