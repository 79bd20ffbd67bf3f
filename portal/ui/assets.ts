import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { brotliCompressSync } from 'node:zlib'
import { Hono } from 'hono'

const here = (name: string) => new URL(name, import.meta.url)
const styles = ['tokens', 'base', 'layout', 'table', 'form', 'parts', 'print']

const contents = {
  'portal.css': {
    type: 'text/css; charset=utf-8',
    text: styles.map(name => readFileSync(here(`./styles/${name}.css`), 'utf8')).join('\n'),
  },
  'portal.js': { type: 'text/javascript; charset=utf-8', text: readFileSync(here('./scripts/portal.js'), 'utf8') },
  'htmx.js': {
    type: 'text/javascript; charset=utf-8',
    text: readFileSync(createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'), 'utf8'),
  },
  'icon.svg': { type: 'image/svg+xml', text: readFileSync(here('./styles/icon.svg'), 'utf8') },
} as const

export type AssetName = keyof typeof contents

const assets = new Map(
  Object.entries(contents).map(([name, { type, text }]) => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
    return [`/assets/${hash}/${name}`, { name, type, text, brotli: new Uint8Array(brotliCompressSync(text)) }]
  }),
)
const paths = new Map([...assets].map(([path, { name }]) => [name, path]))

/** The address of a style or script: it changes with the content, so browsers may keep it for good. */
export function assetPath(name: AssetName): string {
  return paths.get(name)!
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
    const brotli = /\bbr\b/.test(c.req.header('accept-encoding') ?? '')
    return brotli
      ? c.body(asset.brotli, 200, { ...headers, 'Content-Encoding': 'br' })
      : c.body(asset.text, 200, headers)
  })
  return app
}
