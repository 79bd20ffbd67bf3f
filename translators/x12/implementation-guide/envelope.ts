import type { EnvelopeRules } from '../overlay/envelope-schema.ts'

/** An element of ISA: the dictionary does not hold it, since its places are fixed (X12.5). */
interface HeaderElement {
  number: string
  name: string
  type: string
  min: number
  max: number
  /** What stands there, where that is always the same. */
  note: string
}

const isa = `
I01 ID 2 2 Authorization Information Qualifier | 00: no authorization information
I02 AN 10 10 Authorization Information | spaces
I03 ID 2 2 Security Information Qualifier | 00: no security information
I04 AN 10 10 Security Information | spaces
I05 ID 2 2 Interchange ID Qualifier | of the sender
I06 AN 15 15 Interchange Sender ID | filled with spaces
I05 ID 2 2 Interchange ID Qualifier | of the receiver
I07 AN 15 15 Interchange Receiver ID | filled with spaces
I08 DT 6 6 Interchange Date | YYMMDD
I09 TM 4 4 Interchange Time | HHMM
I10 ID 1 1 Interchange Control Standards Identifier | U, or the repetition separator from 00402 on
I11 ID 5 5 Interchange Control Version Number |
I12 N0 9 9 Interchange Control Number | counts up with every interchange; the same as IEA02
I13 ID 1 1 Acknowledgment Requested | 1 asks for a TA1, 0 does not
I14 ID 1 1 Usage Indicator | P production, T test
I15 AN 1 1 Component Element Separator |`

const gs = `
479 ID 2 2 Functional Identifier Code |
142 AN 2 15 Application Sender's Code |
124 AN 2 15 Application Receiver's Code |
373 DT 8 8 Date | CCYYMMDD
337 TM 4 8 Time | HHMM
28 N0 1 9 Group Control Number | counts up with every group; the same as GE02
455 ID 1 2 Responsible Agency Code | X: Accredited Standards Committee X12
480 AN 1 12 Version / Release / Industry Identifier Code |`

/** The elements of the headers of interchange and group, by tag. */
export const headerElements: Readonly<Record<string, readonly HeaderElement[]>> = { ISA: read(isa), GS: read(gs) }

/** What a map has otherwise than the usual notes say, by reference. */
export function agreedNotes(rules: EnvelopeRules | undefined): Readonly<Record<string, string | undefined>> {
  const { authorization, security, groupDate, groupTime } = rules ?? {}
  return {
    ...(authorization ? { ISA01: 'as agreed', ISA02: authorization.value ? 'as agreed' : undefined } : {}),
    ...(security ? { ISA03: 'as agreed', ISA04: security.value ? 'as agreed' : undefined } : {}),
    GS04: groupDate,
    GS05: groupTime,
  }
}

function read(table: string): HeaderElement[] {
  return table
    .trim()
    .split('\n')
    .map(line => {
      const match = /^(\S+) (\S+) (\d+) (\d+) ([^|]+?) \|\s*(.*)$/.exec(line)!
      const [, number = '', type = '', min, max, name = '', note = ''] = match
      return { number, type, min: Number(min), max: Number(max), name, note }
    })
}
