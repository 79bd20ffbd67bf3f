/** How the documentation looks, in light and in dark. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d8dde3, #39424d); --soft: light-dark(#f4f6f8, #1b2129); --link: light-dark(#0b5cad, #7db7ff); }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; background: light-dark(#fff, #12171d); color: light-dark(#1b2129, #e8ecf1) }
a { color: var(--link) }
.page { display: grid; grid-template-columns: minmax(14rem, 18rem) minmax(0, 1fr); gap: 2.5rem; max-width: 80rem; margin: 0 auto; padding: 0 1.5rem 4rem }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1.5rem 0; font-size: .9rem }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0 }
nav h2 { font-size: .8rem; margin: 1rem 0 .25rem; text-transform: uppercase; letter-spacing: .06em }
h1 { margin: 1.5rem 0 .5rem }
section { border-top: 1px solid var(--line); padding: 1.25rem 0 }
h3 { margin: 0 0 .5rem; font-size: 1.1rem }
h4 { margin: 1rem 0 .25rem; font-size: .95rem }
.method { display: inline-block; min-width: 3.6em; font: 600 .8rem/1.6 ui-monospace, monospace; text-transform: uppercase }
code, pre { font: .85rem/1.5 ui-monospace, monospace }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; overflow-x: auto; max-height: 26rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word }
th { white-space: nowrap }
td:nth-child(2) { min-width: 8rem }
details > summary { cursor: pointer; margin-top: .75rem }
:target { scroll-margin-top: 1rem }
@media (max-width: 52rem) { .page { display: block } nav { position: static; max-height: none } }
`
