import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byName, oneAnswer } from './entries.ts'
import { isTemporary, locate, temporarySuffixes } from './paths.ts'

describe('locate', () => {
  it.each([
    ['.', { kind: 'root', path: '/' }],
    ['', { kind: 'root', path: '/' }],
    ['/..', { kind: 'root', path: '/' }],
    ['inbound', { kind: 'folder', folder: 'inbound', path: '/inbound' }],
    ['/inbound/', { kind: 'folder', folder: 'inbound' }],
    ['/outbound//850.edi', { kind: 'file', folder: 'outbound', name: '850.edi', path: '/outbound/850.edi' }],
    ['inbound/../outbound/./850.edi', { kind: 'file', folder: 'outbound', name: '850.edi' }],
    ['/../../etc/passwd', { kind: 'nowhere', path: '/etc/passwd' }],
    ['/inbound/../../../etc/passwd', { kind: 'nowhere', path: '/etc/passwd' }],
    ['/inbound/a/b', { kind: 'nowhere' }],
    ['/Inbound', { kind: 'nowhere' }],
    ['/inbound/..\\..\\windows', { kind: 'malformed' }],
    ['/inbound/a\u0000.edi', { kind: 'malformed' }],
    ['/inbound/a\nb', { kind: 'malformed' }],
    [`/inbound/${'é'.repeat(127)}x`, { kind: 'file' }],
    [`/inbound/${'é'.repeat(128)}`, { kind: 'malformed' }],
    ['/a'.repeat(3_000), { kind: 'malformed' }],
    ['/inbound/Be\u0301ne\u0301lux.csv', { kind: 'file', name: 'B\u00e9n\u00e9lux.csv' }],
  ])('%j', (raw, place) => expect(locate(raw)).toMatchObject(place))

  it('never leaves the four folders, and knows its own paths again', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'inbound', 'outbound', 'etc', '~', 'a.edi'),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), parts => {
        const place = locate(parts.join('/'))
        if (place.kind === 'malformed') return
        expect(place.path.split('/')).not.toContain('..')
        expect(locate(place.path)).toEqual(place)
        if (place.kind === 'file') expect(place.path).toBe(`/${place.folder}/${place.name}`)
      }),
    )
  })
})

describe('isTemporary', () => {
  it.each([
    ['856.edi.tmp', true],
    ['856.EDI.TMP', true],
    ['856.edi.filepart', true],
    ['856.edi', false],
    ['tmp', false],
    ['partial.csv', false],
  ])('%s: %s', (name, temporary) => expect(isTemporary(name, temporarySuffixes)).toBe(temporary))
})

describe('byName', () => {
  const file = (name: string, id: string) => ({ id, name, size: 1, modified: new Date(0) })
  const names = (...files: ReturnType<typeof file>[]) => [...byName(files).keys()]

  it('tells files of the same name apart by their ids', () => {
    const [first, second] = ['0198c0de-0000-7000-8000-00006f1c02aa', '0198c0de-0000-7000-8000-00006f1c02ab']
    expect(names(file('850.edi', first), file('850.edi', second))).toEqual(['850.edi', '850.6f1c02ab.edi'])
  })

  it('makes names usable that are not', () => {
    expect(names(file('a/b\\c\n.edi', '1'), file('..', '2'), file('', '3'))).toEqual(['a_b_c_.edi', '_..', '_'])
    const [long] = names(file('ö'.repeat(200) + '.edi', '1'))
    expect(Buffer.byteLength(long!)).toBeLessThanOrEqual(255)
  })

  it('lists every file under a name that finds it again', () => {
    const anyName = fc.oneof(fc.constantFrom('a', 'a.edi', '.', '..'), fc.string({ unit: 'grapheme', maxLength: 300 }))
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 20 }), all => {
        const listed = byName(all.map(name => file(name, crypto.randomUUID())))
        expect(listed.size).toBe(all.length)
        for (const name of listed.keys()) expect(locate(`/outbound/${name}`)).toMatchObject({ kind: 'file', name })
      }),
    )
  })
})

describe('oneAnswer', () => {
  it('splits a long listing into answers that every client takes, and leaves nothing out', () => {
    const entries = Array.from({ length: 5_000 }, (_, index) => {
      const name = String(index).padEnd(255, 'x')
      return { name, directory: false, writable: false, size: index, modified: new Date(0) }
    })
    let told = 0
    while (told < entries.length) {
      const part = oneAnswer(entries, told)
      expect(part).toEqual(entries.slice(told, told + part.length))
      expect(part.length * (255 * 2 + 100)).toBeLessThan(34_000)
      told += part.length
    }
  })
})
