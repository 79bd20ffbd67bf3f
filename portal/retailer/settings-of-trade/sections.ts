import type { AgreedTerms, Tolerance, Tolerances } from '../../../db/schema/index.ts'
import { deadlinePolicyOf } from '../../../engine/deadlines/policy.ts'
import { invoicePolicyOf } from '../../../engine/invoices/policy.ts'
import type { TradingSection } from '../../../engine/purchase-orders/trading-sections.ts'
import { shipViaOf } from '../../../engine/shipments/carrier.ts'
import { type Allowance, calendarOf } from '../../../partners/calendars/calendar.ts'
import { isTimeZone } from '../../../partners/calendars/zoned-time.ts'
import { businessDate } from '../../../translators/documents/index.ts'
import type { FormValues } from '../../ui/form-data.ts'
import { type FieldGroup, type FieldSpec, type FormReader, percentOf, textOf } from './fields.ts'
import { texts } from './texts.ts'

/** A partnership as far as its terms ask. `timeZone` is the retailer's. */
export interface Agreed {
  settings: Record<string, unknown>
  tolerances: Tolerances
  terms: AgreedTerms
  timeZone: string
}

/** How a section is shown and read: its fields, what they hold now, and what a form says. */
export interface SectionForm {
  groups: readonly FieldGroup[]
  /** What the fields hold, in the words of a form. */
  show(agreed: Agreed): FormValues
  /** The section's value; what is wrong is noted on the reader. */
  read(form: FormReader): unknown
}

const t = texts.fields
const w = texts.words
const days = [1, 2, 3, 4, 5, 6, 7] as const

const calendar: SectionForm = {
  groups: [
    { fields: [field('timeZone', 'text'), field('cutOff', 'text')] },
    {
      legend: w.workingDays,
      fields: days.map(day => ({ name: `day-${day}`, label: w.days[day - 1]!, kind: 'check' })),
    },
    { fields: [field('holidays', 'lines')] },
  ],
  show({ settings, timeZone }) {
    const { workingDays, holidays, cutOff, timeZone: own } = calendarOf(settings, timeZone)
    return {
      timeZone: own === timeZone ? '' : own,
      cutOff,
      holidays: [...holidays].sort().join('\n'),
      ...Object.fromEntries(days.map(day => [`day-${day}`, workingDays.has(day) ? 'on' : ''])),
    }
  },
  read(form) {
    const timeZone = form.text('timeZone')
    if (timeZone && !isTimeZone(timeZone)) form.wrong('timeZone', t.timeZone.wrong)
    const cutOff = form.text('cutOff') ?? '17:00'
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(cutOff)) form.wrong('cutOff', t.cutOff.wrong)
    const workingDays = days.filter(day => form.checked(`day-${day}`))
    if (workingDays.length === 0) form.wrong('day-1', w.noWorkingDay)
    const holidays = form.lines('holidays')
    const wrong = holidays.find(line => !businessDate.safeParse(line.text).success)
    if (wrong) form.wrong('holidays', `Line ${wrong.number}, “${wrong.text}”: ${t.holidays.wrong}`)
    return {
      ...(timeZone && { timeZone }),
      cutOff,
      workingDays,
      holidays: [...new Set(holidays.map(line => line.text))],
    }
  },
}

const allowed = ['functionalAcknowledgment', 'acknowledgment', 'invoice'] as const

const deadlines: SectionForm = {
  groups: [
    ...allowed.map(name => ({
      legend: w.allowed[name],
      fields: [
        { name, label: w.howMany, kind: 'number' as const },
        { name: `${name}-unit`, label: w.unit, kind: 'choice' as const, options: w.units },
      ],
    })),
    {
      fields: [
        field('shipment', 'check'),
        field('warnHours', 'number'),
        { ...field('whenUnanswered', 'choice'), options: w.unanswered },
      ],
    },
  ],
  show({ settings }) {
    const policy = deadlinePolicyOf(settings)
    return {
      ...Object.assign({}, ...allowed.map(name => allowanceShown(name, policy[name]))),
      shipment: policy.shipment ? 'on' : '',
      warnHours: String(policy.warnHours),
      whenUnanswered: policy.whenUnanswered,
    }
  },
  read: form => ({
    ...Object.fromEntries(allowed.map(name => [name, allowanceRead(form, name)])),
    shipment: form.checked('shipment'),
    warnHours: form.whole('warnHours', 720) ?? 0,
    whenUnanswered: form.text('whenUnanswered') ?? 'wait',
  }),
}

