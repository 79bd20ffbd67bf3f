import type { WriteEnvelope } from '../../../translators/x12/index.ts'
import { CannotRun } from '../command.ts'

/** Options of what is written: numbers, moment, line breaks. */
export const envelopeOptions = {
  'control-number': { type: 'string', default: '1' },
  'group-control-number': { type: 'string' },
  'set-control-number': { type: 'string', default: '1' },
  at: { type: 'string' },
  lines: { type: 'boolean', default: true },
} as const

/** The values of {@link envelopeOptions}. */
export interface EnvelopeValues {
  'control-number': string
  'group-control-number'?: string | undefined
  'set-control-number': string
  at?: string | undefined
  lines: boolean
}

/** Numbers and moment of an interchange to write. Throws {@link CannotRun} at what is none. */
export function envelopeNumbers(
  values: EnvelopeValues,
): Pick<WriteEnvelope, 'interchangeControlNumber' | 'groupControlNumber' | 'firstSetControlNumber' | 'at'> {
  const interchangeControlNumber = numberFrom(values['control-number'], 'control-number')
  const group = values['group-control-number']
  return {
    interchangeControlNumber,
    groupControlNumber: group === undefined ? interchangeControlNumber : numberFrom(group, 'group-control-number'),
    firstSetControlNumber: numberFrom(values['set-control-number'], 'set-control-number'),
    at: momentFrom(values.at).toISOString(),
  }
}

/** The moment of `--at`; now when it is not given. Throws {@link CannotRun} at what is no moment. */
export function momentFrom(text: string | undefined): Date {
  const moment = text === undefined ? new Date() : new Date(text)
  if (Number.isNaN(moment.getTime())) {
    throw new CannotRun(`--at ${text} is no moment; write it like 2026-11-22T15:04:00Z.`)
  }
  return moment
}

/** `ZZ:NORTHWIND` as qualifier and id (ISA05, ISA06). Throws {@link CannotRun} when it is not of that shape. */
export function partyFrom(text: string | undefined, option: string): { qualifier: string; id: string } {
  const match = /^([A-Z0-9]{2}):(.+)$/.exec(text ?? '')
  if (match) return { qualifier: match[1]!, id: match[2]! }
  const found = text === undefined ? 'is missing' : `“${text}” has not that shape`
  throw new CannotRun(`--${option} takes an interchange qualifier and id such as ZZ:NORTHWIND; it ${found}.`)
}

function numberFrom(text: string, option: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new CannotRun(`--${option} ${text} is no number of at most nine digits.`)
}
