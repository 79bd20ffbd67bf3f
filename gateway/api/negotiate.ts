interface Wanted {
  type: string
  /** From 0, never, to 1. */
  quality: number
}

/**
 * Which of these media types a client wants most (RFC 9110 §12.5.1): the first where it does not mind, undefined where it takes none of them.
 * @param accept the `Accept` header
 */
export function preferredType(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0]
  const wanted = accept.split(',').map(wantedOf)
  const rated = offered.map(type => ({ type, quality: qualityOf(type, wanted) })).filter(({ quality }) => quality > 0)
  const best = Math.max(...rated.map(({ quality }) => quality))
  return rated.find(({ quality }) => quality === best)?.type
}

function wantedOf(range: string): Wanted {
  const [type = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase())
  const quality = parameters.map(parameter => /^q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find(Boolean)
  return { type, quality: quality === undefined ? 1 : Number(quality) }
}

/** The most exact range speaks: a type, then its family, then anything. */
function qualityOf(type: string, wanted: readonly Wanted[]): number {
  const ranges = [type, `${type.split('/')[0]}/*`, '*/*']
  for (const range of ranges) {
    const said = wanted.find(one => one.type === range)
    if (said) return said.quality
  }
  return 0
}
