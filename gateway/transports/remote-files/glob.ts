/** Whether a file name matches a pattern in which `*` stands for any text and `?` for one character. Takes time in proportion to both. */
export function matchesGlob(name: string, pattern: string): boolean {
  const text = [...name]
  const wanted = [...pattern]
  let star = -1
  let retry = 0
  let at = 0
  for (let i = 0; i < text.length; ) {
    if (at < wanted.length && wanted[at] !== '*' && (wanted[at] === '?' || wanted[at] === text[i])) {
      at++
      i++
    } else if (wanted[at] === '*') {
      star = at++
      retry = i
    } else if (star >= 0) {
      at = star + 1
      i = ++retry
    } else return false
  }
  return wanted.slice(at).every(character => character === '*')
}