function allowanceShown(name: string, allowance: Allowance | null): FormValues {
  const [unit, many] = Object.entries(allowance ?? { never: '' })[0]!
  return { [name]: String(many), [`${name}-unit`]: unit }
}

function allowanceRead(form: FormReader, name: string): Allowance | null {
  const unit = form.text(`${name}-unit`)
  if (unit === undefined || unit === 'never') return null
  const many = form.whole(name, unit === 'workingDays' ? 400 : 9999)
  const least = unit === 'workingDays' ? 0 : 1
  if (many === undefined || many < least) form.wrong(name, w.howManyWrong)
  return { [unit]: many ?? least } as Allowance
}

const answers: SectionForm = {
  groups: [
    { legend: w.answerPrice, fields: limits('price') },
    { legend: w.answerQuantity, fields: limits('quantity') },
    { fields: [field('laterByDays', 'number')] },
  ],
  show({ settings }) {
    const { price, quantity, laterByDays } = (settings.answers ?? {}) as Record<string, Tolerance> & {
      laterByDays?: number
    }
    return {
      ...toleranceShown('price', price),
      ...toleranceShown('quantity', quantity),
      laterByDays: textOf(laterByDays ?? 0),
    }
  },
  read(form) {
    const [price, quantity] = [toleranceRead(form, 'price'), toleranceRead(form, 'quantity')]
    return { ...(price && { price }), ...(quantity && { quantity }), laterByDays: form.whole('laterByDays', 400) ?? 0 }
  },
}

const kinds = ['price', 'quantity', 'freight', 'tax', 'total'] as const

const tolerances: SectionForm = {
  groups: kinds.map(kind => ({
    legend: w.kinds[kind],
    fields: [
      ...limits(kind),
      { name: `${kind}-whichever`, label: w.whichever, kind: 'choice', options: w.whicheverOptions },
    ],
  })),
  show: ({ tolerances: given }) =>
    Object.assign(
      {},
      ...kinds.map(kind => ({
        ...toleranceShown(kind, given[kind]),
        [`${kind}-whichever`]: given[kind]?.whichever ?? 'lesser',
      })),
    ),
  read: form =>
    Object.fromEntries(
      kinds.flatMap(kind => {
        const tolerance = toleranceRead(form, kind)
        if (!tolerance) return []
        const greater = form.text(`${kind}-whichever`) === 'greater'
        return [[kind, { ...tolerance, ...(greater && { whichever: 'greater' }) }]]
      }),
    ),
}

function limits(kind: string): FieldSpec[] {
  return [
    { name: `${kind}-amount`, label: kind === 'quantity' ? w.pieces : w.amount, kind: 'number' },
    { name: `${kind}-percent`, label: w.percent, kind: 'number' },
  ]
}

function toleranceShown(kind: string, tolerance: Tolerance | undefined): FormValues {
  return { [`${kind}-amount`]: textOf(tolerance?.amount), [`${kind}-percent`]: percentOf(tolerance?.share) }
}

function toleranceRead(form: FormReader, kind: string): Tolerance | undefined {
  const [amount, share] = [form.amount(`${kind}-amount`), form.share(`${kind}-percent`)]
  if (amount === undefined && share === undefined) return undefined
  return { ...(amount !== undefined && { amount }), ...(share !== undefined && { share }) }
}

