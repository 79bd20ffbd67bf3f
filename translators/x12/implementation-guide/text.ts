import {
  codeNote,
  codesLabels,
  fieldsLabel,
  lengthLabel,
  loopLabel,
  placesLabel,
  timesLabel,
  usageLabels,
} from './labels.ts'
import type { ElementEntry, GuideEntry, ImplementationGuide, SegmentEntry } from './model.ts'

/** The guide as plain text, for a terminal or a mail. */
export function guideText(guide: ImplementationGuide): string {
  const { title, version, partner, publisher, edition, direction, functionalId } = guide
  const lines = [
    title.toUpperCase(),
    [`X12 ${version}`, `functional group ${functionalId}`, partner, publisher && `published by ${publisher}`, edition]
      .filter(Boolean)
      .join(', '),
    `${direction}.`,
    ...section('Please note', guide.notes.map(bullet)),
    ...section(
      'Transmission',
      guide.transmission.map(({ name, value }) => `${name}: ${value}`),
    ),
    ...guide.areas.flatMap(area => section(area.name, area.entries.flatMap(entryLines))),
    ...section('Must not be sent', guide.forbidden.length > 0 ? [placesLabel(guide.forbidden)] : []),
    ...section('Not used', guide.unused.length > 0 ? [placesLabel(guide.unused)] : []),
    ...section(
      'Rules',
      guide.rules.flatMap(({ name, sentences }) => [name, ...sentences.map(each => `  ${bullet(each)}`)]),
    ),
    ...section('Example', exampleLines(guide)),
  ]
  return `${lines.map(line => line.trimEnd()).join('\n')}\n`
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', name, '='.repeat(name.length), ...lines] : []
}

function bullet(text: string): string {
  return `- ${text}`
}

function entryLines(entry: GuideEntry): string[] {
  const indent = '  '.repeat(entry.depth)
  const lines = entry.kind === 'loop' ? loopLines(entry) : segmentLines(entry)
  const inner = entry.kind === 'loop' ? entry.entries.flatMap(entryLines) : []
  return ['', ...lines.map(line => indent + line), ...inner]
}

function loopLines(entry: Extract<GuideEntry, { kind: 'loop' }>): string[] {
  return [`${loopLabel(entry)}: ${usageLabels[entry.usage].toLowerCase()}, repeats: ${timesLabel(entry.max)}`]
}

function segmentLines(entry: SegmentEntry): string[] {
  const { tag, name, usage, max, rules, occurrences, elements, conditions, unused, toldBy } = entry
  return [
    `${tag} ${name}: ${usageLabels[usage].toLowerCase()}, times: ${timesLabel(max)}`,
    ...rules.map(rule => `  ${bullet(rule)}`),
    ...occurrences.flatMap(each => [
      `  ${toldBy} ${each.code}  ${[each.meaning, usageLabels[each.usage].toLowerCase(), fieldsLabel(each.fields)].filter(Boolean).join(', ')}`,
      ...each.rules.map(rule => `    ${bullet(rule)}`),
    ]),
    ...elements.flatMap(element => elementLines(element).map(line => `  ${line}`)),
    ...conditions.map(condition => `  ${bullet(condition)}`),
    ...(unused.length > 0 ? [`  Not used: ${unused.join(', ')}`] : []),
  ]
}

function elementLines(element: ElementEntry): string[] {
  const { reference, number, name, type, standard, usage, fields, rules, codes, codesAre } = element
  const facts = [type, lengthLabel(element), standard, usageLabels[usage].toLowerCase()].filter(Boolean).join(' ')
  return [
    `${reference} ${number.padEnd(4)} ${name}  [${facts}]${fields.length > 0 ? `  ← ${fieldsLabel(fields)}` : ''}`,
    ...rules.map(rule => `      ${bullet(rule)}`),
    ...(codes.length > 0 ? [`      ${codesLabels[codesAre ?? 'known']}:`] : []),
    ...codes.map(code => `      ${code.code.padEnd(5)} ${code.meaning}${codeNote(code) ? ` (${codeNote(code)})` : ''}`),
  ]
}

function exampleLines({ example, exampleProblems }: ImplementationGuide): string[] {
  if (example) return example.segments.map(segment => segment.text)
  return exampleProblems.length > 0
    ? ['No example could be made that this guide takes:', ...exampleProblems.map(bullet)]
    : []
}
