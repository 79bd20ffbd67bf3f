import { dictionaryOf } from './guides/dictionary.ts'
import { toBusinessDate, toClock } from './maps/dates.ts'
import type { Interchange, InterchangeAcknowledgment } from './types.ts'

const statuses: Readonly<Record<string, InterchangeAcknowledgment['status']>> = {
  A: 'accepted',
  E: 'accepted-with-errors',
  R: 'rejected',
}

/** TA101 to TA105 as received. A status that TA1 does not know is taken for a rejection. */
export function readInterchangeAcknowledgment(elements: readonly string[]): InterchangeAcknowledgment {
  const [controlNumber = '', date = '', time = '', status = '', code = ''] = elements
  return {
    controlNumber,
    date: toBusinessDate(date) ?? date,
    time: toClock(time),
    status: statuses[status] ?? 'rejected',
    code,
  }
}

/** The answer to an interchange's envelope: rejected at the first error in it, with its I18 code. ISA14 says whether it is wanted. */
export function interchangeAcknowledgmentOf(interchange: Interchange): InterchangeAcknowledgment {
  const coded = interchange.issues.filter(issue => issue.acknowledgment?.list === 'interchange')
  const refusal = coded.find(issue => issue.severity === 'error')
  const { controlNumber, date, time } = interchange
  return {
    controlNumber,
    date,
    time,
    status: refusal ? 'rejected' : coded.length > 0 ? 'accepted-with-errors' : 'accepted',
    code: (refusal ?? coded[0])?.acknowledgment?.code ?? '000',
  }
}

/** TA1 and its elements. */
export function interchangeAcknowledgmentElements(answer: InterchangeAcknowledgment): string[] {
  const status = Object.keys(statuses).find(code => statuses[code] === answer.status) ?? 'R'
  const day = answer.date.replaceAll('-', '')
  return ['TA1', answer.controlNumber, day.slice(-6), answer.time.replace(':', ''), status, answer.code]
}

/** What a TA105 code says (X12 I18, Interchange Note Code). */
export function interchangeNote(code: string): string {
  return dictionaryOf('004010').element('I18')?.meanings?.get(code) ?? 'unknown code'
}
