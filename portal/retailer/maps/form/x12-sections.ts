import type { DocumentKind } from '../../../../translators/documents/index.ts'
import {
  characters,
  conditionLines,
  demandLines,
  elementLines,
  jsonText,
  pairLines,
  plain,
  textLines,
  textList,
  valueText,
} from './lines.ts'
import { area, choice, flag, mark, number, type Section, text } from './section.ts'

const commas = textList(',')
const usages = ['required', 'optional', 'not used']
const note = text('note', 'Note for the printed guide', undefined, { wide: true })
const placeHint = 'CTT, REF[DP], PO1/N1[ST]/N4'
const whenHint = 'One a line, all must hold: ACK01 is IR|IQ, N104[ST] present, fact environment is test'
const mustHint = 'One a line: REF[DP] required, N104 not used, PO103 = EA, ACK at most 1, refuse: sentence'
const valueHint = 'A text, or document: shipTo.code, source: …, fact: …, copy: BEG03, template: …, expression: …'

const lineBreaks = {
  print: (value: unknown) => ({ '': 'none', '\n': 'LF', '\r\n': 'CRLF' })[String(value)] ?? String(value),
  parse: (given: string) =>
    given === '' ? undefined : ({ none: '', LF: '\n', CRLF: '\r\n' } as Record<string, string>)[given],
}

const general: Section = {
  id: 'general',
  title: 'General',
  fields: [
    text('name', 'Name', undefined, { main: true }),
    text('version', 'X12 version (GS08)', undefined, { main: true, hint: 'Empty: that of the channel' }),
    area('notes', 'Notes for the printed guide', textLines, { main: true, hint: 'One a line' }),
  ],
}

const writing: Section = {
  id: 'writing',
  title: 'Delimiters and writing',
  fields: [
    text('delimiters.element', 'Between elements', characters, { main: true, hint: 'One character; \\x1d, \\n' }),
    text('delimiters.segment', 'After a segment', characters, { main: true }),
    text('delimiters.component', 'Between components', characters, { main: true }),
    text('delimiters.repetition', 'Between repetitions', characters, { main: true }),
    choice('lineBreak', 'Line break after segments', ['none', 'LF', 'CRLF'], { codec: lineBreaks, main: true }),
    number('lineLength', 'Line break after so many characters', { main: true }),
    flag('uppercase', 'Capitals only', { main: true }),
    choice('characters.set', 'Characters', ['basic', 'extended', 'any'], { main: true }),
    text('timeZone', 'Time zone', undefined, { main: true, hint: 'Such as America/New_York; UTC when empty' }),
    text('fileName', 'Name of files', undefined, {
      main: true,
      hint: '{set} {sender} {receiver} {control} {date} {time}',
    }),
    area('characters.replace', 'Characters replaced', pairLines, { hint: 'One a line: ß = ss', main: true }),
  ],
}

const envelope: Section = {
  id: 'envelope',
  title: 'Envelope and batches',
  about: 'Only what differs from the channel.',
  fields: [
    text('envelope.sender.qualifier', 'Sender qualifier (ISA05)', undefined, { main: true }),
    text('envelope.sender.id', 'Sender (ISA06)', undefined, { main: true }),
    text('envelope.receiver', 'Receiver (ISA07, ISA08)', receiverText(), { main: true, hint: 'ZZ:ID, or source' }),
    text('envelope.groupSender', 'Group sender (GS02)', undefined, { main: true }),
    text('envelope.groupReceiver', 'Group receiver (GS03)', undefined, { main: true }),
    choice('envelope.usage', 'Usage (ISA15)', ['P', 'T'], { main: true }),
    flag('envelope.acknowledgmentRequested', 'TA1 wanted (ISA14)', { main: true }),
    text('envelope.interchangeVersion', 'Interchange version (ISA12)', undefined, { main: true }),
    text('envelope.standard', 'Standard (ISA11)', undefined, { main: true }),
    choice('envelope.agency', 'Agency (GS07)', ['X', 'T'], { main: true }),
    choice('envelope.groupDate', 'Date (GS04)', ['CCYYMMDD', 'YYMMDD'], { main: true }),
    choice('envelope.groupTime', 'Time (GS05)', ['HHMM', 'HHMMSS', 'HHMMSSDD'], { main: true }),
    number('envelope.setControlNumberWidth', 'Width of ST02', { main: true }),
    text('envelope.acceptVersions', 'Versions read as well (GS08)', commas, { main: true }),
    text('envelope.authorization', 'Authorization (ISA01, ISA02)', jsonText, { hint: '{"qualifier":"00","value":""}' }),
    text('envelope.security', 'Security (ISA03, ISA04)', jsonText, { hint: '{"qualifier":"00","value":""}' }),
    area('envelope.environments', 'By environment', jsonText, { hint: '{"test": {"usage": "T"}}' }),
    number('batch.setsPerGroup', 'Sets in a group', { main: true }),
    number('batch.setsPerInterchange', 'Sets in an interchange', { main: true }),
    flag('batch.oneKindPerInterchange', 'One kind in an interchange', { main: true }),
  ],
}

