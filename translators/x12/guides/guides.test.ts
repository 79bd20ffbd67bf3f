import { describe, expect, it } from 'vitest'
import { dictionaryVersions } from './dictionary.ts'
import { dictionaryVersionOf, guideOf, isKnownVersion } from './guide.ts'
import type { GuideNode, LoopNode } from './model.ts'
import { setGuides } from './registry.ts'

const sets = Object.keys(setGuides)

/** A path of loops and a tag, and how often it may come there: `1`, `0..1`, `0..>1`. Loops are counted as loops. */
function usage(set: string, version: string, path: string): string {
  const tags = path.split('/')
  let loop = guideOf(set, version)!.root
  let found: GuideNode | undefined
  for (const [index, tag] of tags.entries()) {
    const places = index < tags.length - 1 ? [loop.loopAt] : [loop.loopAt, loop.segmentAt]
    const place = places.map(at => at.get(tag)).find(at => at !== undefined)
    found = place === undefined ? undefined : loop.children[place]
    if (!found) return 'not there'
    if (found.kind === 'loop') loop = found
  }
  const { min, max, kind } = found!
  const most = max === Number.POSITIVE_INFINITY ? '>1' : `${max}`
  return `${kind === 'loop' ? 'loop ' : ''}${min === max ? min : `${min}..${most}`}`
}

function mandatory(loop: LoopNode): string[] {
  return loop.required.map(index => {
    const child = loop.children[index]!
    return child.kind === 'loop' ? `${child.id} loop` : child.definition.tag
  })
}

function loopsOf(loop: LoopNode): LoopNode[] {
  return [loop, ...loop.children.flatMap(child => (child.kind === 'loop' ? loopsOf(child) : []))]
}

describe.each(dictionaryVersions)('in %s', version => {
  it.each(sets)('%s is built of segments of the dictionary', set => {
    const guide = guideOf(set, version)!
    expect(guide).toMatchObject({ set, version })
    for (const loop of loopsOf(guide.root)) {
      for (const child of loop.children) {
        const definition = child.kind === 'loop' ? undefined : child.definition
        if (definition) expect(definition).toBe(guide.dictionary.segment(definition.tag))
        expect(child.min).toBeLessThanOrEqual(child.max)
      }
    }
  })

  it.each(sets)('%s: no two neighbours can be mistaken for one another', set => {
    for (const { id, children } of loopsOf(guideOf(set, version)!.root)) {
      const keys = children.map(child => child.key)
      expect(
        keys.findIndex((key, index) => index > 0 && key === keys[index - 1]),
        id,
      ).toBe(-1)
    }
  })
})

describe('the registry', () => {
  it.each(sets)('%s has the functional group that the standard gives it', set => {
    const groups: Record<string, string> = {
      '810': 'IN',
      '820': 'RA',
      '824': 'AG',
      '832': 'SC',
      '846': 'IB',
      '850': 'PO',
      '855': 'PR',
      '856': 'SH',
      '860': 'PC',
      '864': 'TX',
      '865': 'CA',
      '997': 'FA',
      '999': 'FA',
    }
    expect(setGuides[set]).toMatchObject({ set, functionalId: groups[set] })
  })

  it('knows no set of another name', () => {
    expect(guideOf('875', '004010')).toBeUndefined()
    expect(guideOf('constructor', '004010')).toBeUndefined()
  })
})

describe('the version that reads a release', () => {
  it.each([
    ['004010', '004010'],
    ['004010VICS', '004010'],
    ['004010UCS', '004010'],
    ['004030VICS', '004030'],
    ['004050VICS', '004030'],
    ['004060', '004030'],
    ['005010VICS', '005010'],
    ['005040', '005010'],
    ['003060', '003000'],
    ['002001', '003000'],
    ['', '004010'],
    ['VICS', '004010'],
    ['4010', '004010'],
    ['5010VICS', '005010'],
    ['00403', '004030'],
    ['3040', '003000'],
    ['006010', '005010'],
    ['008010', '005010'],
  ])('%s is read with %s', (release, version) => {
    expect(dictionaryVersionOf(release)).toBe(version)
    expect(guideOf('850', release)).toBe(guideOf('850', version))
  })

  it('says which releases are held themselves', () => {
    expect(['004010', '004030VICS', '005010X231A1', '4010', '00501'].every(isKnownVersion)).toBe(true)
    expect(['004050VICS', '004060', '005040', '3010'].some(isKnownVersion)).toBe(false)
  })
})

describe('what a set cannot do without', () => {
  it.each([
    ['810', ['BIG', 'TDS']],
    ['820', ['BPR']],
    ['824', ['BGN', 'OTI loop']],
    ['832', ['BCT']],
    ['846', ['BIA', 'LIN loop']],
    ['850', ['BEG', 'PO1 loop']],
    ['855', ['BAK']],
    ['856', ['BSN', 'HL loop']],
    ['860', ['BCH']],
    ['864', ['BMG', 'MIT loop']],
    ['865', ['BCA']],
    ['997', ['AK1', 'AK9']],
    ['999', ['AK1', 'AK9']],
  ])('%s: %j', (set, expected) => {
    for (const version of ['004010', '004030', '005010'])
      expect(mandatory(guideOf(set, version)!.root)).toEqual(expected)
  })
})

