import { describe, expect, it } from 'vitest'
import { dictionaryOf } from './dictionary.ts'
import type { LoopNode, StructureChange } from './model.ts'
import { applyChanges, parseStructure } from './structure.ts'

const dictionary = dictionaryOf('004010')
const parse = (structure: string): LoopNode => parseStructure(structure, dictionary)
const changed = (structure: string, ...changes: StructureChange[]): string =>
  printed(applyChanges(parse(structure), changes, dictionary))

/** A structure in its own notation. */
function printed({ children }: LoopNode): string {
  const token = (tag: string, min: number, max: number): string =>
    `${tag}${min > 0 ? '!' : ''}${max === 1 ? '' : max === Number.POSITIVE_INFINITY ? '*' : `*${max}`}`
  return children
    .map(node => {
      if (node.kind === 'segment') return token(node.definition.tag, node.min, node.max)
      return `${token(node.id, node.min, node.max)}{${printed({ ...node, children: node.children.slice(1) })}}`
    })
    .join(' ')
}

describe('parseStructure', () => {
  it('reads what it is told, and nothing else', () => {
    const structure = 'BEG! CUR REF* PER*3 N9*1000{DTM* MSG!*1000} PO1!*{LIN LS{LDT*{QTY*} LE!}} CTT{AMT}'
    expect(printed(parse(structure))).toBe(structure)
    expect(printed(parse('BEG!\n  CUR\n'))).toBe('BEG! CUR')
  })

  it('keeps what walking and writing look up', () => {
    const root = parse('BEG! N9*{MSG*} REF* N9 REF')
    expect([...root.keys]).toEqual(root.children.map(child => child.key))
    expect(root.required).toEqual([0])
    expect(root.segmentAt.get('REF')).toBe(2)
    expect(root.loopAt.get('N9')).toBe(1)
    expect(root.segmentAt.get('N9')).toBe(3)
    const loop = root.children[1] as LoopNode
    expect(loop.children[0]).toMatchObject({ kind: 'segment', min: 1, max: 1 })
  })

  it('an optional loop still begins with its segment', () => {
    const loop = parse('N1*200{N3*2}').children[0] as LoopNode
    expect(loop).toMatchObject({ kind: 'loop', id: 'N1', min: 0, max: 200, required: [0] })
  })

  it.each([
    ['N1{N3', 'loop N1 is not closed'],
    ['N1} N3', 'unexpected }'],
    ['BEG! XYZ', 'segment XYZ is not in the dictionary'],
    ['N1{XYZ}', 'segment XYZ is not in the dictionary'],
  ])('refuses %s', (structure, message) => {
    expect(() => parse(structure)).toThrow(message)
  })
})

describe('applyChanges', () => {
  const structure = 'BEG! LDT MSG N9*10{DTM* MSG*5} N1*{N2 MSG}'

  it('replaces, adds and drops at a place', () => {
    expect(changed(structure, { at: 'LDT', replace: 'LDT*{QTY*}' })).toBe(
      'BEG! LDT*{QTY*} MSG N9*10{DTM* MSG*5} N1*{N2 MSG}',
    )
    expect(changed(structure, { at: 'N9/MSG', before: 'REF', after: 'PWK* TXI' })).toBe(
      'BEG! LDT MSG N9*10{DTM* REF MSG*5 PWK* TXI} N1*{N2 MSG}',
    )
    expect(changed(structure, { at: 'N9', drop: true })).toBe('BEG! LDT MSG N1*{N2 MSG}')
    expect(changed(structure, { at: 'N9', after: 'CUR' })).toBe('BEG! LDT MSG N9*10{DTM* MSG*5} CUR N1*{N2 MSG}')
  })

  it('changes a tag everywhere', () => {
    expect(changed(structure, { at: 'all/MSG', replace: 'NTE*' })).toBe('BEG! LDT NTE* N9*10{DTM* NTE*} N1*{N2 NTE*}')
  })

  it('applies one change upon the other', () => {
    expect(changed(structure, { at: 'all/MSG', replace: 'NTE*' }, { at: 'N9/NTE', after: 'PWK*' })).toBe(
      'BEG! LDT NTE* N9*10{DTM* NTE* PWK*} N1*{N2 NTE*}',
    )
  })

  it('leaves the earlier version as it was', () => {
    const earlier = parse(structure)
    applyChanges(earlier, [{ at: 'N9/MSG', drop: true }], dictionary)
    expect(printed(earlier)).toBe(structure)
  })

  it.each([['CUR'], ['N9/CUR'], ['SLN/MSG'], ['LDT/MSG']])('refuses a place that is not there: %s', at => {
    expect(() => changed(structure, { at, drop: true })).toThrow(`${at} is not in the guide`)
  })

  it('refuses a change everywhere of what is nowhere', () => {
    expect(() => changed(structure, { at: 'all/MTX', drop: true })).toThrow('all/MTX is not in the guide')
  })
})
