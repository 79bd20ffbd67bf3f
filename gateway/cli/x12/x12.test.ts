import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { overlayExamples } from '../../../fixtures/overlays/files.ts'
import { fixture, fixturePaths } from '../../../fixtures/x12/files.ts'
import { hasErrors } from '../../../translators/issue.ts'
import { readX12 } from '../../../translators/x12/index.ts'
import { inPieces, say, x12Path } from '../testing/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-x12-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const tooLong = '850/invalid-n402-too-long.edi'
const binary = fileURLToPath(new URL('../crossdock.mjs', import.meta.url))

describe('x12 inspect', () => {
  it('names segments and elements, tells codes, dates and implied decimals', async () => {
    const { status, out } = await say(['x12', 'inspect', x12Path('850/northwind-drop-ship.edi')])
    expect(status).toBe(0)
    expect(out).toContain('Interchange 000000017  production, version 00401, 2026-11-22 15:04')
    expect(out).toContain('ZZ:NORTHWIND → 01:123456789')
    expect(out).toContain('850 Purchase Order  0001  24 segments, purchase-order PO-1001')
    expect(out).toMatch(
      /BEG Beginning Segment for Purchase Order\n +01 Transaction Set Purpose Code \.+ 00 {2}Original\n/,
    )
    expect(out).toMatch(/05 Date \.+ 20261120 {2}2026-11-20\n/)
    expect(out).toMatch(/05 Amount \.+ 1250 {2}12\.50\n/)
    expect(out).toMatch(/✓ 1 interchange, 1 group, 1 transaction set; 0 errors, 0 warnings\n/)
  })

  it('shows an error under its segment, with a caret under the element', async () => {
    const { status, out } = await say(['x12', 'inspect', x12Path(tooLong)])
    expect(status).toBe(1)
    const lines = out.split('\n')
    const at = lines.findIndex(line => line.endsWith('N4*PORTLAND*OREGON*97201*US~'))
    expect(lines[at - 1]).toMatch(/04 Country Code \.+ US$/)
    expect(lines[at + 1]!.indexOf('^')).toBe(lines[at]!.indexOf('OREGON'))
    expect(lines[at + 1]!.trim()).toBe('^^^^^^')
    expect(lines[at + 2]).toContain('error: N402 State or Province Code "OREGON" is longer than 2.')
  })

  it('draws the levels of a ship notice one under the other', async () => {
    const { out } = await say(['x12', 'inspect', '--brief', x12Path('856/acme-pick-and-pack.edi')])
    const indentOf = (segment: string) => {
      const line = out.split('\n').find(each => each.includes(segment))!
      return line.indexOf(segment)
    }
    expect(['HL*1**S', 'HL*2*1*O', 'HL*3*2*P', 'HL*4*3*I', 'SN1**2', 'HL*5*2*P', 'CTT*6'].map(indentOf)).toEqual(
      [0, 2, 4, 6, 8, 4, 0].map(deeper => indentOf('ST*856') + deeper),
    )
    expect(out).toMatch(/HL\*3\*2\*P~ +Hierarchical Level: Pack\n/)
  })

  it('colours only where it is told that there is a terminal', async () => {
    const plain = await say(['x12', 'inspect', x12Path(tooLong)])
    const coloured = await say(['x12', 'inspect', x12Path(tooLong)], undefined, { colours: true })
    expect(plain.out).not.toContain('\u001b')
    expect(coloured.out).toContain('\u001b[')
    expect(coloured.out.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain.out)
  })

  it('lets nothing from the file command the terminal', async () => {
    const text = readFileSync(x12Path(tooLong), 'latin1').replace('OREGON', '\u001b]0;X\u0007')
    const { out } = await say(['x12', 'inspect'], Buffer.from(text, 'latin1'))
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    expect(out).toContain('␛]0;X␇')
  })
})