/** ISA07 and ISA08 as `ZZ:ID`, or `source`. */
function receiverText() {
  return {
    print: (value: unknown) => {
      const { qualifier, id } = Object(value) as { qualifier?: string; id?: string }
      return qualifier && id ? `${qualifier}:${id}` : typeof value === 'string' ? value : JSON.stringify(value)
    },
    parse: (given: string) => {
      if (given === '') return undefined
      const [, qualifier, id] = /^(..):(.+)$/.exec(given) ?? []
      return qualifier ? { qualifier, id } : given.startsWith('{') ? jsonText.parse(given) : given
    },
  }
}

const segments: Section = {
  id: 'segments',
  title: 'Segments',
  rows: { path: ['segments'], as: 'record', key: { label: 'Segment', hint: placeHint }, noun: 'segment' },
  fields: [
    choice('usage', 'Usage', usages, { main: true }),
    number('min', 'At least', { main: true }),
    number('max', 'At most', { main: true }),
    mark('overflow', 'More than that', 'drop', 'left out, and told'),
    text('relations.off', 'Conditions taken off', commas, { hint: 'P0304, R0203' }),
    text('relations.add', 'Conditions added', commas, { hint: 'P0304, R0203' }),
    note,
  ],
}

const elements: Section = {
  id: 'elements',
  title: 'Elements',
  rows: {
    path: ['elements'],
    as: 'record',
    key: { label: 'Element', hint: 'BEG03, N104[ST], PO1/REF02[DP]' },
    noun: 'element',
  },
  fields: [
    choice('usage', 'Usage', usages, { main: true }),
    text('fixed', 'Always'),
    text('default', 'When there is none'),
    text('value', 'Value', valueText, { hint: valueHint, wide: true }),
    number('shortest', 'Shortest', { path: ['length', 0] }),
    number('longest', 'Longest', { path: ['length', 1] }),
    mark('overflow', 'Too long', 'truncate', 'cut, and told'),
    text('pattern', 'Pattern', undefined, { hint: '^\\d{10}$' }),
    text('codes', 'Only these codes', commas),
    text('forbid', 'Not these codes', commas),
    text('alsoCodes', 'These codes too', commas),
    mark('check', 'Against the standard', false, 'not checked'),
    number('decimals.least', 'Decimals at least'),
    number('decimals.most', 'Decimals at most'),
    number('decimals.implied', 'Decimals implied'),
    mark('sign', 'Sign', 'positive', 'never a minus'),
    mark('zero', 'Zero', 'omit', 'left out'),
    choice('date', 'Date', ['CCYYMMDD', 'YYMMDD']),
    choice('time', 'Time', ['HHMM', 'HHMMSS', 'HHMMSSDD']),
    number('pad.width', 'Filled to'),
    text('pad.with', 'Filled with', characters),
    choice('pad.side', 'Filled on the', ['left', 'right']),
    flag('pad.keep', 'Filler is kept'),
    text('prefix', 'Prefix written'),
    text('removePrefix', 'Prefix taken off'),
    text('placeholders', 'Means nothing', commas),
    number('wrap', 'Wrapped after'),
    note,
  ],
}

const codes: Section = {
  id: 'codes',
  title: 'Codes',
  rows: { path: ['codes'], as: 'record', key: { label: 'Element', hint: 'PO103, PO1/ACK29' }, noun: 'list of codes' },
  fields: [area('pairs', 'Ours = theirs', pairLines, { main: true, hint: 'One a line: EA = UN', path: [] })],
}

const rules: Section = {
  id: 'rules',
  title: 'Conditions',
  rows: { path: ['rules'], as: 'list', noun: 'condition' },
  fields: [
    text('name', 'Name', undefined, { main: true }),
    text('in', 'For each', undefined, { main: true, hint: 'A loop, such as PO1/ACK; empty: once' }),
    area('when', 'When', conditionLines, { main: true, hint: whenHint }),
    area('must', 'Then', demandLines, { main: true, hint: mustHint }),
    area('otherwise', 'Otherwise', demandLines, { hint: mustHint }),
    note,
  ],
}

const added: Section = {
  id: 'add',
  title: 'Added segments',
  about: 'Segments that no field of the document stands for.',
  rows: { path: ['add'], as: 'list', noun: 'added segment' },
  fields: [
    text('name', 'Name', undefined, { main: true }),
    text('segment', 'Segment', undefined, { main: true, hint: 'REF' }),
    text('in', 'In', undefined, { main: true, hint: 'A loop, such as N1[ST]' }),
    area('elements', 'Elements', elementLines, { main: true, hint: 'One a line: 01 = IA, 02 = fact: vendorNumber' }),
    choice('usage', 'Without a value', [
      { value: 'required', word: 'refused' },
      { value: 'optional', word: 'left out' },
    ]),
    choice('order', 'Stands', ['first', 'last']),
    flag('unlessPresent', 'Only where there is none'),
    area('when', 'When', conditionLines, { hint: whenHint }),
    area('followedBy', 'Followed by', jsonText, { hint: '[{"segment": "N4", "elements": {"01": "Boston"}}]' }),
    note,
  ],
}

