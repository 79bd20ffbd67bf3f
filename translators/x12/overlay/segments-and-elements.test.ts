import { describe, expect, it } from 'vitest'
import type { OverlayInput } from './schema.ts'
import { brief, documentIn, readUnder, through, told, writeUnder } from './testing.ts'

const order = documentIn('850/northwind-drop-ship.edi', 'purchase-order')
const answer = documentIn('855/acme-split-and-rejected.edi', 'purchase-order-acknowledgment')
const invoice = documentIn('810/acme-invoice.edi', 'invoice')

describe('segments', () => {
  it('are required, forbidden and counted, in the set and in each loop', async () => {
    expect(
      await told(order, {
        set: '850',
        segments: {
          FOB: { usage: 'required' },
          ITD: { usage: 'not used' },
          'PO1/PID': { min: 1 },
          'PO1/DTM[010]': { usage: 'required' },
          'N1[ST]/PER': { max: 0 },
          'REF[DP]': { min: 2 },
        },
      }),
    ).toEqual([
      'missing-segment FOB',
      'missing-segment PID',
      'missing-segment DTM',
      'too-many-segments PER',
      'missing-segment REF',
    ])
  })

  it('that are not used are left out with their loops, and what is lost is told', async () => {
    const { segments, issues } = await writeUnder(order, {
      set: '850',
      segments: { CTT: { usage: 'not used' }, 'N1[BY]': { usage: 'not used' }, 'N1[ST]/N4': { usage: 'required' } },
    })
    expect(segments.some(segment => /^(CTT|N1\*BY)/.test(segment))).toBe(false)
    expect(brief(issues)).toEqual([
      'not-carried documents[0].buyer.name',
      ...['code', 'codeBy'].map(name => `not-carried documents[0].buyer.${name}`),
    ])
  })

  it('beyond the most are refused, or dropped and told where the map says so', async () => {
    const chatty = { ...order, notes: ['one', 'two', 'three'] }
    expect(await told(chatty, { set: '850', segments: { '/N9/MSG': {}, 'N9/MSG': { max: 2 } } })).toEqual([
      'too-many-segments MSG',
    ])
    const { segments, issues } = await writeUnder(chatty, {
      set: '850',
      segments: { 'N9/MSG': { max: 2, overflow: 'drop' } },
    })
    expect(segments.filter(segment => segment.startsWith('MSG'))).toEqual(['MSG*one', 'MSG*two'])
    expect(brief(issues)).toEqual(['not-carried documents[0].notes[2]'])
  })

  it('are told apart by their order', async () => {
    expect(
      await told(
        { ...order, notes: ['a long first note', 'b'] },
        { set: '850', elements: { 'N9/MSG01[#1]': { length: [1, 5] } } },
      ),
    ).toEqual(['too-long MSG01 a long first note'])
  })

  it('may stand where the standard has none, also those of the partner alone', async () => {
    const structure = [{ at: 'PO1/ACK', after: 'ZAA' }]
    const segments = await through(answer, {
      set: '855',
      structure,
      add: [{ name: 'handling', in: 'PO1', segment: 'ZAA', elements: { '01': 'STD' } }],
    })
    expect(segments.filter(segment => segment === 'ZAA*STD')).toHaveLength(answer.lines.length)
  })

  it('may break conditions of the standard that are taken off, and keep those that are added', async () => {
    const bare = { ...invoice, carrier: undefined, billOfLading: undefined }
    expect(await told(bare, { set: '810', segments: { IT1: { relations: { add: ['P0208'] } } } })).toContainEqual(
      expect.stringContaining('missing-conditional-element IT1'),
    )
    const { text, overlay } = await writeUnder(order, {
      set: '850',
      segments: { ITD: { relations: { off: ['L03040513'] } } },
    })
    const broken = text.replace('ITD*08*3*2**10**30*', 'ITD*08*3*2****30*')
    expect(brief(readUnder(broken, overlay).issues)).toEqual([])
    expect(brief(readUnder(broken, { set: '850' }).issues)).not.toEqual([])
  })
})