describe('x12 validate', () => {
  it('gives file, line, column, caret and what is expected', async () => {
    const path = x12Path(tooLong)
    const { status, out } = await say(['x12', 'validate', path])
    expect(status).toBe(1)
    expect(out).toBe(
      [
        `${path}:18:13: error: N402 State or Province Code "OREGON" is longer than 2.`,
        '  18 │ N4*PORTLAND*OREGON*97201*US~',
        '     │             ^^^^^^',
        '     │ too-long · set 850 0001, segment 16 · expected ID 2/2 · AK403 5',
        '',
        `✗ ${path}: 1 interchange, 1 group, 1 transaction set, 1 in error; 1 error, 0 warnings`,
        '',
      ].join('\n'),
    )
  })

  it.each([
    ['850/invalid-beg03-missing.edi', /│ BEG\*00\*DS\*\*\*20261120~\n +│ {11}\^\n/],
    ['850/invalid-se-missing.edi', /│ CTT\*2~\n +│ \^\^\^ SE should follow\n/],
    ['850/invalid-beg-missing.edi', /│ \^\^\^ BEG should stand before this\n/],
    ['850/invalid-iea02-mismatch.edi', /│ IEA\*1\*\d+~\n +│ {7}\^+\n/],
    ['850/invalid-ge01-wrong-count.edi', /│ GE\*\d+\*42~\n +│ {4}\^+\n/],
  ])('points at what is wrong in %s', async (path, expected) => {
    const { status, out } = await say(['x12', 'validate', x12Path(path)])
    expect(status).toBe(1)
    expect(out).toMatch(expected)
  })

  it('puts the caret under what stands behind characters of two columns', async () => {
    const text = readFileSync(x12Path(tooLong), 'utf8').replace('PORTLAND', '東京 ORT')
    const { out } = await say(['x12', 'validate'], Buffer.from(text))
    expect(out).toMatch(/│ N4\*東京 ORT\*OREGON.*\n +│ {4}\u3000\u3000 {5}\^{6}\n/)
  })

  it('cuts a long segment around its caret', async () => {
    const text = readFileSync(x12Path(tooLong), 'utf8').replace('PORTLAND', 'P'.repeat(400))
    const { out } = await say(['x12', 'validate'], Buffer.from(text), { columns: 80 })
    const lines = out.split('\n')
    const at = lines.findIndex(line => line.includes('│ …') && line.includes('OREGON'))
    expect(lines[at]!.length).toBeLessThanOrEqual(80)
    expect(lines[at + 1]!.indexOf('^')).toBe(lines[at]!.indexOf('OREGON'))
  })

  it('holds a file against a partner’s map, and says what is wrong with the map', async () => {
    const order = x12Path('850/northwind-drop-ship.edi')
    const map = file('map.json', JSON.stringify({ set: '850', elements: { BEG03: { pattern: '^\\d{10}$' } } }))
    const held = await say(['x12', 'validate', '--overlay', map, order])
    expect(held).toMatchObject({ status: 1, out: expect.stringMatching(/│ BEG\*00\*DS\*PO-1001.*\n +│ {11}\^{7}\n/) })
    const wrong = file('wrong.json', JSON.stringify({ set: '850', elemnts: {} }))
    expect(await say(['x12', 'validate', '--overlay', wrong, order])).toMatchObject({
      status: 2,
      error: expect.stringContaining('elemnts'),
    })
  })

  it('reads with the release named, whatever GS08 says', async () => {
    const order = readFileSync(x12Path('850/invalid-hl-foreign-segment.edi'), 'utf8').replace('*X*004010', '*X*006010')
    const reads = (...args: string[]) => say(['x12', 'validate', ...args], Buffer.from(order))
    expect(await reads()).toMatchObject({ status: 0, out: expect.stringContaining('the guide of 005010 stands in') })
    expect(await reads('--release', '004010')).toMatchObject({ status: 1, out: expect.stringContaining('AK304') })
    expect(await reads('--release', '4010')).toMatchObject({
      status: 2,
      error: expect.stringContaining('003000, 004010'),
    })
  })

  it.each(fixturePaths())('agrees with the reader, in pieces of any size: %s', async path => {
    const bytes = fixture(path)
    const read = readX12(bytes)
    const issues = [
      ...read.issues,
      ...read.interchanges.flatMap(interchange => [
        ...interchange.issues,
        ...interchange.groups.flatMap(group => [...group.issues, ...group.sets.flatMap(set => set.issues)]),
      ]),
    ]
    const whole = await say(['x12', 'validate', '--json'], bytes)
    if (read.interchanges.length === 0) {
      expect(whole).toMatchObject({ status: 2, out: '' })
      return
    }
    expect(whole.status).toBe(hasErrors(issues) ? 1 : 0)
    const told = whole.out
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Record<string, unknown>)
    const bare = told.map(({ type, file: name, line, column, segment, ...issue }) => issue)
    const sorted = (list: readonly object[]) => list.map(each => JSON.stringify(Object.entries(each).sort())).sort()
    expect(sorted(bare)).toEqual(sorted(issues))
    for (const { at, line } of told as { at: { offset?: number }; line?: number }[]) {
      if (at.offset !== undefined) expect(line).toBe(bytes.slice(0, at.offset).filter(byte => byte === 0x0a).length + 1)
    }
    for (const size of bytes.length < 4000 ? [1, 64] : [997]) {
      expect(await say(['x12', 'validate', '--json'], inPieces(bytes, size))).toEqual(whole)
    }
    const tree = await say(['x12', 'inspect'], bytes)
    expect(tree.status).toBe(whole.status)
    expect(await say(['x12', 'inspect'], inPieces(bytes, 997))).toEqual(tree)
  })
})

