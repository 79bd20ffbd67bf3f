import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const here = 'gateway/transports/as2'
const page = readFileSync(join(root, 'docs/as2-facts.md'), 'utf8')
const rows = page
  .split('\n')
  .filter(line => /^\| \d+ \|/.test(line))
  .map(line => ({ number: Number(line.split('|')[1]), shownBy: line.split('|').at(-2)! }))

/** The tests that a cell names: a file in backticks, then titles of it in quotes. */
function testsIn(cell: string): { file: string; title: string }[] {
  let file = ''
  return [...cell.matchAll(/`([^`]+)`|“([^”]+)”/g)].flatMap(([, path, title]) => {
    if (path) file = /^(gateway|partners)\//.test(path) ? path : `${here}/${path}`
    return title ? [{ file, title }] : []
  })
}

it('the page on AS2 facts has every fact and every odd message, and a test for each of them', () => {
  const expected = [...Array.from({ length: 105 }, (_, at) => at + 1), ...Array.from({ length: 68 }, (_, at) => at + 1)]
  expect(rows.map(({ number }) => number)).toEqual(expected)
  const untested = rows.filter(({ shownBy }) => testsIn(shownBy).length === 0)
  expect(untested).toEqual([])
})

it('the page on AS2 facts names only tests that there are', () => {
  const sources = new Map<string, string>()
  const sourceOf = (file: string) => {
    const path = join(root, file)
    const source = sources.get(file) ?? (existsSync(path) ? readFileSync(path, 'utf8') : '')
    sources.set(file, source)
    return source
  }
  const named = page
    .split('\n')
    .filter(line => line.startsWith('| '))
    .flatMap(line => testsIn(line.split('|').at(-2)!))
  expect(named.filter(({ file, title }) => !sourceOf(file).includes(title))).toEqual([])
})
