import type { Child } from 'hono/jsx'
import { assetPath } from './assets.ts'
import { type View, ViewContext } from './view.ts'

const htmxSettings = JSON.stringify({ includeIndicatorCSS: false, history: false })

/** A whole HTML document. Nothing in it is inline, as the Content-Security-Policy asks. */
export function HtmlDocument(props: { title: string; theme: string; view: View; children?: Child }) {
  return (
    <html lang="en" data-theme={props.theme || undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="htmx-config" content={htmxSettings} />
        <title>{props.title} · Crossdock</title>
        <link rel="icon" href={assetPath('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath('portal.css')} />
        <script type="module" src={assetPath('portal.js')} />
        <script defer src={assetPath('htmx.js')} />
      </head>
      <body>
        <ViewContext.Provider value={props.view}>{props.children}</ViewContext.Provider>
        <div id="said" class="visually-hidden" role="status" />
      </body>
    </html>
  )
}