describe('files that cannot be read', () => {
  it.each([
    ['a missing file', () => join(folder, 'nowhere.edi'), /there is no such file/],
    ['a folder', () => folder, /it is a folder/],
    ['an empty file', () => file('empty.edi', ''), /is empty/],
    ['junk', () => file('junk.edi', Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919) % 256))), /not X12/],
    [
      'a ZIP',
      () => file('zip.edi', Buffer.from('PK\u0003\u0004rest')),
      /looks like a ZIP archive or a spreadsheet; unpack it first/,
    ],
    ['EDIFACT', () => file('edifact.edi', "UNB+UNOA:1+A+B'"), /looks like EDIFACT/],
    ['base64', () => file('base64.edi', 'SVNBKjAwKiAgICAgICAgICAqMDAq'), /looks like X12 in base64; decode it first/],
    [
      'a group',
      () => file('group.edi', 'GS*PO*A*B*20261122*1504*1*X*004010~'),
      /begins with GS; the ISA segment before it is missing/,
    ],
    ['small letters', () => file('small.edi', 'isa*00*          *00~'), /isa in small letters/],
    ['prose', () => file('prose.edi', 'Dear partner, find our order enclosed.'), /it has no ISA segment/],
  ])('says so in a sentence: %s', async (_what, path, sentence) => {
    for (const command of ['inspect', 'validate', 'ack']) {
      const said = await say(['x12', command, path()])
      expect(said).toMatchObject({ status: 2, out: '', error: expect.stringMatching(sentence) })
    }
  })

  it('asks for a file where nothing comes in', async () => {
    expect(await say(['x12', 'validate'])).toMatchObject({ status: 2, error: expect.stringContaining('Name a file') })
  })

  it('lists the commands of a family', async () => {
    const { status, error } = await say(['x12'])
    expect(status).toBe(2)
    expect(error).toContain('x12 inspect')
    expect(error).not.toContain('as2 inspect')
  })
})

describe('x12 ack', () => {
  const numbers = ['--control-number', '17', '--at', '2026-11-22T15:04Z']

  it('answers with a 997 that names the element, which reads back', async () => {
    const { status, out } = await say(['x12', 'ack', ...numbers, x12Path(tooLong)])
    expect(status).toBe(0)
    expect(out).toContain('AK2*850*0001~\nAK3*N4*16**8~\nAK4*2*156*5*OREGON~\nAK5*R*5~\nAK9*R*1*1*0~\n')
    expect(out).toMatch(/^ISA\*.{28}01\*123456789 {6}\*ZZ\*NORTHWIND/s)
    expect(await say(['x12', 'validate'], Buffer.from(out))).toMatchObject({ status: 0 })
  })

  it('answers several files, each under the next numbers', async () => {
    const paths = [tooLong, '850/northwind-drop-ship.edi'].map(x12Path)
    const { status, out } = await say(['x12', 'ack', ...numbers, ...paths])
    expect(status).toBe(0)
    const { interchanges } = readX12(Buffer.from(out))
    expect(
      interchanges.map(({ controlNumber, groups }) => [controlNumber, groups[0]!.sets[0]!.document]),
    ).toMatchObject([
      ['000000017', { status: 'rejected' }],
      ['000000018', { status: 'accepted' }],
    ])
  })

  it('answers with a TA1 where ISA14 asks for one, and a 999 where that is wanted', async () => {
    const asking = readFileSync(x12Path(tooLong), 'latin1').replace('*000000017*0*P', '*000000017*1*P')
    const { out } = await say(['x12', 'ack', ...numbers, '--set', '999'], Buffer.from(asking))
    const [first, second] = readX12(Buffer.from(out)).interchanges
    expect(first).toMatchObject({
      controlNumber: '000000017',
      acknowledgments: [{ controlNumber: '000000017', status: 'accepted', code: '000' }],
    })
    expect(second).toMatchObject({ controlNumber: '000000018', groups: [{ sets: [{ id: '999', issues: [] }] }] })
  })

  it('says in JSON what the answers are', async () => {
    const { status, out } = await say(['x12', 'ack', '--json', '--ta1', x12Path(tooLong)])
    const answers = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as object)
    expect(status).toBe(0)
    expect(answers).toMatchObject([
      { kind: 'interchange-acknowledgment', controlNumber: '000000017', code: '000' },
      { kind: 'functional-acknowledgment', status: 'rejected', sets: [{ set: '850', segments: [{ segment: 'N4' }] }] },
    ])
  })

  it('does not answer an answer', async () => {
    const { status, out, error } = await say(['x12', 'ack', x12Path('997/acme-partially-accepted.edi')])
    expect({ status, out }).toEqual({ status: 0, out: '' })
    expect(error).toContain('not acknowledged')
  })
})