describe('how often, and in which version', () => {
  it.each([
    // set, path, 004010, 004030, 005010
    ['810', 'REF', '0..12', '0..12', '0..12'],
    ['810', 'IT1', 'loop 0..200000', 'loop 0..200000', 'loop 0..200000'],
    ['810', 'IT1/SAC', 'loop 0..25', 'loop 0..>1', 'loop 0..>1'],
    ['810', 'IT1/SLN/SAC', '0..25', '0..25', '0..>1'],
    ['810', 'SAC', 'loop 0..25', 'loop 0..>1', 'loop 0..>1'],
    ['810', 'SAC/TXI', '0..10', 'loop 0..>1', 'loop 0..>1'],
    ['810', 'CTT', '0..1', '0..1', '0..1'],
    ['820', 'ENT', 'loop 0..>1', 'loop 0..>1', 'loop 0..>1'],
    ['820', 'ENT/RMR/ADX', 'loop 0..>1', 'loop 0..>1', 'loop 0..>1'],
    ['820', 'ENT/RMR/VEH', 'not there', '0..1', '0..1'],
    ['820', 'ENT/FA1/FA2', 'not there', '1..>1', '1..>1'],
    ['820', 'ENT/RMR/FA1', 'not there', 'loop 0..>1', 'loop 0..>1'],
    ['820', 'TXP/REF', 'not there', 'not there', '0..>1'],
    ['824', 'OTI', 'loop 1..>1', 'loop 1..>1', 'loop 1..>1'],
    ['824', 'OTI/TED', 'loop 0..>1', 'loop 0..>1', 'loop 0..>1'],
    ['824', 'OTI/TED/CTX', 'not there', 'not there', '0..10'],
    ['832', 'LIN', 'loop 0..>1', 'loop 0..>1', 'loop 0..>1'],
    ['832', 'LIN/CTP', 'loop 0..100', 'loop 0..100', 'loop 0..>1'],
    ['832', 'LIN/CTP/G40', '0..99', 'loop 0..>1', 'loop 0..>1'],
    ['832', 'G93', '0..50', 'loop 0..>1', 'loop 0..>1'],
    ['846', 'LIN', 'loop 1..10000', 'loop 1..10000', 'loop 1..10000'],
    ['846', 'LIN/QTY', 'loop 0..99', 'loop 0..99', 'loop 0..99'],
    ['846', 'LIN/QTY/LS/LE', '1', '1', '1'],
    ['850', 'PO1', 'loop 1..100000', 'loop 1..100000', 'loop 1..100000'],
    ['850', 'TC2', '0..>1', '0..>1', '0..>1'],
    ['850', 'LDT', '0..12', 'loop 0..>1', 'loop 0..>1'],
    ['850', 'TD5', '0..12', '0..>1', '0..>1'],
    ['850', 'N9/MSG', '0..1000', 'not there', 'not there'],
    ['850', 'N9/MTX', 'not there', '0..>1', '0..>1'],
    ['850', 'PO1/N9/PWK', 'not there', '0..>1', '0..>1'],
    ['850', 'N1/IN2', 'not there', '0..>1', '0..>1'],
    ['850', 'PO1/SDQ', '0..500', '0..500', '0..500'],
    ['850', 'PO1/SLN/MEA', 'not there', 'not there', '0..>1'],
    ['855', 'PO1/ACK', 'loop 0..104', 'loop 0..104', 'loop 0..104'],
    ['855', 'N9/MSG', '0..1000', 'not there', 'not there'],
    ['856', 'HL', 'loop 1..200000', 'loop 1..200000', 'loop 1..200000'],
    ['856', 'HL/TD1', '0..20', '0..20', '0..20'],
    ['856', 'HL/MAN', '0..>1', '0..>1', '0..>1'],
    ['856', 'HL/TD3', '0..12', 'loop 0..12', 'loop 0..12'],
    ['856', 'HL/LH1/LH4', '0..1', '0..1', '0..4'],
    ['860', 'POC', 'loop 0..>1', 'loop 0..>1', 'loop 0..>1'],
    ['860', 'POC/SCH/REF', 'not there', '0..>1', '0..>1'],
    ['860', 'TC2', 'not there', 'not there', 'not there'],
    ['860', 'CTT/AMT', '0..5', '0..5', '0..5'],
    ['864', 'MIT', 'loop 1..>1', 'loop 1..>1', 'loop 1..>1'],
    ['864', 'MIT/MSG', '1..100000', '1..>1', '1..>1'],
    ['865', 'POC/ACK', 'loop 0..104', 'loop 0..104', 'loop 0..104'],
    ['865', 'POC/PD/PDD', '0..>1', '0..>1', '0..>1'],
    ['865', 'POC/SLN/N9/MTX', 'not there', '0..>1', '0..>1'],
    ['865', 'LDT', '0..12', 'loop 0..>1', 'loop 0..>1'],
    ['997', 'AK2', 'loop 0..999999', 'loop 0..999999', 'loop 0..999999'],
    ['997', 'AK2/AK3/AK4', '0..99', '0..99', '0..99'],
    ['997', 'AK2/AK5', '1', '1', '1'],
    ['999', 'AK2/IK3/CTX', '0..10', '0..10', '0..10'],
    ['999', 'AK2/IK3/IK4', 'loop 0..>1', 'loop 0..>1', 'loop 0..>1'],
    ['999', 'AK2/IK5', '1', '1', '1'],
  ])('%s %s: %s, %s, %s', (set, path, ...expected) => {
    expect(['004010', '004030', '005010'].map(version => usage(set, version, path))).toEqual(expected)
  })
})