const moves: Section = {
  id: 'moves',
  title: 'Moves',
  about: 'Values that stand elsewhere than the standard puts them.',
  rows: { path: ['moves'], as: 'list', noun: 'move' },
  fields: [
    text('from', 'From', undefined, { main: true, hint: 'PO104' }),
    text('to', 'To', undefined, { main: true, hint: 'PO1/CTP03[02=UCP]' }),
    text('clear', 'Goes with it', commas),
    note,
  ],
}

const structure: Section = {
  id: 'structure',
  title: 'Structure',
  about: 'Segments and loops that the standard has nowhere or elsewhere.',
  rows: { path: ['structure'], as: 'list', noun: 'change' },
  fields: [
    text('at', 'At', undefined, { main: true, hint: 'PO1/ACK' }),
    text('after', 'After it comes', undefined, { main: true }),
    text('replace', 'Instead of it', undefined, { main: true }),
    mark('drop', 'Dropped', true),
  ],
}

const products: Section = {
  id: 'products',
  title: 'Product ids',
  about: 'Which are written, in this order.',
  rows: { path: ['productIds'], as: 'list', noun: 'product id', ordered: true },
  fields: [
    choice('field', 'Id', ['buyer', 'supplier', 'upc', 'ean', 'gtin', 'manufacturer'], { main: true }),
    text('qualifier', 'Qualifier', undefined, { main: true, hint: 'UP, VN, SK' }),
    choice('usage', 'Usage', ['required', 'optional'], { main: true }),
    number('pair', 'Always pair'),
  ],
}

const tests: Section = {
  id: 'tests',
  title: 'Tests',
  about: 'JSONata expressions that must give true of a document.',
  rows: { path: ['tests'], as: 'list', noun: 'test' },
  fields: [
    text('name', 'Name', undefined, { main: true }),
    choice('severity', 'Otherwise', ['error', 'warning'], { main: true }),
    area('test', 'Expression', plain, { main: true }),
    text('message', 'Told', undefined, { main: true, wide: true }),
  ],
}

const answers = [
  choice('policy.answers.send', 'Answers are sent', ['always', 'rejections', 'never'], { main: true }),
  flag('policy.answers.allOrNothing', 'All or nothing', { main: true }),
  flag('policy.answers.everyLine', 'Every line is answered', { main: true }),
  flag('policy.answers.oneAnswerPerLine', 'One answer a line', { main: true }),
  flag('policy.answers.reasons', 'Rejections say why', { main: true }),
  text('policy.answers.forbid', 'Not answered', commas, { main: true, hint: 'backordered, substituted' }),
]

const policies: Partial<Record<DocumentKind, Section['fields']>> = {
  'purchase-order-acknowledgment': answers,
  'purchase-order-change-acknowledgment': answers,
  'ship-notice': [
    flag('policy.shipments.oneOrder', 'One order', { main: true }),
    flag('policy.shipments.onePackage', 'One package', { main: true }),
    choice('policy.shipments.packageNumber', 'Package number', ['sscc', 'tracking', 'either', 'both'], { main: true }),
  ],
  invoice: [
    flag('policy.invoices.oneOrder', 'One order', { main: true }),
    text('policy.invoices.totalWithin', 'Foots within', undefined, { main: true, hint: '0.01' }),
    flag('policy.invoices.noFreeLines', 'Lines without a price are refused', { main: true }),
    choice('policy.invoices.creditMemos', 'Credit memos', ['allowed', 'refused'], { main: true }),
  ],
  'inventory-advice': [
    choice('policy.stock.scope', 'Scope', ['full', 'delta'], { main: true }),
    text('policy.stock.cap', 'Told at most', undefined, { main: true }),
    flag('policy.stock.discontinuedIsZero', 'Discontinued is zero', { main: true }),
  ],
}

/** What the set carries besides: which fields depends on the kind of document. */
function others(kind: DocumentKind): Section {
  const levels = ['SOPI', 'SOTPI', 'SPOI', 'SOIP', 'SOI']
  return {
    id: 'others',
    title: 'Echoes, policy and severity',
    fields: [
      ...(kind === 'ship-notice' ? [choice('hierarchy', 'Levels (BSN05)', levels, { main: true })] : []),
      ...(policies[kind] ?? []),
      text('policy.duplicateKey', 'Fields that name a document', commas, { main: true }),
      text('productIdPlaceholders', 'Product ids that mean nothing', commas, { main: true }),
      area('echo', 'Comes back from the document answered', textLines, {
        main: true,
        hint: 'One a line: references[department], lines[].lineNumber',
      }),
      area('severities', 'How bad an issue is', pairLines, {
        main: true,
        hint: 'One a line: unknown-segment = warning',
      }),
    ],
  }
}

/** The form of an X12 map, from top to bottom. */
export function x12Sections(kind: DocumentKind): Section[] {
  return [
    ...[general, segments, elements, codes, rules, added, moves, products, others(kind)],
    ...[tests, structure, writing, envelope],
  ]
}