describe('x12 convert and write', () => {
  const parties = ['--sender', 'ZZ:NORTHWIND', '--receiver', 'ZZ:ACME', '--at', '2026-11-22T15:04Z']

  it.each([
    '850/northwind-drop-ship.edi',
    '856/acme-pick-and-pack.edi',
    '810/acme-invoice.edi',
    '846/acme-delta.edi',
    '855/acme-split-and-rejected.edi',
  ])('goes to JSON and back without loss: %s', async path => {
    const there = await say(['x12', 'convert', '--to', 'json', x12Path(path)])
    expect(there.status).toBe(0)
    const back = await say(['x12', 'write', ...parties], Buffer.from(there.out))
    expect(back).toMatchObject({ status: 0, error: '' })
    expect(await say(['x12', 'convert', '--json', x12Path(path)])).toEqual(there)
    expect(await say(['x12', 'convert', '--to', 'json'], Buffer.from(back.out))).toEqual(there)
  })

  it('leaves one bad invoice of fifty out, and says which', async () => {
    const { status, out, error } = await say([
      'x12',
      'convert',
      '--to',
      'json',
      x12Path('810/invalid-it104-one-of-fifty.edi'),
    ])
    expect(status).toBe(1)
    expect(JSON.parse(out)).toHaveLength(49)
    expect(error).toMatch(/│ {12}\^\^\^\n.*invalid-number · set 810 0017/)
  })

  it('gives out no document of an interchange that was cut off', async () => {
    const { status, out } = await say(['x12', 'convert', '--to', 'json', x12Path('850/invalid-iea-missing.edi')])
    expect({ status, out }).toEqual({ status: 1, out: '[]\n' })
  })

  it('takes several files, and puts their documents in one list', async () => {
    const paths = ['850/northwind-drop-ship.edi', '810/acme-invoice.edi'].map(x12Path)
    const { status, out } = await say(['x12', 'convert', '--to', 'json', ...paths])
    expect(status).toBe(0)
    expect(JSON.parse(out).map((document: { kind: string }) => document.kind)).toEqual(['purchase-order', 'invoice'])
  })

  it('writes CSV, one kind at a time', async () => {
    const { status, out } = await say(['x12', 'convert', '--to', 'csv', x12Path('850/northwind-drop-ship.edi')])
    expect(status).toBe(0)
    expect(out.split('\r\n')[1]).toMatch(/^PO-1001,2026-11-20,/)
    const both = Buffer.concat(['850/northwind-drop-ship.edi', '810/acme-invoice.edi'].map(fixture))
    const mixed = await say(['x12', 'convert', '--to', 'csv'], both)
    expect(mixed).toMatchObject({ status: 2, out: '', error: expect.stringContaining('--kind') })
    const one = await say(['x12', 'convert', '--to', 'csv', '--kind', 'purchase-order'], both)
    expect(one.out).toBe(out)
  })

  it('says which field of which document cannot be written', async () => {
    const { out } = await say(['x12', 'convert', '--to', 'json', x12Path('850/northwind-drop-ship.edi')])
    const [order] = JSON.parse(out)
    const bad = Buffer.from(JSON.stringify([{ ...order, lines: [] }, { ...order, number: 'X'.repeat(40) }, order]))
    const said = await say(['x12', 'write', ...parties], bad)
    expect(said.status).toBe(1)
    expect(said.error).toMatch(/error: \[0\]\.lines/)
    expect(said.error).toMatch(/error: BEG03 .* is longer than 22/)
    expect(readX12(Buffer.from(said.out)).interchanges[0]?.groups[0]?.sets).toHaveLength(1)
  })

  it.each(overlayExamples())(
    'writes the $set of $retailer as its map wants it',
    async ({ overlay, document, context }) => {
      const [map, order] = [
        file('map.json', JSON.stringify(overlay)),
        file('order.json', JSON.stringify(context.source)),
      ]
      const facts = Object.entries(context.facts).flatMap(([name, value]) => ['--fact', `${name}=${value}`])
      const args = ['--overlay', map, '--source', order, ...facts, '--usage', 'T']
      const { status, error, out } = await say(
        ['x12', 'write', ...parties, '--json', ...args],
        Buffer.from(JSON.stringify(document)),
      )
      expect({ status, error }).toEqual({ status: 0, error: '' })
      const records = out
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line))
      expect(records.filter(({ type }) => type === 'set')).toMatchObject([{ document: 0, kind: expect.any(String) }])
      const text = await say(['x12', 'write', ...parties, ...args], Buffer.from(JSON.stringify(document)))
      expect(text.out).toBe(records[0].text)
    },
  )

  it('writes as many interchanges as a map wants, each under the next numbers', async () => {
    const map = file('one-each.json', JSON.stringify({ set: '850', batch: { setsPerInterchange: 1 } }))
    const { out } = await say(['x12', 'convert', '--to', 'json', x12Path('850/northwind-drop-ship.edi')])
    const [order] = JSON.parse(out)
    const orders = Buffer.from(
      JSON.stringify([order, { ...order, number: 'X'.repeat(40) }, { ...order, number: 'B-2' }]),
    )
    const said = await say(['x12', 'write', ...parties, '--overlay', map, '--control-number', '7'], orders)
    expect(said).toMatchObject({ status: 1, error: expect.stringContaining('documents[1]') })
    const numbers = readX12(Buffer.from(said.out)).interchanges.map(({ controlNumber, groups }) => [
      controlNumber,
      groups[0]?.controlNumber,
      groups[0]?.sets[0]?.controlNumber,
    ])
    expect(numbers).toEqual([
      ['000000007', '7', '0001'],
      ['000000008', '8', '0002'],
    ])
  })

  it.each([
    [['--sender', 'ZZ:A1', '--receiver', 'ZZ:B2', '--fact', 'warehouse'], /--fact takes NAME=VALUE/],
    [['--sender', 'NORTHWIND'], /--sender takes an interchange qualifier/],
    [['--sender', 'ZZ:A1', '--receiver', 'ZZ:B2', '--control-number', 'x'], /no number/],
    [['--sender', 'ZZ:A1', '--receiver', 'ZZ:B2', '--at', 'noon'], /no moment/],
    [['--sender', 'ZZ:A1', '--receiver', 'ZZ:B2', '--usage', 'X'], /P \(production\) or T \(test\)/],
  ])('refuses wrong options: %j', async (args, expected) => {
    expect(await say(['x12', 'write', ...args], Buffer.from('[]'))).toMatchObject({
      status: 2,
      error: expect.stringMatching(expected),
    })
  })
})

describe('the program itself', () => {
  async function crossdock(args: string[], input: Uint8Array) {
    const child = spawn(process.execPath, [binary, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    const said = { out: '', error: '' }
    child.stdout.on('data', chunk => {
      said.out += chunk
    })
    child.stderr.on('data', chunk => {
      said.error += chunk
    })
    child.stdin.end(input)
    const status = await new Promise(resolve => child.on('close', resolve))
    return { status, ...said }
  }

  it('reads standard input, writes standard output and answers by its status', async () => {
    const bytes = fixture(tooLong)
    expect(await crossdock(['x12', 'validate', '-'], bytes)).toEqual(await say(['x12', 'validate', '-'], bytes))
    expect(await crossdock(['x12', 'inspect', '--json'], bytes)).toMatchObject({ status: 1, error: '' })
    expect(await crossdock(['x12', 'validate'], Buffer.from('%PDF-1.7'))).toEqual({
      status: 2,
      out: '',
      error: 'standard input is not X12: it looks like a PDF; ask the sender for X12.\n',
    })
  })
})
