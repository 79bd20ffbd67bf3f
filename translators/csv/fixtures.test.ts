import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CsvKind, type CsvLayout, csvLayout, defaultLayouts, readCsv, writeCsv } from './index.ts'

const root = join(import.meta.dirname, '../../fixtures/csv')
const given = { number: 'feed-1', date: '2026-11-22' }
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.csv'))

/** A fixture's own layout where it stands beside it, else the default one of its folder. */
function layoutOf(file: string): CsvLayout {
  const own = join(root, file.replace('.csv', '.layout.json'))
  if (existsSync(own)) return csvLayout.parse(JSON.parse(readFileSync(own, 'utf8')))
  return defaultLayouts[file.split('/')[0] as CsvKind]
}

describe.each(files)('%s', file => {
  const reading = readCsv(readFileSync(join(root, file)), layoutOf(file), { given })

  test('gives the documents and issues that stand beside it', async () => {
    await expect(`${JSON.stringify(reading, undefined, 2)}\n`).toMatchFileSnapshot(
      join(root, file.replace('.csv', '.json')),
    )
  })

  test('its documents read back from what is written of them', () => {
    const { bytes, issues } = writeCsv(reading.documents, layoutOf(file))
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(readCsv(bytes, layoutOf(file), { given }).documents).toEqual(reading.documents)
  })
})
