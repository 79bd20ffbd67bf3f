import { expect, it } from 'vitest'
import { fixture } from '../../fixtures/x12/files.ts'
import { EnvelopeReader, readX12 } from './index.ts'

const order = new TextDecoder().decode(fixture('850/northwind-drop-ship.edi'))

it.each([
  ['<!DOCTYPE html><p>502 Bad Gateway</p>', 'The file is XML or HTML'],
  ['{"order":17}', 'The file is JSON'],
  [btoa(order), 'The file is X12 in base64'],
  [order.toLowerCase(), 'The file begins with isa in small letters'],
  [order.slice(0, 60), 'The file begins with ISA, but the segment is cut'],
  [order.slice(order.indexOf('GS*')), 'The file begins with GS; the ISA segment before it is missing'],
  [order.slice(order.indexOf('ST*')), 'The file begins with ST; the ISA and GS segments before it are missing'],
])('says what stands there instead of X12, case %#', (text, sentence) => {
  const bytes = Uint8Array.from(text, letter => letter.charCodeAt(0))
  const [stray, none] = readX12(bytes).issues
  expect(stray).toMatchObject({ code: 'outside-interchange', message: expect.stringContaining(sentence) })
  expect(none?.code).toBe('no-interchange')
  expect(byteByByte(bytes)).toEqual([stray?.message, none?.message])
})

it('does not take what follows an interchange for the whole file', () => {
  const file = readX12(new TextEncoder().encode(`${order}<!-- end -->`))
  expect(file.issues[0]?.message).toContain('outside any interchange')
  expect(file.interchanges).toHaveLength(1)
})

it.each([
  [
    /GS[^~]*~\s*/,
    /^(\d+) segments, ST to GE, stand outside any functional group, whose GS is missing; none of them is read\.$/,
  ],
  [
    /ST[*][^~]*~\s*/,
    /^(\d+) segments, BEG to SE, stand outside any transaction set, whose ST is missing; none of them is read\.$/,
  ],
])('tells of a missing header once, with all that stands outside for it, case %#', (header, sentence) => {
  const [interchange] = readX12(new TextEncoder().encode(order.replace(header, ''))).interchanges
  const told = [...interchange!.issues, ...interchange!.groups.flatMap(group => group.issues)]
  const outside = told.filter(({ code }) => /^segment-outside/.test(code))
  expect(outside).toHaveLength(1)
  const between = order.slice(order.search(header)).split('~').length - 3
  expect(Number(sentence.exec(outside[0]!.message)?.[1])).toBeGreaterThanOrEqual(between - 2)
})

function byteByByte(bytes: Uint8Array): string[] {
  const messages: string[] = []
  const nothing = () => {}
  const reader = new EnvelopeReader(
    {},
    {
      interchange: nothing,
      group: nothing,
      set: nothing,
      groupEnd: nothing,
      interchangeEnd: nothing,
      outside: issue => messages.push(issue.message),
    },
  )
  for (const byte of bytes) reader.push(Uint8Array.of(byte))
  reader.end()
  return messages
}