const invoicing: SectionForm = {
  groups: [
    { fields: [field('approveAutomatically', 'check'), field('approveUpTo', 'number'), field('waitDays', 'number')] },
  ],
  show({ settings }) {
    const { approveAutomatically, approveUpTo, waitDays } = invoicePolicyOf(settings)
    return {
      approveAutomatically: approveAutomatically ? 'on' : '',
      approveUpTo: textOf(approveUpTo),
      waitDays: String(waitDays),
    }
  },
  read(form) {
    const approveUpTo = form.amount('approveUpTo')
    return {
      approveAutomatically: form.checked('approveAutomatically'),
      ...(approveUpTo !== undefined && { approveUpTo }),
      waitDays: form.whole('waitDays', 365) ?? 14,
    }
  },
}

const terms: SectionForm = {
  groups: [
    { fields: [field('netDays', 'number'), field('discountPercent', 'number'), field('discountDays', 'number')] },
  ],
  show: ({ terms: { netDays, discountPercent, discountDays } }) => ({
    netDays: textOf(netDays),
    discountPercent: textOf(discountPercent),
    discountDays: textOf(discountDays),
  }),
  read(form) {
    const netDays = form.whole('netDays', 400)
    if (netDays === undefined) form.wrong('netDays', t.netDays.wrong)
    const [discountPercent, discountDays] = [form.amount('discountPercent'), form.whole('discountDays', 400)]
    if ((discountPercent === undefined) !== (discountDays === undefined))
      form.wrong('discountDays', t.discountDays.wrong)
    return { netDays, ...(discountPercent && { discountPercent }), ...(discountDays !== undefined && { discountDays }) }
  },
}

const backorders: SectionForm = {
  groups: [{ fields: [field('withinDays', 'number')] }],
  show: ({ settings }) => ({
    withinDays: textOf((settings.backorders as { withinDays?: number } | undefined)?.withinDays),
  }),
  read(form) {
    const withinDays = form.whole('withinDays', 400)
    return withinDays === undefined ? {} : { withinDays }
  },
}

const shipVia: SectionForm = {
  groups: [{ fields: [field('codes', 'lines')] }],
  show: ({ settings }) => ({
    codes: Object.entries(shipViaOf(settings))
      .map(
        ([code, { scac, name, service }]) =>
          `${code} = ${[scac, name, service]
            .map(textOf)
            .join(', ')
            .replace(/[, ]+$/, '')}`,
      )
      .join('\n'),
  }),
  read: form => Object.fromEntries(form.lines('codes').flatMap(line => shipViaLine(form, line) ?? [])),
}

/** `UPS-GND = UPSN, UPS, Ground`: the partner's code, then SCAC, carrier and service, of which some may be empty. */
function shipViaLine(form: FormReader, { number, text }: { number: number; text: string }) {
  const [code = '', meaning = '', ...more] = text.split('=').map(part => part.trim())
  const [scac = '', name = '', service = '', ...rest] = meaning.split(',').map(part => part.trim())
  const says = (wrong: string) => form.wrong('codes', `Line ${number}, “${text}”: ${wrong}`)
  if (!code || !meaning || more.length > 0 || rest.length > 0) return says(t.codes.wrong)
  if (scac !== '' && !/^[A-Za-z]{2,4}$/.test(scac)) return says(w.wrongScac)
  const meant = { ...(scac && { scac: scac.toUpperCase() }), ...(name && { name }), ...(service && { service }) }
  return [[code, meant] as const]
}

function field(name: keyof typeof t, kind: FieldSpec['kind']): FieldSpec {
  const words: { label: string; hint?: string } = t[name]
  return { name, kind, label: words.label, ...(words.hint && { hint: words.hint }) }
}

/** Every section of what was agreed with a partner, in the order of the page. */
export const sectionForms: Readonly<Record<TradingSection, SectionForm>> = {
  calendar,
  deadlines,
  answers,
  backorders,
  shipVia,
  terms,
  tolerances,
  invoicing,
}
