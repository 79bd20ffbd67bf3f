import { segmentsIn } from '../guide.ts'
import { loopLabel, placesLabel, timesLabel } from '../labels.ts'
import type { GuideEntry, ImplementationGuide } from '../model.ts'
import { html, type Markup } from './markup.ts'
import { entryDetails, list, usageBadge } from './segments.ts'
import { style } from './style.ts'

/** The guide as one page that needs nothing else: no script, no font, no picture. */
export function guidePage(guide: ImplementationGuide): string {
  const { title, version, partner, publisher } = guide
  const sections = sectionsOf(guide)
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}, ${version}${partner ? `, ${partner}` : ''}</title><style>STYLE</style></head>
<body><div class="page">
<header class="title"><h1>${title}</h1>
<p>Implementation guide, X12 version ${version}${partner ? html` · ${partner}` : ''}</p>
<p>${[guide.direction, `functional group ${guide.functionalId}`, publisher ? `published by ${publisher}` : '', guide.edition ?? ''].filter(Boolean).join(' · ')}</p></header>
<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ul>${sections.map(
    ({ id, name, links }) => html`<li><a href="#${id}">${name}</a>${links ?? ''}</li>`,
  )}</ul></details></nav>
<main>${sections.map(({ id, name, body }) => html`<section><h2 id="${id}">${name}</h2>${body}</section>`)}</main>
</div></body></html>`
  return page.text.replace('STYLE', () => style)
}

interface Section {
  id: string
  name: string
  body: Markup
  links?: Markup
}

function sectionsOf(guide: ImplementationGuide): Section[] {
  const sections: (Section | undefined)[] = [
    guide.notes.length > 0
      ? { id: 'notes', name: 'Please note', body: html`${list(guide.notes, 'plain')}` }
      : undefined,
    { id: 'transmission', name: 'Transmission', body: transmission(guide) },
    { id: 'glance', name: 'Segments at a glance', body: summary(guide) },
    guide.rules.length > 0 ? { id: 'rules', name: 'Rules', body: rules(guide) } : undefined,
    ...guide.areas.map(area => ({
      id: area.name.toLowerCase(),
      name: area.name,
      body: html`${entryDetails(area.entries)}`,
      links: links(area.entries),
    })),
    { id: 'example', name: 'Example', body: example(guide) },
    guide.codeLists.length > 0 ? { id: 'codes', name: 'Code lists', body: codeLists(guide) } : undefined,
  ]
  return sections.filter(section => section !== undefined)
}

function links(entries: readonly GuideEntry[]): Markup {
  return html`<ul>${entries.map(entry =>
    entry.kind === 'segment'
      ? html`<li><a href="#${entry.anchor}">${entry.tag} ${entry.name}</a></li>`
      : html`<li><a href="#${entry.anchor}">${loopLabel(entry)}</a>${links(entry.entries)}</li>`,
  )}</ul>`
}

function transmission({ transmission: terms, envelope }: ImplementationGuide): Markup {
  return html`<table class="terms"><tbody>${terms.map(
    ({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table>
${envelope.map(
  ({ tag, name, elements }) => html`<h3><span class="tag">${tag}</span>${name}</h3>
<table class="envelope"><thead><tr><th>Ref.</th><th>Element</th><th>Example</th><th>Note</th></tr></thead><tbody>${elements.map(
    each =>
      html`<tr><td class="code">${each.reference}</td><td>${each.name}</td><td class="code">${each.value}</td><td class="soft">${each.note}</td></tr>`,
  )}</tbody></table>`,
)}`
}

function summary({ areas, unused, forbidden }: ImplementationGuide): Markup {
  return html`${areas.map(
    ({ name, entries }) => html`<h3>${name}</h3>
<table class="summary"><thead><tr><th>No.</th><th>Segment</th><th>Name</th><th>X12</th><th>Usage</th><th>Times</th></tr></thead><tbody>${summaryRows(entries)}</tbody></table>`,
  )}
${forbidden.length > 0 ? html`<p><strong>Must not be sent:</strong> ${placesLabel(forbidden)}.</p>` : ''}
${unused.length > 0 ? html`<p class="soft"><strong>Not used</strong>, and read over where they come: ${placesLabel(unused)}.</p>` : ''}`
}

function summaryRows(entries: readonly GuideEntry[]): Markup[] {
  return entries.flatMap(entry => {
    const { number, anchor, standard, usage, max, depth, tag, name } = entry
    const indent = '\u00a0\u00a0'.repeat(depth)
    const row = (label: string, kind: string, shown: string) =>
      html`<tr class="${kind}"><td>${number}</td><td class="code">${indent}<a href="#${anchor}">${label}</a></td><td>${shown}</td><td>${standard}</td><td>${usageBadge(usage)}</td><td>${timesLabel(max)}</td></tr>`
    if (entry.kind === 'segment') return [row(tag, 'segment', name)]
    return [row(loopLabel(entry), 'loop', ''), ...summaryRows(entry.entries)]
  })
}

function rules({ rules: entries }: ImplementationGuide): Markup {
  return html`${entries.map(({ name, sentences }) => html`<h3>${name}</h3>${list(sentences, 'plain')}`)}`
}

function example({ example: shown, exampleProblems }: ImplementationGuide): Markup {
  if (!shown) {
    return exampleProblems.length > 0
      ? html`<div class="problem"><p>No example could be made that this guide takes:</p>${list(exampleProblems, 'plain')}</div>`
      : html`<p>The hub checks this set and makes no document of it, so there is no example.</p>`
  }
  const lines = shown.segments.map(segment => segment.text).join('\n')
  return html`<p>An interchange as it is sent. It was read back without an error. Line breaks are for reading${/[\r\n]/.test(shown.text) ? '' : ' only: the file has none'}.</p>
<pre class="wrap">${lines}</pre>
<h3 id="walk">Segment by segment</h3>
<ol class="walk">${shown.segments.map(
    ({
      text,
      name,
      depth,
      values,
    }) => html`<li style="padding-left:${depth * 1.1}rem"><div class="segment">${text}</div><div class="soft">${name}</div>
<table><tbody>${values.map(
      value =>
        html`<tr><td>${value.reference}</td><td>${value.name}</td><td>${value.value}</td><td>${value.meaning}</td></tr>`,
    )}</tbody></table></li>`,
  )}</ol>`
}

function codeLists(guide: ImplementationGuide): Markup {
  const users = [...segmentsIn(guide.areas.flatMap(area => area.entries))].flatMap(segment => segment.elements)
  return html`${guide.codeLists.map(({ number, name, complete, codes }) => {
    const used = [...new Set(users.flatMap(element => (element.codeList === number ? [element.reference] : [])))]
    return html`<section><h3 id="list-${number}"><span class="tag">${number}</span>${name}</h3>
<p class="facts">${used.join(', ')}${complete ? '' : ' · the codes of retail; the standard has more'}</p>
<div class="long"><table class="codes"><tbody>${codes.map(({ code, meaning }) => html`<tr><td>${code}</td><td>${meaning}</td></tr>`)}</tbody></table></div></section>`
  })}`
}
