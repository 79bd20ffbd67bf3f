import type { SetAnswer } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import { dictionaryOf } from './guides/dictionary.ts'

/** What a partner's 997 or 999 finds wrong with a set of ours, as issues at their places (AK3, AK4, AK5). */
export function refusalsOf(answer: Pick<SetAnswer, 'codes' | 'segments'>): Issue[] {
  const segments = answer.segments.flatMap(segment => {
    const at = { segment: segment.segment, position: segment.position, ...(segment.loop ? { loop: segment.loop } : {}) }
    const own = segment.code && segment.code !== elementsInError ? [refusal('720', segment.code, at)] : []
    const elements = segment.elements.map(({ element, component, repetition, code, value }) =>
      refusal(
        '723',
        code,
        { ...at, element, ...(component ? { component } : {}), ...(repetition ? { repetition } : {}) },
        value,
      ),
    )
    return [...own, ...elements]
  })
  const whole = answer.codes.filter(code => code !== segmentsInError || segments.length === 0)
  return [...whole.map(code => refusal('718', code, {})), ...segments]
}

/** X12 720 code 8 and 718 code 5 say only that there are errors further inside. */
const elementsInError = '8'
const segmentsInError = '5'

const lists = { '718': 'set', '720': 'segment', '723': 'element' } as const

function refusal(list: keyof typeof lists, code: string, at: Issue['at'], value?: string): Issue {
  const element = at.element === undefined ? '' : String(at.element).padStart(2, '0')
  const place = at.segment ? `${at.segment}${element}: ` : ''
  const meaning = dictionaryOf('004010').element(list)?.meanings?.get(code) ?? 'unknown code'
  return {
    severity: 'error',
    code: 'refused-by-partner',
    message: `${place}${meaning} (code ${code}).`,
    at,
    ...(value ? { value } : {}),
    acknowledgment: { list: lists[list], code },
  }
}
