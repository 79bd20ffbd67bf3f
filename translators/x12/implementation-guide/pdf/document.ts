import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { PrintedDocument } from '../../../pdf/index.ts'
import { loopLabel, placesLabel, timesLabel } from '../labels.ts'
import type { GuideEntry, ImplementationGuide } from '../model.ts'
import { entryDetails, list, table, usageText } from './segments.ts'
import { colors, styles } from './style.ts'

/** The guide as a document to print: title page, contents with page numbers, then as the page has it. `createdAt` goes into the file's properties. */
export function guideDocument(guide: ImplementationGuide, createdAt: string): PrintedDocument {
  const { title, version, partner, publisher } = guide
  return {
    title: [title, version, partner].filter(Boolean).join(', '),
    ...(publisher ? { author: publisher } : {}),
    createdAt,
    pageSize: 'LETTER',
    pageMargins: [48, 56, 48, 48],
    styles,
    defaultStyle: { fontSize: 9.5, lineHeight: 1.1 },
    header: page => (page === 1 ? '' : runningHeader(guide)),
    footer: (page, pages) =>
      page === 1 ? '' : { text: `${page} / ${pages}`, style: 'facts', alignment: 'right', margin: [48, 14, 48, 0] },
    content: [
      ...cover(guide),
      {
        toc: { title: { text: 'Contents', style: 'h1' }, numberStyle: { color: colors.soft } },
        fontSize: 9,
        pageBreak: 'before',
      },
      ...body(guide),
    ],
  }
}

function runningHeader({ title, version, partner }: ImplementationGuide): Content {
  return {
    columns: [
      { text: [title, version].join(' · '), style: 'facts' },
      { text: partner ?? '', style: 'facts', alignment: 'right' },
    ],
    margin: [48, 26, 48, 0],
  }
}

function cover({
  title,
  version,
  partner,
  publisher,
  edition,
  direction,
  functionalId,
}: ImplementationGuide): Content[] {
  const facts: [string, string | undefined][] = [
    ['Version (GS08)', version],
    ['Functional group (GS01)', functionalId],
    ['Direction', direction],
    ['For', partner],
    ['Published by', publisher],
    ['Edition', edition],
  ]
  const rows = facts.flatMap(([name, value]): TableCell[][] => (value ? [[{ text: name, style: 'soft' }, value]] : []))
  return [
    { text: 'EDI implementation guide', style: 'subtitle', margin: [0, 150, 0, 4] },
    { text: title, style: 'cover', margin: [0, 0, 0, 24] },
    { ...(table(['', ''], [140, '*'], rows) as object), fontSize: 11 } as Content,
  ]
}

function chapter(text: string, isNewPage = true): Content {
  return {
    text,
    style: 'h1',
    tocItem: true,
    tocStyle: { bold: true },
    ...(isNewPage ? { pageBreak: 'before' as const } : {}),
  }
}

function body(guide: ImplementationGuide): Content[] {
  return [
    ...(guide.notes.length > 0 ? [chapter('Please note'), ...list(guide.notes)] : []),
    chapter('Transmission', guide.notes.length === 0),
    ...transmission(guide),
    chapter('Segments at a glance'),
    ...summary(guide),
    ...(guide.rules.length > 0 ? [chapter('Rules', false), ...rules(guide)] : []),
    ...guide.areas.flatMap(area => areaDetails(area)),
    chapter('Example'),
    ...example(guide),
    ...(guide.codeLists.length > 0 ? [chapter('Code lists'), ...codeLists(guide)] : []),
  ]
}

/** An area begins a page, but for a short one. */
function areaDetails({ name, entries }: ImplementationGuide['areas'][number]): Content[] {
  if (entries.length > 1 || entries.some(entry => entry.kind === 'loop' && entry.entries.length > 2)) {
    return [chapter(name), ...entryDetails(entries)]
  }
  return entryDetails(entries, [chapter(name, false)])
}

function transmission({ transmission: terms, envelope }: ImplementationGuide): Content[] {
  return [
    table(
      ['', ''],
      [170, '*'],
      terms.map(({ name, value }): TableCell[] => [{ text: name, style: 'soft' }, value]),
    ),
    ...envelope.flatMap(({ tag, name, elements }): Content[] => [
      { text: `${tag}  ${name}`, style: 'h2' },
      table(
        ['Ref.', 'Element', 'Example', 'Note'],
        [38, 170, 90, '*'],
        elements.map((each): TableCell[] => [
          { text: each.reference, style: 'data' },
          each.name,
          { text: each.value, style: 'data' },
          { text: each.note, style: 'soft' },
        ]),
      ),
    ]),
  ]
}

