import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { brotliCompressSync } from 'node:zlib'
import { Hono } from 'hono'

const here = (name: string) => new URL(name, import.meta.url)
const styles = [
  'tokens',
  'base',
  'layout',
  'navigation',
  'table',
  'form',
  'parts',
  'charts',
  'review',
  'maps',
  'account',
  'lists',
  'palette',
  'print',
]

const scripts = ['portal', 'dialogs', 'menus', 'palette', 'keys', 'lists', 'order', 'live']

const packaged = createRequire(import.meta.url).resolve

/** One file that browsers fetch. What is compressed already is served as it is. */
interface Asset {
  type: string
  bytes: Uint8Array
  brotli?: Uint8Array
}

const assets = new Map<string, Asset>()

/** Adds a file and gives its address, which changes with the content, so that browsers may keep it for good. */
function add(name: string, type: string, content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const path = `/assets/${hash}/${name}`
  assets.set(path, { type, bytes, ...(typeof content === 'string' ? { brotli: brotliCompressSync(bytes) } : {}) })
  return path
}

/** The one type family, in the two pieces that Western texts need; a browser fetches the second only when a page has such letters. */
function fontFaces(): string {
  const pieces = [
    [
      'latin-ext',
      'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20C0',
    ],
    [
      'latin',
      'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215',
    ],
  ]
  return pieces
    .map(([piece, range]) => {
      const file = readFileSync(packaged(`@fontsource-variable/inter/files/inter-${piece}-wght-normal.woff2`))
      const path = add(`inter-${piece}.woff2`, 'font/woff2', file)
      return `@font-face{font-family:"Inter Variable";font-style:normal;font-display:swap;font-weight:100 900;src:url(${path}) format("woff2");unicode-range:${range}}`
    })
    .join('\n')
}

const css = [fontFaces(), ...styles.map(name => readFileSync(here(`./styles/${name}.css`), 'utf8'))].join('\n')

/** One module of all of them: they share its scope, and a browser asks once. */
const script = scripts.map(name => readFileSync(here(`./scripts/${name}.js`), 'utf8')).join('\n')

const paths = {
  'portal.css': add('portal.css', 'text/css; charset=utf-8', css),
  'portal.js': add('portal.js', 'text/javascript; charset=utf-8', script),
  'htmx.js': add(
    'htmx.js',
    'text/javascript; charset=utf-8',
    readFileSync(packaged('htmx.org/dist/htmx.min.js'), 'utf8'),
  ),
  'icon.svg': add('icon.svg', 'image/svg+xml', readFileSync(here('./styles/icon.svg'), 'utf8')),
}

export type AssetName = keyof typeof paths

/** The address of a style or script. */
export function assetPath(name: AssetName): string {
  return paths[name]
}

/** Serves the styles and scripts, to anybody. */
export function assetRoutes(): Hono {
  const app = new Hono()
  app.get('/assets/:hash/:name', c => {
    const asset = assets.get(c.req.path)
    if (!asset) return c.notFound()
    const headers = {
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
    }
    const brotli = /\bbr\b/.test(c.req.header('accept-encoding') ?? '') && asset.brotli
    return brotli
      ? c.body(brotli as Uint8Array<ArrayBuffer>, 200, { ...headers, 'Content-Encoding': 'br' })
      : c.body(asset.bytes as Uint8Array<ArrayBuffer>, 200, headers)
  })
  return app
}
