import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BusinessDocument, documentSchemas } from '../documents/index.ts'
import type { Field } from './fields.ts'
import { type CsvLayout, csvLayout, defaultLayouts, detectCsv, readCsv, writeCsv } from './index.ts'
import { type Fields, setAt, valueAt } from './path.ts'
import { type Plan, type PlannedColumn, planOf } from './plan.ts'

/** Fields without which a document is none, beside those that its layout requires. */
const always = new Set([
  'number',
  'date',
  'currency',
  'scope',
  'type',
  'lines[].unit',
  'shipTo.name',
  'lines[].ids.supplier',
  'lines[].lineNumber',
  ...['lineNumber', 'ids.supplier', 'quantity', 'unit', 'unitPrice'].map(field => `lines[].line.${field}`),
  'lines[].answers[].status',
  'invoices[].adjustments[].amount',
  'invoices[].adjustments[].reason',
  'answers[].errors[].code',
  'method',
])

const nasty = [
  '=1+1',
  "'=x",
  "''@x",
  '+1 (555) 010-0100',
  '-A1',
  '@SUM(A1)',
  '="007"',
  'a,b',
  'say "hi"',
  'two\nlines',
  'a\rb',
  "O'Neil",
  '😀 Ł',
  '000',
  '-',
]
const text = (max: number) =>
  fc
    .oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }))
    .map(value => value.slice(0, max).trim())
    .filter(value => value !== '' && value.isWellFormed())

const shapes: Record<string, fc.Arbitrary<string>> = {
  currency: fc.constantFrom('USD', 'CAD', 'EUR'),
  country: fc.constantFrom('US', 'CA', 'DE'),
  trackingNumber: text(15).filter(value => !value.includes(',')),
  sscc: fc.stringMatching(/^\d{18}$/),
  scac: text(4),
  unit: text(3),
  weightUnit: text(3),
  countryOfOrigin: fc.constantFrom('US', 'VN', 'AT'),
  dimensionUnit: fc.constantFrom('IN', 'CM', 'MMT'),
  set: fc.constantFrom('810', '856'),
  groupControlNumber: fc.integer({ min: 1, max: 999_999_999 }).map(String),
  setControlNumber: text(9),
  segment: text(3),
  code: text(3),
  dataElement: fc.integer({ min: 1, max: 1705 }).map(String),
  lineNumber: fc.integer({ min: 1, max: 99999 }).map(String),
}

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))
const amount = fc
  .tuple(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 0, max: 6 }))
  .map(([whole, digits]) => `${whole}${digits === 0 ? '' : `.${'1'.padStart(digits, '0')}`}`)

function valueFor(planned: PlannedColumn): fc.Arbitrary<unknown> {
  const field: Field = planned.field
  switch (field.type) {
    case 'decimal':
      return amount
    case 'date':
      return day
    case 'integer':
      return fc.integer({ min: 1, max: 99 })
    case 'boolean':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...field.choices)
    case 'texts':
      return fc.array(
        text(15).filter(value => !/[\r\n]/.test(value)),
        { minLength: 1, maxLength: 3 },
      )
    case 'gtin':
      return fc.stringMatching(new RegExp(`^\\d{${field.digits}}$`))
    default:
      return shapes[planned.inside.at(-1)?.name ?? ''] ?? text(15)
  }
}

/** An entry of one level with what lies below it: the fields that the layout has columns for, each there or not. */
function entryArbitrary(plan: Plan, index: number): fc.Arbitrary<Fields> {
  const columns = (plan.levels[index]?.columns ?? [])
    .map(at => plan.columns[at] as PlannedColumn)
    .filter(({ field }) => field.type !== 'ordinal')
  const cells = columns.map(planned => {
    const { required, key, path } = planned.column
    const wanted = required || (key && !path.startsWith('packages')) || always.has(path)
    return wanted ? valueFor(planned) : fc.option(valueFor(planned), { nil: undefined, freq: 3 })
  })
  const below = plan.levels[index + 1]
  const children = below
    ? fc.array(entryArbitrary(plan, index + 1), { minLength: index === 0 ? 1 : 0, maxLength: 3 })
    : fc.constant([] as Fields[])
  return fc.tuple(fc.tuple(...cells), children).map(([values, inner]) => {
    const entry: Fields = {}
    columns.forEach((planned, at) => {
      if (values[at] !== undefined) setAt(entry, planned.inside, values[at])
    })
    if (below) setAt(entry, below.toList, unlikeKeys(plan, index + 1, inner))
    return tidy(entry)
  })
}