function summary({ areas, unused, forbidden }: ImplementationGuide): Content[] {
  const heads = ['No.', 'Segment', 'Name', 'X12', 'Usage', 'Times']
  return [
    ...areas.flatMap(({ name, entries }): Content[] => [
      { text: name, style: 'h2' },
      table(heads, [22, 120, '*', 24, 60, 62], summaryRows(entries)),
    ]),
    ...(forbidden.length > 0
      ? [
          {
            text: `Must not be sent: ${placesLabel(forbidden)}.`,
            bold: true,
            margin: [0, 4, 0, 4] as [number, number, number, number],
          },
        ]
      : []),
    ...(unused.length > 0
      ? [{ text: `Not used, and read over where they come: ${placesLabel(unused)}.`, style: 'facts' }]
      : []),
  ]
}

function summaryRows(entries: readonly GuideEntry[]): TableCell[][] {
  return entries.flatMap((entry): TableCell[][] => {
    const loop = entry.kind === 'loop'
    const label = loop ? loopLabel(entry) : entry.tag
    const fillColor = loop ? { fillColor: colors.panel } : {}
    const row: TableCell[] = [
      { text: String(entry.number), ...fillColor },
      {
        text: label,
        linkToDestination: loop ? `loop-${entry.anchor}` : entry.anchor,
        bold: loop,
        margin: [entry.depth * 8, 0, 0, 0],
        ...fillColor,
      },
      { text: loop ? '' : entry.name, ...fillColor },
      { text: entry.standard, ...fillColor },
      { ...usageText(entry.usage), ...fillColor },
      { text: timesLabel(entry.max), ...fillColor },
    ]
    return loop ? [row, ...summaryRows(entry.entries)] : [row]
  })
}

function rules({ rules: entries }: ImplementationGuide): Content[] {
  return entries.flatMap(({ name, sentences }): Content[] => [{ text: name, style: 'h2' }, ...list(sentences)])
}

function example({ example: shown, exampleProblems }: ImplementationGuide): Content[] {
  if (!shown) {
    return exampleProblems.length > 0
      ? ['No example could be made that this guide takes:', ...list(exampleProblems)]
      : ['The hub checks this set and makes no document of it, so there is no example.']
  }
  const walked = shown.segments.map(({ text, name, depth, values }): TableCell[] => [
    {
      stack: [
        { text, style: 'data', bold: true, fontSize: 7.2 },
        { text: name, style: 'small', margin: [0, 0, 0, 2] },
        ...values.map(value => ({
          columns: [
            { text: value.reference, style: 'data', width: 50 },
            { text: value.name, width: 170 },
            { text: value.value, style: 'data', width: 140 },
            { text: value.meaning, width: '*' },
          ],
          columnGap: 6,
          fontSize: 8,
        })),
      ],
      margin: [depth * 8, 0, 0, 2],
    },
  ])
  return [
    'An interchange as it is sent. It was read back without an error. Line breaks are for reading.',
    {
      text: shown.segments.map(segment => segment.text).join('\n'),
      style: 'example',
      preserveLeadingSpaces: true,
      margin: [0, 6, 0, 6],
    },
    { text: 'Segment by segment', style: 'h2', tocItem: true, tocMargin: [10, 0, 0, 0] },
    table([''], ['*'], walked),
  ]
}

function codeLists({ codeLists: lists }: ImplementationGuide): Content[] {
  return lists.flatMap(({ number, name, complete, codes }): Content[] => {
    const half = Math.ceil(codes.length / 2)
    const rows = codes.slice(0, half).map((code, i): TableCell[] => {
      const other = codes[half + i]
      return [
        { text: code.code, style: 'data' },
        code.meaning,
        { text: other?.code ?? '', style: 'data' },
        other?.meaning ?? '',
      ]
    })
    const title: Content[] = [
      { text: `${number}  ${name}`, style: 'h2', id: `list-${number}` },
      { text: complete ? 'All codes of the standard' : 'The codes of retail; the standard has more', style: 'facts' },
    ]
    return [table(['', '', '', ''], [34, '*', 34, '*'], rows, title)]
  })
}
