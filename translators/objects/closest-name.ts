/** The name that was meant by one that is not known: the same letters (`shipping_price`), or up to two letters apart (`quantitiy`); else undefined. */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  const rated = [...known].map(other => ({ other, apart: distance(letters(name), letters(other)) }))
  const [best] = rated.sort((one, two) => one.apart - two.apart)
  return best && best.apart <= (letters(name).length > 5 ? 2 : 1) ? best.other : undefined
}

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** How many letters have to be put in, taken out or changed (Levenshtein). Names of more than 40 letters are no names of ours. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2 || one.length > 40) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (const [place, against] of [...other].entries())
      next.push(Math.min(next[place]! + 1, row[place + 1]! + 1, row[place]! + (letter === against ? 0 : 1)))
    row = next
  }
  return row.at(-1)!
}