/** Entries that agree in every key would be one entry: only the first of them stays. */
function unlikeKeys(plan: Plan, index: number, entries: Fields[]): Fields[] {
  const keys = (plan.levels[index]?.keys ?? []).map(([at = 0]) => plan.columns[at] as PlannedColumn)
  if (keys.length === 0 || keys.some(({ field }) => field.type === 'ordinal')) return entries
  const seen = new Set<string>()
  return entries.filter(entry => {
    const key = JSON.stringify(keys.map(({ inside }) => valueAt(entry, inside)))
    return !seen.has(key) && seen.add(key)
  })
}

/** Makes an entry that is valid in itself valid as a whole. */
function tidy(entry: Fields): Fields {
  if (entry.action === 'cancel') delete entry.line
  else if (entry.line) {
    delete entry.lineNumber
    delete entry.quantity
  }
  if (entry.reference && Object.keys(entry.reference).length < 2) delete entry.reference
  keepOnly(entry, 'images', Boolean)
  keepOnly(entry, 'adjustments', each => (each as Fields | undefined)?.amount && (each as Fields).reason)
  if (entry.nextAvailable && !(entry.nextAvailable as Fields).date) delete entry.nextAvailable
  return entry
}

/** Lists filled by place may have holes, which no document has. */
function keepOnly(entry: Fields, name: string, wanted: (value: unknown) => unknown): void {
  const list = entry[name] as unknown[] | undefined
  if (!list?.length) return
  const kept = list.filter(wanted)
  if (kept.length > 0) entry[name] = kept
  else delete entry[name]
}

function documentArbitrary(layout: CsvLayout): fc.Arbitrary<BusinessDocument> {
  return entryArbitrary(planOf(layout), 0).map(root => {
    const parsed = documentSchemas[layout.kind].safeParse({ kind: layout.kind, ...root })
    if (!parsed.success) throw parsed.error
    return parsed.data
  })
}

function filesOf(layout: CsvLayout) {
  return fc.uniqueArray(documentArbitrary(layout), {
    minLength: 1,
    maxLength: 3,
    selector: document =>
      'number' in document ? document.number : (document as { purchaseOrderNumber: string }).purchaseOrderNumber,
  })
}

const variants: Record<string, Partial<CsvLayout>> = {
  'as it stands': {},
  'semicolons, decimal commas, UTF-16': { delimiter: ';', decimalMark: ',', encoding: 'utf-16le', byteOrderMark: true },
  'tabs, US dates, no header': { delimiter: '\t', dateFormats: ['MM/DD/YYYY'], header: false, lineEnd: '\n' },
}

describe.each(Object.values(defaultLayouts).map(layout => [layout.name, layout] as const))(
  'the %s layout',
  (_, layout) => {
    test.each(Object.entries(variants))('reads what it wrote: %s', (_variant, changes) => {
      const changed = csvLayout.parse({ ...layout, ...changes })
      fc.assert(
        fc.property(filesOf(changed), documents => {
          const { bytes, issues } = writeCsv(documents, changed)
          expect(issues).toEqual([])
          expect(readCsv(bytes, changed)).toEqual({ documents, issues: [] })
        }),
        { numRuns: 40 },
      )
    })

    test('is recognised by its header', () => {
      fc.assert(
        fc.property(documentArbitrary(layout), document => {
          expect(detectCsv(writeCsv([document], layout).bytes)?.name).toBe(layout.name)
        }),
        { numRuns: 10 },
      )
    })

    test('never throws on a file with damaged bytes, and gives only whole documents', () => {
      const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
        minLength: 1,
        maxLength: 8,
      })
      fc.assert(
        fc.property(filesOf(layout), damage, fc.nat(), (documents, changes, cut) => {
          const bytes = writeCsv(documents, layout).bytes.slice()
          for (const { at, byte } of changes) bytes[at % bytes.length] = byte
          const reading = readCsv(bytes.subarray(0, bytes.length - (cut % 40)), layout)
          for (const document of reading.documents)
            expect(documentSchemas[layout.kind].safeParse(document).success).toBe(true)
        }),
        { numRuns: 40 },
      )
    })
  },
)
