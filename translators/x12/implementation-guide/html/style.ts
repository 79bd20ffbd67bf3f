/** The page's style: light and dark, for phones and for paper. */
export const style = `
:root { color-scheme: light dark; --text: #16202b; --soft: #52606d; --line: #d5dce3; --ground: #fff; --panel: #f4f6f9;
  --accent: #0b5cad; --need: #8a1c1c; --need-ground: #fbe9e7; --cond: #6b4a00; --cond-ground: #fdf2d8; --opt: #3d4a57; --opt-ground: #e9edf2; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e9ef; --soft: #a3b0bd; --line: #36414d; --ground: #12171d; --panel: #1b222b;
  --accent: #7cb7f5; --need: #ffb4a9; --need-ground: #4a1f1b; --cond: #f2cf83; --cond-ground: #43340f; --opt: #c5d0db; --opt-ground: #2b3540; } }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
a { color: var(--accent) }
code, pre, .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .92em }
.page { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 0 2.5rem }
header.title { grid-column: 1 / -1; border-bottom: 2px solid var(--accent); padding-bottom: 1rem; margin-bottom: 1.5rem }
header.title h1 { margin: 0 0 .25rem; font-size: 2rem; line-height: 1.2 }
header.title p { margin: .15rem 0; color: var(--soft) }
nav.contents { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; align-self: start; padding: .25rem 0 1rem; font-size: .92rem }
nav.contents summary { font-weight: 600; cursor: pointer; padding: .35rem 0 }
nav.contents ul { list-style: none; margin: 0; padding: 0 0 0 .75rem }
nav.contents > details > ul { padding: 0 }
nav.contents li { margin: .12rem 0 }
nav.contents a { text-decoration: none; overflow-wrap: anywhere; display: inline-block; padding: .1rem 0 }
nav.contents a:hover { text-decoration: underline }
main { min-width: 0 }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.45rem; line-height: 1.25; border-bottom: 1px solid var(--line); padding-bottom: .3rem }
main > section:first-child h2 { margin-top: 0 }
h3 { margin: 2rem 0 .5rem; font-size: 1.15rem; line-height: 1.3 }
h4 { margin: 1rem 0 .35rem; font-size: .95rem; color: var(--soft) }
h3 .tag { font-family: ui-monospace, Menlo, Consolas, monospace; color: var(--accent); margin-right: .4rem }
.soft { color: var(--soft) }
table { width: 100%; border-collapse: collapse; font-size: .92rem; margin: .5rem 0 1rem }
th, td { text-align: left; vertical-align: top; padding: .4rem .55rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word }
th { background: var(--panel); font-weight: 600; font-size: .84rem }
td.code, th.code { white-space: nowrap }
td.narrow { white-space: nowrap }
table.terms th { background: none; width: 17rem; font-size: inherit; color: var(--soft); font-weight: 500 }
section.codes table, main table.codes.long { margin-bottom: 1rem }
@media (min-width: 60rem) { div.long { columns: 2; column-gap: 2rem } div.long tr { break-inside: avoid } }
table.codes { margin: .35rem 0 0; font-size: .95em }
table.codes td { padding: .12rem .5rem .12rem 0; border: 0 }
table.codes td:first-child { width: 4.2rem; font-family: ui-monospace, Menlo, Consolas, monospace; font-weight: 600 }
table.elements td:last-child { min-width: 14rem }
table.elements td p, table.kinds td p { margin: 0 0 .25rem }
tr.loop td { background: var(--panel); font-weight: 600 }
.usage { display: inline-block; border-radius: 1rem; padding: 0 .55rem; font-size: .8rem; font-weight: 600; white-space: nowrap; background: var(--opt-ground); color: var(--opt) }
.usage.required { background: var(--need-ground); color: var(--need) }
.usage.conditional { background: var(--cond-ground); color: var(--cond) }
.facts { color: var(--soft); margin: .1rem 0 .5rem; font-size: .92rem }
.rules { margin: .35rem 0 .75rem; padding: .5rem .9rem .5rem 1.6rem; background: var(--panel); border-left: 3px solid var(--accent) }
ul.plain { margin: .35rem 0 .9rem; padding-left: 1.25rem }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .35rem; padding: .8rem 1rem; overflow-x: auto; line-height: 1.45 }
pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere }
.walk { margin: 0; padding: 0; list-style: none }
.walk > li { border-bottom: 1px solid var(--line); padding: .55rem 0 }
.walk .segment { font-family: ui-monospace, Menlo, Consolas, monospace; font-weight: 600; overflow-wrap: anywhere; font-size: .92rem }
.walk table { margin: .3rem 0 0; font-size: .88rem }
.walk td { padding: .12rem .6rem .12rem 0; border: 0 }
.walk td:first-child { width: 6rem; color: var(--soft); font-family: ui-monospace, Menlo, Consolas, monospace }
.walk td:nth-child(2) { width: 38% }
.walk td:nth-child(3) { font-family: ui-monospace, Menlo, Consolas, monospace; width: 28%; overflow-wrap: anywhere }
.problem { background: var(--need-ground); color: var(--need); padding: .75rem 1rem; border-radius: .35rem }
@media (max-width: 60rem) {
  .page { display: block; padding: 1rem }
  nav.contents { position: static; max-height: none; border: 1px solid var(--line); border-radius: .35rem; padding: .25rem .75rem; margin-bottom: 1.5rem }
  header.title h1 { font-size: 1.6rem }
}
@media (max-width: 44rem) {
  table.elements thead, table.kinds thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden }
  table.elements, table.kinds, table.elements tbody, table.kinds tbody { display: block }
  table.elements > tbody > tr, table.kinds > tbody > tr { display: flex; flex-wrap: wrap; gap: .1rem .7rem; border: 1px solid var(--line); border-radius: .35rem; margin: .5rem 0; padding: .5rem .7rem }
  table.elements > tbody > tr > td, table.kinds > tbody > tr > td { display: block; border: 0; padding: 0; white-space: normal }
  table.elements > tbody > tr > td.wide, table.kinds > tbody > tr > td.wide { flex: 1 0 100%; min-width: 0 }
  table.elements > tbody > tr > td:empty, table.kinds > tbody > tr > td:empty { display: none }
  table.elements > tbody > tr > td[data-label]::before { content: attr(data-label) " "; color: var(--soft); font-size: .8rem }
  table.terms th { width: auto; display: block; border: 0; padding-bottom: 0 } table.terms td { display: block }
  table.summary td:nth-child(4), table.summary th:nth-child(4), table.envelope td:nth-child(4), table.envelope th:nth-child(4) { display: none }
  table.summary td.code { white-space: normal } table.summary td, table.summary th { padding: .35rem .25rem } table.envelope td.code { white-space: normal; overflow-wrap: anywhere }
  h2, h3, p { overflow-wrap: anywhere } table.summary { font-size: .85rem } table.summary td:first-child, table.summary th:first-child { display: none } table.summary td { hyphens: auto }
  .walk td { display: inline-block; width: auto !important; padding-right: .5rem } .walk tr { display: block }
}
@page { margin: 18mm 14mm 16mm }
@media print {
  :root { color-scheme: light; --text: #000; --soft: #444; --line: #bbb; --ground: #fff; --panel: #f2f2f2; --accent: #0b4a8a; --need: #7a1010; --need-ground: #fbe9e7;
    --cond: #5a3d00; --cond-ground: #fdf2d8; --opt: #333; --opt-ground: #eee }
  body { font-size: 8.8pt } th, td { padding: .2rem .4rem } div.long { columns: 2; column-gap: 2rem } .walk > li { padding: .25rem 0 } .page { display: block; max-width: none; padding: 0 }
  nav.contents { position: static; max-height: none; overflow: visible; break-after: page } nav.contents a { color: var(--text) }
  h2, h3, h4 { break-after: avoid } tr, .walk > li, .rules { break-inside: avoid } thead { display: table-header-group }
  a { text-decoration: none } * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
`