describe('elements', () => {
  it('are held to usage, values, codes, lengths and patterns', async () => {
    expect(
      await told(order, {
        set: '850',
        elements: {
          BEG02: { codes: ['SA'] },
          BEG03: { pattern: '^\\d{8}$' },
          BEG04: { usage: 'required' },
          PO103: { forbid: ['EA'] },
          'N104[BY]': { length: [1, 5] },
        },
      }),
    ).toEqual([
      'unknown-code BEG02 DS',
      'invalid-value BEG03 PO-1001',
      'missing-element BEG04',
      'unknown-code PO103 EA',
      'unknown-code PO103 EA',
      'too-long N104 0614141000005',
    ])
  })

  it('may be longer, missing, or of other codes than the standard has where the map says so', async () => {
    const given: OverlayInput = {
      set: '850',
      elements: { 'REF02[CO]': { length: [1, 40] }, BEG02: { alsoCodes: ['PE'] }, N402: { check: false } },
    }
    const long = { ...order, customerOrderNumber: '7'.repeat(38) }
    await through(long, given)
    const { text, overlay } = await writeUnder(order, given)
    const odd = text.replace('BEG*00*DS', 'BEG*00*PE').replace('PORTLAND*OR*', 'PORTLAND*OREGON*')
    expect(brief(readUnder(odd, overlay).issues)).toEqual(['ambiguous-value BEG02 PE'])
    expect(readUnder(odd, overlay).document).toMatchObject({ shipTo: { state: 'OREGON' } })
  })

  it('are filled, prefixed, rounded and dated as the partner writes them, and read back', async () => {
    const segments = await through(
      { ...order, customerOrderNumber: '42' },
      {
        set: '850',
        elements: {
          PO101: { pad: { width: 4 } },
          'REF02[CO]': { prefix: 'W' },
          PO104: { decimals: { least: 2, most: 2 } },
          'SAC05[C]': {},
          'DTM02[037]': { date: 'YYMMDD' },
          'PO1/CTP03': { decimals: { implied: 2 } },
        },
      },
    )
    expect(segments).toContain('PO1*0001*2*EA*18.25**SK*NW-55*VN*ACME-9*UP*012345678905')
    expect(segments).toContain('PO1*0002*1*EA*4.00**SK*NW-56*VN*ACME-10')
    expect(segments).toContain('REF*CO*W42')
    expect(segments).toContain('DTM*037*261121')
    expect(segments).toContain('CTP**RTL*2999')
  })

  it('lose what they must only where the map allows it, and that is told', async () => {
    const length: [number, number] = [1, 4]
    expect(await told(order, { set: '850', elements: { 'PO1/PID05': { length } } })).toEqual([
      'too-long PID05 ENAMEL KETTLE, BLUE',
    ])
    const { segments, issues } = await writeUnder(order, {
      set: '850',
      elements: { 'PO1/PID05': { length, overflow: 'truncate' } },
    })
    expect(segments).toContain('PID*F*08***ENAM')
    expect(brief(issues)).toEqual(['altered-by-map documents[0].lines[0].description'])
  })

  it('with fixed values are told when that says something else than the document', async () => {
    expect(await told(order, { set: '850', elements: { PO103: { fixed: 'CA' } } })).toEqual([
      'changed-by-map documents[0].lines[0].unit',
      'changed-by-map documents[0].lines[1].unit',
    ])
  })

  it('that are placeholders are read as absent', async () => {
    const { text, overlay } = await writeUnder(order, {
      set: '850',
      elements: { N302: { placeholders: ['.'] } },
      productIdPlaceholders: ['NO VENDOR'],
    })
    const back = readUnder(text.replace('*APT 4~', '*.~').replace('*VN*ACME-10~', '*VN*NO VENDOR~'), overlay)
    expect(brief(back.issues)).toEqual([])
    const read = back.document as typeof order
    expect(read.shipTo.address2).toBeUndefined()
    expect(read.lines[1]!.ids).toEqual({ buyer: 'NW-56' })
  })
})

describe('codes', () => {
  it('are translated both ways by place', async () => {
    const segments = await through(answer, {
      set: '855',
      codes: {
        BAK02: { AC: 'RD', AD: 'AK' },
        'PO1/ACK29': { 'out-of-stock': '03', 'unknown-item': '02' },
        PO103: { EA: 'UN' },
      },
    })
    expect(segments.find(segment => /^ACK\*IR/.test(segment))).toMatch(/\*0[23]$/)
    expect(segments.find(segment => segment.startsWith('PO1'))).toContain('*UN*')
  })

  it('that are qualifiers stay what other codes go by', async () => {
    const segments = await through(order, {
      set: '850',
      codes: { 'N101[ST]': { ST: 'Z7' }, 'N103[BY]': { UL: '92' }, '/DTM01[037]': { '037': '010' } },
    })
    expect(segments).toContain('N1*Z7*ADA LOVELACE')
    expect(segments).toContain('N1*BY*NORTHWIND RETAIL*92*0614141000005')
    expect(segments).toContain('DTM*010*20261121')
  })
})
