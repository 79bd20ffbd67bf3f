import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { codeNote, codesLabels, fieldsLabel, lengthLabel, loopLabel, timesLabel, usageLabels } from '../labels.ts'
import type { ElementEntry, GuideEntry, Occurrence, SegmentEntry, Usage } from '../model.ts'
import { colors, tableLayout } from './style.ts'

/** A table: heads, widths, rows. A title stands in its head, so that it never stands alone at the foot of a page. */
export function table(
  heads: readonly string[],
  widths: readonly (string | number)[],
  rows: TableCell[][],
  title: readonly Content[] = [],
): Content {
  const spanned: TableCell[] = [
    { stack: [...title], colSpan: heads.length, border: [false, false, false, false], margin: [-4, 0, 0, 0] },
    ...heads.slice(1).map(() => ''),
  ]
  const head = heads.map(text => ({ text, style: 'head' }))
  const top = [...(title.length > 0 ? [spanned] : []), ...(heads.some(Boolean) ? [head] : [])]
  return {
    table: {
      headerRows: top.length,
      dontBreakRows: true,
      keepWithHeaderRows: top.length > 0 ? 1 : 0,
      widths: [...widths],
      body: [...top, ...rows],
    },
    layout: tableLayout,
    style: 'cell',
    margin: [0, 2, 0, 6],
  }
}

/** Usage as a word, what is required standing out. */
export function usageText(usage: Usage): { text: string; bold: boolean; color?: string } {
  const required = usage === 'required'
  return { text: usageLabels[usage], bold: required, ...(required ? { color: colors.need } : {}) }
}

/** Sentences as a list. */
export function list(sentences: readonly string[]): Content[] {
  return sentences.length > 0 ? [{ ul: [...sentences], fontSize: 9, margin: [0, 2, 0, 6] }] : []
}

/** Every entry and what stands inside it. `before` goes above the first: the titles of loops that it starts. */
export function entryDetails(entries: readonly GuideEntry[], before: readonly Content[] = []): Content[] {
  return entries.flatMap((entry, i) => {
    const above = i === 0 ? before : []
    return entry.kind === 'segment'
      ? segmentDetails(entry, above)
      : entryDetails(entry.entries, [...above, ...loopTitle(entry)])
  })
}

function tocMargin(depth: number): [number, number, number, number] {
  return [10 + depth * 10, 0, 0, 0]
}

function loopTitle(entry: Extract<GuideEntry, { kind: 'loop' }>): Content[] {
  const facts = [entry.path, usageLabels[entry.usage], `repeats: ${timesLabel(entry.max)}`].join(' · ')
  return [
    {
      text: loopLabel(entry),
      style: 'h2',
      tocItem: true,
      tocMargin: tocMargin(entry.depth),
      id: `loop-${entry.anchor}`,
    },
    { text: facts, style: 'facts' },
  ]
}

function segmentDetails(entry: SegmentEntry, before: readonly Content[]): Content[] {
  const facts = [
    ...(entry.path.includes('/') ? [entry.path] : []),
    usageLabels[entry.usage],
    `X12: ${entry.standard === 'M' ? 'mandatory' : 'optional'}`,
    `times: ${timesLabel(entry.max)}`,
  ]
  const title: Content[] = [
    ...before,
    {
      text: `${entry.tag}  ${entry.name}`,
      style: 'h2',
      tocItem: true,
      tocMargin: tocMargin(entry.depth),
      id: entry.anchor,
    },
    { text: facts.join(' · '), style: 'facts' },
    ...list(entry.rules),
  ]
  const tables = [
    ...(entry.occurrences.length > 0 ? [(above: Content[]) => kindsTable(entry, above)] : []),
    ...(entry.elements.length > 0 ? [(above: Content[]) => elementsTable(entry, above)] : []),
  ]
  return [
    ...(tables.length === 0 ? title : []),
    ...tables.map((make, i) => make(i === 0 ? title : [])),
    ...list(entry.conditions),
    ...(entry.furtherPairs
      ? [
          {
            text: `Further pairs of qualifier and identifier may follow from ${entry.furtherPairs} on.`,
            style: 'facts',
          },
        ]
      : []),
    ...(entry.unused.length > 0 ? [{ text: `Not used: ${entry.unused.join(', ')}.`, style: 'facts' }] : []),
  ]
}

function kindsTable({ toldBy, occurrences }: SegmentEntry, title: readonly Content[]): Content {
  return table(
    [toldBy ?? '', 'Meaning', 'Usage', 'Field and rules'],
    [38, 150, 58, '*'],
    occurrences.map(kindRow),
    title,
  )
}

function kindRow({ code, meaning, usage, fields, alternatives, rules }: Occurrence): TableCell[] {
  const also = alternatives.length > 0 ? [{ text: `also read: ${alternatives.join(', ')}`, style: 'small' }] : []
  const field = fields.length > 0 ? [{ text: fieldsLabel(fields), style: 'data' }] : []
  return [
    { text: code, style: 'data' },
    { stack: [meaning, ...also] },
    usageText(usage),
    { stack: [...field, ...rules] },
  ]
}

function elementsTable({ elements }: SegmentEntry, title: readonly Content[]): Content {
  const heads = ['Ref.', 'Element', 'Type', 'Min/Max', 'X12', 'Usage', 'Values and rules']
  return table(heads, [38, 120, 22, 34, 18, 52, '*'], elements.map(elementRow), title)
}

function elementRow(element: ElementEntry): TableCell[] {
  const { reference, number, name, type, standard, usage, repeats } = element
  const facts = [number, repeats ? `repeats up to ${repeats} times` : ''].filter(Boolean).join(', ')
  return [
    { text: reference, style: 'data' },
    { text: [name, { text: facts ? `  ${facts}` : '', style: 'small' }] },
    type === 'Composite' ? 'Comp.' : type,
    lengthLabel(element),
    standard,
    usageText(usage),
    { stack: elementNotes(element) },
  ]
}

function elementNotes({ fields, rules, codes, codesAre, codeList, examples, components }: ElementEntry): Content[] {
  const noCodes =
    examples.length > 0 ? [{ text: ['Example  ', { text: examples[0]!, style: 'data' }], style: 'small' }] : []
  return [
    ...rules,
    ...(fields.length > 0 ? [{ text: ['Field  ', { text: fieldsLabel(fields), style: 'data' }], style: 'small' }] : []),
    ...(codes.length > 0
      ? [{ text: codesLabels[codesAre ?? 'known'], style: 'small' }, ...codes.map(codeLine)]
      : noCodes),
    ...(codeList
      ? [
          {
            text: `All codes of ${codeList}`,
            linkToDestination: `list-${codeList}`,
            color: colors.accent,
            fontSize: 7.5,
          },
        ]
      : []),
    ...components.map(each => ({
      text: `${each.reference}  ${each.name}  ${[each.number, each.type, lengthLabel(each), each.standard].filter(Boolean).join(' ')}`,
      style: 'small',
    })),
  ]
}

function codeLine(code: ElementEntry['codes'][number]): Content {
  const note = codeNote(code)
  return {
    columns: [
      { text: code.code, style: 'data', width: 34 },
      { text: [code.meaning, { text: note ? `  ${note}` : '', style: 'small' }], width: '*' },
    ],
  }
}
