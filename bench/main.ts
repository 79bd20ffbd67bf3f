import { apiFigures } from './api.ts'
import { as2Figures } from './as2.ts'
import { feedFigures } from './feed.ts'
import type { Figure } from './figure.ts'
import { listingFigures } from './listing.ts'
import { portalFigures } from './portal.ts'
import { reconcileFigures } from './reconcile.ts'
import { routingFigures } from './routing.ts'
import { sftpFigures } from './sftp.ts'
import { x12Figures } from './x12.ts'

/** Every benchmark by its name. A new one is a file beside this and a line here. */
const benches: Record<string, (options: readonly string[]) => AsyncIterable<Figure>> = {
  api: () => apiFigures(),
  as2: as2Figures,
  feed: () => feedFigures(),
  listing: () => listingFigures(),
  portal: () => portalFigures(),
  reconcile: () => reconcileFigures(),
  routing: () => routingFigures(),
  sftp: () => sftpFigures(),
  x12: x12Figures,
}

const [name, ...options] = process.argv.slice(2)
const bench = name ? benches[name] : undefined
if (!bench) {
  process.stderr.write(
    `npm run bench -- NAME [--json] [--large], with NAME one of: ${Object.keys(benches).join(', ')}\n`,
  )
  process.exit(2)
}
for await (const figure of bench(options))
  process.stdout.write(`${options.includes('--json') ? JSON.stringify(figure) : line(figure)}\n`)

/** `sign+encrypt 10 kB   1,234 /s   0.91 of the primitives (target 0.6, met)`. */
function line({ name, value, unit, ratio, against, target, met }: Figure): string {
  const shown = value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
  const comparison = ratio === undefined ? '' : `${ratio.toFixed(2)} of ${against}`
  const judged = target === undefined ? '' : ` (target ${target}, ${met ? 'met' : 'missed'})`
  return `${name.padEnd(44)}${shown.padStart(10)} ${unit.padEnd(8)} ${comparison}${judged}`.trimEnd()
}
