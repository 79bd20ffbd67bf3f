import { expect, it } from 'vitest'
import { fixture } from '../../fixtures/x12/files.ts'
import { EnvelopeReader, readX12 } from './index.ts'

const order = new TextDecoder().decode(fixture('850/northwind-drop-ship.edi'))

it.each([
  ['<!DOCTYPE html><p>502 Bad Gateway</p>', 'The file is XML or HTML'],
  ['{"order":17}', 'The file is JSON'],
  ['UNB+UNOA:1+A+B', 'The file is EDIFACT'],
  ['%PDF-1.7 ...', 'The file is a PDF'],
  ['MIME-Version: 1.0\r\n', 'The file is an AS2 or mail message, which is not read; try crossdock as2 inspect'],
  ['\x30\x82\x04', 'The file is a CMS structure'],
  ['\xff\xfeI\0', 'The file is text in UTF-16'],
  ['\xc9\xe2\xc1\x5c', 'The file is X12 in EBCDIC'],
  ['\x1f\x8b\x08\x00', 'The file is compressed by gzip'],
  ['PK\x03\x04', 'The file is a ZIP archive or a spreadsheet'],
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

it.each([
  ['', '<!-- end -->', ['warning stray-text']],
  ['$$ADD ID=ACME BATCHID=1\r\n', '', ['warning stray-text']],
  ['', 'END OF FILE, 12 ST. JOHN\n', ['warning stray-text']],
  ['', 'GE*1*42~IEA*1*000000017~', ['error outside-interchange']],
  ['', '-- \nForwarded:\nGS*PO*NORTHWIND*ACME~ST*850*0001~', ['warning stray-text', 'error outside-interchange']],
])('reads an interchange between %j and %j, and tells of trade that is lost there', (before, after, told) => {
  const bytes = new TextEncoder().encode(`${before}${order}${after}`)
  const { interchanges, issues } = readX12(bytes)
  expect(interchanges.map(({ groups }) => groups[0]?.sets[0]?.document?.kind)).toEqual(['purchase-order'])
  expect(issues.map(({ severity, code }) => `${severity} ${code}`)).toEqual(told)
  expect(byteByByte(bytes)).toEqual(issues.map(({ message }) => message))
})

it.each([
  { missing: 'GS', said: 'ST to GE, stand outside any functional group, whose GS is missing', inside: 3 },
  { missing: 'ST', said: 'BEG to SE, stand outside any transaction set, whose ST is missing', inside: 5 },
])('tells of a missing $missing once, with all that stands outside for it', ({ missing, said, inside }) => {
  const segments = order.trim().split(/~\s*/).filter(Boolean)
  const rest = segments.filter(segment => !segment.startsWith(`${missing}*`))
  const [interchange] = readX12(new TextEncoder().encode(`${rest.join('~')}~`)).interchanges
  const told = [...interchange!.issues, ...interchange!.groups.flatMap(group => group.issues)]
  const outside = told.filter(({ code }) => /^segment-outside/.test(code)).map(({ message }) => message)
  expect(outside).toEqual([`${segments.length - inside} segments, ${said}; none of them is read.`])
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
