import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { readX12 } from '../../../translators/x12/index.ts'
import { say } from '../testing/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-guide-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const overlay = (path: string) => fileURLToPath(new URL(`../../../fixtures/overlays/${path}`, import.meta.url))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('x12 guide', () => {
  it('prints a page', async () => {
    const { status, out, error } = await say(['x12', 'guide', '850', '--version', '004010', '--partner', 'Acme & Sons'])
    expect([status, error]).toEqual([0, ''])
    expect(out).toMatch(/^<!doctype html>/)
    expect(out).toContain('850 Purchase Order, 004010, Acme &amp; Sons')
  })

  it('prints JSON whose example the hub reads, under the ids given', async () => {
    const { out } = await say([
      'x12',
      'guide',
      '856',
      '--format',
      'json',
      '--sender',
      'ZZ:ACME',
      '--receiver',
      '08:NORTHWIND',
    ])
    const [interchange] = readX12(Buffer.from(JSON.parse(out).example.text)).interchanges
    expect(interchange).toMatchObject({ sender: 'ACME', receiverQualifier: '08', receiver: 'NORTHWIND', issues: [] })
    expect(interchange?.groups[0]?.sets[0]?.issues).toEqual([])
  })

  it('prints text as a map has it, the set and the version being the map’s', async () => {
    const { status, out } = await say(['x12', 'guide', '--overlay', overlay('harborline/856.json'), '--format', 'text'])
    expect(status).toBe(0)
    expect(out).toContain('X12 004010VICS')
    expect(out).toContain('Levels: shipment → order → tare → pack → item')
  })

  it('writes a file in the format that its name ends in, the same for the same moment', async () => {
    const paths = [join(folder, 'one.pdf'), join(folder, 'other.pdf')]
    for (const path of paths) {
      const { status, out } = await say(['x12', 'guide', '997', '--at', '2026-11-22T15:04Z', '-o', path])
      expect([status, out]).toEqual([0, ''])
    }
    const [one, other] = paths.map(path => readFileSync(path))
    expect(one!.subarray(0, 5).toString()).toBe('%PDF-')
    expect(one!.equals(other!)).toBe(true)
  })

  it('shows a document that is given', async () => {
    const { status, out } = await say([
      ...['x12', 'guide', '--overlay', overlay('harborline/850.json'), '--format', 'text'],
      ...['--example', overlay('harborline/850.document.json')],
    ])
    expect(status).toBe(0)
    const { number } = JSON.parse(readFileSync(overlay('harborline/850.document.json'), 'utf8'))
    expect(out).toContain(`*${number}*`)
  })

  it('says why there is no example, and prints the rest', async () => {
    const map = { set: '850', tests: [{ name: 'never', test: '1 = 2', message: 'It never holds.' }] }
    const { status, out, error } = await say(['x12', 'guide', '--overlay', file('never.json', JSON.stringify(map))])
    expect(status).toBe(1)
    expect(error).toContain('- It never holds.\n')
    expect(out).toContain('No example could be made')
  })

  it.each([
    [['999999'], 'There is no guide of set 999999; there are 810, 820'],
    [[], 'Name a set: 810, 820'],
    [['850', '855'], 'One set at a time: “855” is too much.'],
    [['850', '--version', '4010'], '--version 4010 is no version'],
    [['850', '--format', 'word'], '--format takes html, pdf, json, text; “word” is none of them.'],
    [['850', '--fact', 'channel'], '--fact takes a name and a value'],
    [['855', '--overlay', overlay('harborline/850.json')], 'The map is one of set 850, not of 855.'],
    [['850', '--overlay', '/nowhere.json'], '/nowhere.json cannot be read'],
    [['850', '--example', overlay('harborline/855.document.json')], 'holds no purchase-order'],
    [['850', '-o', '/nowhere/guide.html'], '/nowhere/guide.html cannot be written'],
  ])('%j is told in words', async (args, message) => {
    const { status, error } = await say(['x12', 'guide', ...args])
    expect(status).toBe(2)
    expect(error).toContain(message)
  })
})
