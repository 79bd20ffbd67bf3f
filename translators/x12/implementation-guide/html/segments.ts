import { codeNote, codesLabels, fieldsLabel, lengthLabel, loopLabel, timesLabel, usageLabels } from '../labels.ts'
import type { CodeEntry, ElementEntry, GuideEntry, Occurrence, SegmentEntry, Usage } from '../model.ts'
import { html, type Markup } from './markup.ts'

/** Usage as a small label. */
export function usageBadge(usage: Usage): Markup {
  return html`<span class="usage ${usage}">${usageLabels[usage]}</span>`
}

/** Sentences as a list; nothing where there are none. */
export function list(sentences: readonly string[], kind: string): Markup | undefined {
  if (sentences.length === 0) return undefined
  return html`<ul class="${kind}">${sentences.map(sentence => html`<li>${sentence}</li>`)}</ul>`
}

/** Every entry and what stands inside it. */
export function entryDetails(entries: readonly GuideEntry[]): Markup[] {
  return entries.flatMap(entry =>
    entry.kind === 'segment' ? [segmentDetails(entry)] : [loopTitle(entry), ...entryDetails(entry.entries)],
  )
}

function loopTitle(entry: Extract<GuideEntry, { kind: 'loop' }>): Markup {
  return html`<section><h3 id="${entry.anchor}">${loopLabel(entry)}</h3>
<p class="facts">${entry.path} · ${usageBadge(entry.usage)} · repeats: ${timesLabel(entry.max)}</p></section>`
}

function segmentDetails(entry: SegmentEntry): Markup {
  return html`<section class="segment"><h3 id="${entry.anchor}"><span class="tag">${entry.tag}</span>${entry.name}</h3>
<p class="facts">${entry.path.includes('/') ? html`${entry.path} · ` : ''}${usageBadge(entry.usage)} · X12: ${entry.standard === 'M' ? 'mandatory' : 'optional'} · times: ${timesLabel(entry.max)}</p>
${list(entry.rules, 'rules')}
${entry.occurrences.length > 0 ? kindsTable(entry) : ''}
${entry.elements.length > 0 ? elementsTable(entry) : ''}
${list(entry.conditions, 'plain')}
${entry.furtherPairs ? html`<p class="soft">Further pairs of qualifier and identifier may follow from ${entry.furtherPairs} on.</p>` : ''}
${entry.unused.length > 0 ? html`<p class="soft">Not used: ${entry.unused.join(', ')}.</p>` : ''}</section>`
}

function kindsTable({ toldBy, occurrences }: SegmentEntry): Markup {
  return html`<table class="kinds"><thead><tr><th>${toldBy}</th><th>Meaning</th><th>Usage</th><th>Field and rules</th></tr></thead>
<tbody>${occurrences.map(kindRow)}</tbody></table>`
}

function kindRow({ code, meaning, usage, fields, alternatives, rules }: Occurrence): Markup {
  return html`<tr><td class="code">${code}</td><td>${meaning}${alternatives.length > 0 ? html` <span class="soft">(also read: ${alternatives.join(', ')})</span>` : ''}</td><td>${usageBadge(usage)}</td>
<td class="wide">${fields.length > 0 ? html`<p class="code">${fieldsLabel(fields)}</p>` : ''}${rules.map(rule => html`<p>${rule}</p>`)}</td></tr>`
}

function elementsTable({ elements }: SegmentEntry): Markup {
  return html`<table class="elements"><thead><tr><th>Ref.</th><th>Element</th><th>Type</th><th>Min/Max</th><th>X12</th><th>Usage</th><th>Values and rules</th></tr></thead>
<tbody>${elements.map(elementRow)}</tbody></table>`
}

function elementRow(element: ElementEntry): Markup {
  const { reference, number, name, type, standard, usage, repeats } = element
  return html`<tr><td class="code">${reference}</td><td>${name}${number ? html` <span class="soft">${number}</span>` : ''}${repeats ? html` <span class="soft">repeats up to ${repeats} times</span>` : ''}</td><td class="narrow" data-label="Type">${type}</td><td class="narrow" data-label="Min/Max">${lengthLabel(element)}</td><td data-label="X12">${standard}</td><td>${usageBadge(usage)}</td>
<td class="wide">${elementNotes(element)}</td></tr>`
}

function elementNotes({ fields, rules, codes, codesAre, codeList, examples, components }: ElementEntry): Markup {
  return html`${rules.map(rule => html`<p>${rule}</p>`)}${fields.length > 0 ? html`<p><span class="soft">Field</span> <span class="code">${fieldsLabel(fields)}</span></p>` : ''}${codes.length > 0 ? html`<p class="soft">${codesLabels[codesAre ?? 'known']}</p>${codesTable(codes)}` : examples.length > 0 ? html`<p><span class="soft">Example</span> <span class="code">${examples[0]}</span></p>` : ''}${codeList ? html`<p><a href="#list-${codeList}">All codes of ${codeList}</a></p>` : ''}${components.length > 0 ? componentsTable(components) : ''}`
}

function codesTable(codes: readonly CodeEntry[]): Markup {
  return html`<table class="codes"><tbody>${codes.map(
    code => html`<tr><td>${code.code}</td><td>${code.meaning}${noteOf(code)}</td></tr>`,
  )}</tbody></table>`
}

function noteOf(code: CodeEntry): Markup | undefined {
  const note = codeNote(code)
  return note ? html` <span class="soft">${note}</span>` : undefined
}

function componentsTable(components: ElementEntry['components']): Markup {
  return html`<table class="codes"><tbody>${components.map(
    each =>
      html`<tr><td>${each.reference.slice(-2)}</td><td>${each.name} <span class="soft">${each.number} ${each.type} ${lengthLabel(each)} ${each.standard}</span></td></tr>`,
  )}</tbody></table>`
}
