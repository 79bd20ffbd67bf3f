import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { csvLayout, defaultLayouts, readCsv, writeCsv } from './index.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/csv-layouts.md'), 'utf8')
const blocks = [...page.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, language, text]) => ({
  language,
  text: text!,
}))

const of = (language: string) => blocks.filter(block => block.language === language).map(block => block.text)
const [layouts, files, documents] = [of('json layout'), of('csv'), of('json documents')]

/** What the page says of the layouts that hold without a partner's own. */
const rows = Object.entries(defaultLayouts).map(([kind, { columns }]) => {
  const names = (which: 'required' | 'key') => columns.filter(column => column[which]).map(column => column.names[0])
  return `| ${kind} | ${names('required').join(', ')} | ${names('key').join(', ')} |`
})

describe('the page about CSV layouts', () => {
  it('has a file and its documents beside each layout', () => {
    expect(layouts.length).toBeGreaterThan(2)
    expect([files.length, documents.length]).toEqual([layouts.length, layouts.length])
  })

  it.each(layouts.map((text, i) => [JSON.parse(text).name as string, i] as const))('%s reads and writes', (_, i) => {
    const layout = csvLayout.parse(JSON.parse(layouts[i]!))
    const read = readCsv(new TextEncoder().encode(files[i]), layout)
    expect(read).toEqual({ documents: JSON.parse(documents[i]!), issues: [] })
    const written = writeCsv(read.documents, layout)
    expect(written.issues).toEqual([])
    expect(new TextDecoder().decode(written.bytes)).toBe(files[i])
  })

  it('says what each default layout needs', () => {
    expect(page.split('\n').filter(line => rows.includes(line))).toEqual(rows)
  })

  it('names every key of a layout and of a column', () => {
    const told = new Set([...page.matchAll(/`(\w+)`/g)].map(match => match[1]))
    const column = csvLayout.shape.columns.element
    const keys = [...Object.keys(csvLayout.shape), ...Object.keys(column.shape)]
    expect(keys.filter(key => key !== 'columns' && !told.has(key))).toEqual([])
  })
})
