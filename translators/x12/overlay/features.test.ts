import { describe, expect, it } from 'vitest'
import { fixture } from '../../../fixtures/x12/files.ts'
import type { BusinessDocument, DocumentOf } from '../../documents/index.ts'
import { readX12 } from '../reader.ts'
import type { OverlayContext } from './context.ts'
import { changesOf } from './read-back.ts'
import type { OverlayInput } from './schema.ts'
import { brief, readUnder, writeUnder } from './testing.ts'

function documentIn(path: string): BusinessDocument {
  return readX12(fixture(path)).interchanges[0]!.groups[0]!.sets[0]!.document!
}

const order = documentIn('850/northwind-drop-ship.edi') as DocumentOf<'purchase-order'>
const answer = documentIn('855/acme-split-and-rejected.edi') as DocumentOf<'purchase-order-acknowledgment'>
const notice = documentIn('856/acme-pick-and-pack.edi') as DocumentOf<'ship-notice'>
const invoice = documentIn('810/acme-invoice.edi') as DocumentOf<'invoice'>

/** Writes and reads back; the document must come back as it was, but for what `lost` names. */
async function through(document: BusinessDocument, given: OverlayInput, context: OverlayContext = {}) {
  const written = await writeUnder(document, given, context)
  expect(brief(written.issues), written.text).toEqual([])
  const back = readUnder(written.text, written.overlay)
  expect(brief(back.issues), written.text).toEqual([])
  expect(back.document && changesOf(document, back.document), written.text).toEqual([])
  return written.segments
}

async function refused(document: BusinessDocument, given: OverlayInput, context: OverlayContext = {}) {
  const written = await writeUnder(document, given, context)
  return brief(written.issues)
}

describe('segments', () => {
  it('are required, forbidden and counted, in the set and in each loop', async () => {
    expect(
      await refused(order, {
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
    expect(await refused(chatty, { set: '850', segments: { '/N9/MSG': {}, 'N9/MSG': { max: 2 } } })).toEqual([
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
      await refused(
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
    expect(await refused(bare, { set: '810', segments: { IT1: { relations: { add: ['P0208'] } } } })).toContainEqual(
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
      await refused(order, {
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
    expect(await refused(order, { set: '850', elements: { 'PO1/PID05': { length } } })).toEqual([
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
    expect(await refused(order, { set: '850', elements: { PO103: { fixed: 'CA' } } })).toEqual([
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

describe('values that stand elsewhere', () => {
  it('are moved there and read from there', async () => {
    const segments = await through(order, {
      set: '850',
      segments: { PO1: { relations: { off: ['P0304', 'C0504', 'C0405'] } } },
      moves: [{ from: 'PO104', to: 'PO1/CTP03[02=UCP]' }],
    })
    expect(segments).toContain('PO1*1*2*EA***SK*NW-55*VN*ACME-9*UP*012345678905')
    expect(segments).toContain('CTP**UCP*18.25')
    expect(segments).toContain('CTP**RTL*29.99')
  })

  it('may be of another segment of the same level', async () => {
    const segments = await through(notice, {
      set: '856',
      moves: [{ from: 'HL[P]/MAN02[CP]', to: 'HL[P]/REF02[CN]' }],
    })
    expect(segments.filter(segment => segment.startsWith('MAN*CP'))).toEqual([])
    expect(segments.filter(segment => segment.startsWith('REF*CN')).length).toBeGreaterThan(0)
  })
})

describe('texts', () => {
  it('are wrapped into lines and joined again, each note in its own loop', async () => {
    const notes = ['A gift for Ada: please wrap it in blue paper and leave the price out of the box', 'Second note']
    const segments = await through({ ...order, notes }, { set: '850', elements: { 'N9/MSG01': { wrap: 30 } } })
    const texts = segments.filter(segment => /^(N9|MSG)/.test(segment))
    expect(texts.filter(segment => segment.startsWith('N9'))).toHaveLength(2)
    expect(Math.max(...texts.map(segment => segment.length))).toBeLessThanOrEqual(34)
  })
})

describe('segments of the map itself', () => {
  const context: OverlayContext = { source: order, facts: { programme: 'dropship', route: 'W' } }

  it('are constant, copied, counted, from the order, from facts or filled in, and are not read as the document', async () => {
    const segments = await through(
      invoice,
      {
        set: '810',
        add: [
          { name: 'vendor', segment: 'REF', elements: { '01': 'IA', '02': '00417' } },
          {
            name: 'department',
            segment: 'REF',
            elements: { '01': 'DP', '02': { source: 'references[department].value' } },
          },
          {
            name: 'programme',
            segment: 'REF',
            elements: { '01': 'ZZ', '02': { template: '{fact.programme}-{BIG02}' } },
            when: { fact: 'route', is: 'W' },
          },
          { name: 'store', segment: 'REF', elements: { '01': 'ST', '02': '9' }, when: { fact: 'route', isNot: 'W' } },
          {
            name: 'buyer',
            segment: 'N1',
            elements: { '01': 'BY', '03': '92', '04': { source: 'buyer.code' } },
            followedBy: [{ segment: 'N3', elements: { '01': { document: 'number' } } }],
          },
          {
            name: 'not there',
            segment: 'REF',
            elements: { '01': 'CT', '02': { fact: 'contract' } },
            usage: 'optional',
          },
        ],
      },
      context,
    )
    expect(segments).toContain('REF*IA*00417')
    expect(segments).toContain('REF*DP*038')
    expect(segments).toContain(`REF*ZZ*dropship-${invoice.number}`)
    expect(segments).toContain('N1*BY**92*0614141000005')
    expect(segments).toContain(`N3*${invoice.number}`)
    expect(segments.filter(segment => /^REF\*(ST|CT)/.test(segment))).toEqual([])
  })

  it('keep a document back when a value is missing', async () => {
    expect(
      await refused(invoice, {
        set: '810',
        add: [{ name: 'contract', segment: 'REF', elements: { '01': 'CT', '02': { fact: 'contract' } } }],
      }),
    ).toEqual(['unmet-by-map REF', 'missing-segment REF'])
  })

  it('have totals that follow from the set, and are checked when read', async () => {
    const given: OverlayInput = { set: '850', elements: { CTT02: { value: { sum: 'PO102' }, usage: 'required' } } }
    const segments = await through(order, given)
    expect(segments).toContain('CTT*2*3')
    const { text, overlay } = await writeUnder(order, given)
    expect(brief(readUnder(text.replace('CTT*2*3', 'CTT*2*4'), overlay).issues)).toEqual(['wrong-total CTT02 4'])
  })
})

describe('conditions', () => {
  it('look inside each loop, at other elements, and require, fix or forbid', async () => {
    const given: OverlayInput = {
      set: '855',
      rules: [
        {
          name: 'a rejection says why',
          in: 'PO1/ACK',
          when: { place: 'ACK01', is: ['IR', 'ID'] },
          must: { elements: { ACK29: { usage: 'required' }, ACK05: { usage: 'not used' } } },
        },
        {
          name: 'accepted lines have a date',
          in: 'PO1/ACK',
          when: { place: 'ACK01', is: 'IA' },
          must: { elements: { ACK05: { usage: 'required' } } },
        },
        {
          name: 'no order number, no detail',
          when: { place: 'BAK08', present: false },
          must: { refuse: 'BAK08 tells our order number.' },
        },
      ],
    }
    const plain = {
      ...answer,
      lines: answer.lines.map(line => ({
        ...line,
        answers: line.answers.map(({ shipDate: _, reason: __, ...rest }) => rest),
      })),
    }
    const expected = plain.lines.flatMap(line =>
      line.answers.flatMap(each =>
        each.status === 'rejected'
          ? ['missing-element ACK29']
          : each.status === 'accepted'
            ? ['missing-element ACK05']
            : [],
      ),
    )
    expect(expected.length).toBeGreaterThan(1)
    expect((await refused(plain, given)).toSorted()).toEqual(expected.toSorted())
    const { supplierOrderNumber: _, ...unnumbered } = answer
    expect(await refused(unnumbered, given)).toContain('refused-by-map BAK')
  })

  it('compare numbers and places', async () => {
    const given: OverlayInput = {
      set: '810',
      rules: [
        {
          name: 'gross amount',
          when: { place: 'TDS01', above: '100' },
          must: { elements: { TDS02: { usage: 'required' } } },
          otherwise: { elements: { TDS02: { usage: 'not used' } } },
        },
      ],
    }
    expect(await refused(invoice, given)).toEqual(['missing-element TDS02'])
    expect(await refused({ ...invoice, total: '0.50' }, given)).toEqual([])
  })
})

describe('expressions', () => {
  it('give values to elements and segments, one or one for each line', async () => {
    const segments = await through(order, {
      set: '850',
      elements: { CTT02: { value: { expression: '$total(lines.quantity)' } } },
      add: [
        {
          name: 'value',
          segment: 'AMT',
          elements: { '01': 'TT', '02': { expression: '$total(lines.$times(quantity, unitPrice))' } },
        },
        {
          name: 'line value',
          in: 'PO1',
          segment: 'AMT',
          elements: { '01': '1', '02': { expression: '$times(quantity, unitPrice)', for: 'lines' } },
        },
      ],
    })
    expect(segments).toContain('CTT*2*3')
    expect(segments.filter(segment => segment.startsWith('AMT'))).toEqual(['AMT*TT*40.5', 'AMT*1*36.5', 'AMT*1*4'])
  })

  it('that are stopped keep the document back and name their rule', async () => {
    const { issues, text } = await writeUnder(order, {
      set: '850',
      elements: { CTT02: { value: { expression: '$sum([1..10000000])' } } },
    })
    expect(brief(issues)).toContain('expression-failed')
    expect(issues[0]!.message).toContain('elements.CTT02')
    expect(issues[0]!.severity).toBe('error')
    expect(text).toContain('CTT*2~')
  })

  it('must have been evaluated', async () => {
    const { overlaySchema } = await import('./schema.ts')
    const { writeX12 } = await import('../writer.ts')
    const { envelopeOf } = await import('../testing/envelopes.ts')
    const overlay = overlaySchema.parse({ set: '850', elements: { CTT02: { value: { expression: '1' } } } })
    expect(brief(writeX12([order], envelopeOf(), overlay).issues)).toEqual(['unmet-by-map ST'])
  })

  it('test documents', async () => {
    const tests = [
      { name: 'no weekend', test: '$count(lines[$number(quantity) > 1]) = 0', message: 'Order one of each.' },
    ]
    expect((await writeUnder(order, { set: '850', tests })).issues[0]).toMatchObject({
      code: 'test-failed',
      severity: 'error',
      message: 'Order one of each.',
    })
  })
})

describe('product ids', () => {
  it('are chosen, ordered, required, and may stand at fixed pairs', async () => {
    const ids = { buyer: 'NW-55', upc: '012345678905' }
    const lines = order.lines.map(line => ({ ...line, ids }))
    const segments = await through(
      { ...order, lines },
      {
        set: '850',
        productIds: [
          { field: 'upc', qualifier: 'UP', pair: 1, usage: 'required' },
          { field: 'supplier', qualifier: 'VA', pair: 2 },
          { field: 'buyer', qualifier: 'IN', pair: 3 },
        ],
      },
    )
    expect(segments).toContain('PO1*1*2*EA*18.25**UP*012345678905***IN*NW-55')
    expect(
      await refused(
        { ...order, lines: lines.map(line => ({ ...line, ids: { buyer: 'X' } })) },
        {
          set: '850',
          productIds: [
            { field: 'upc', qualifier: 'UP', usage: 'required' },
            { field: 'buyer', qualifier: 'IN' },
          ],
        },
      ),
    ).toEqual(['missing-element PO106', 'missing-element PO106'])
  })

  it('may go by qualifiers that usually mean something else', async () => {
    const lines = order.lines.map(line => ({ ...line, ids: { supplier: 'ACME-9' } }))
    const segments = await through(
      { ...order, lines },
      { set: '850', productIds: [{ field: 'supplier', qualifier: 'BP' }] },
    )
    expect(segments).toContain('PO1*1*2*EA*18.25**BP*ACME-9')
  })
})

describe('levels of a ship notice', () => {
  it.each([
    ['SOPI', '0001'],
    ['SOTPI', '0001'],
    ['SOIP', '0002'],
    ['SPOI', '0003'],
  ] as const)('%s', async (hierarchy, structure) => {
    const one = {
      ...notice,
      packages: notice.packages
        .filter(each => new Set(each.lines.map(line => line.purchaseOrderNumber)).size === 1)
        .map(each => ({ ...each, lines: each.lines.slice(0, 1) })),
    }
    const segments = await through(one, { set: '856', hierarchy })
    expect(segments[1]).toMatch(new RegExp(`\\*${structure}$`))
    const codes = segments.filter(segment => segment.startsWith('HL')).map(segment => segment.split('*')[3])
    for (const code of hierarchy) expect(codes).toContain(code)
    expect(segments.at(-2)).toBe(`CTT*${codes.length}`)
  })

  it('without packages lose what packages say, and tell it', async () => {
    const { issues } = await writeUnder(notice, { set: '856', hierarchy: 'SOI' })
    expect(brief(issues).some(each => each.includes('packages'))).toBe(true)
  })
})

describe('what comes back', () => {
  it('is taken from the order, and checked', async () => {
    const echo = ['references[department]', 'lines[].ids.upc', 'shipTo', 'terms']
    const bare = {
      ...answer,
      purchaseOrderNumber: order.number,
      lines: order.lines.map(line => ({
        lineNumber: line.lineNumber,
        ids: { buyer: line.ids.buyer },
        quantity: line.quantity,
        unit: line.unit,
        answers: [],
      })),
    }
    const { segments } = await writeUnder(bare, { set: '855', echo }, { source: order })
    expect(segments).toContain('REF*DP*038')
    expect(segments.find(segment => segment.startsWith('PO1'))).toContain('*UP*012345678905')
    const { reviewDocument } = await import('./evaluate.ts')
    const { overlaySchema } = await import('./schema.ts')
    const issues = await reviewDocument(
      { ...bare, references: [{ type: 'department', value: '039' }] },
      overlaySchema.parse({ set: '855', echo }),
      { source: order },
    )
    expect(issues.map(issue => [issue.code, issue.at.path, issue.expected])).toEqual([
      ['not-echoed', 'references[department]', '038'],
      ['not-echoed', 'lines[].ids.upc', '012345678905'],
    ])
  })
})

describe('policy', () => {
  it('is held against answers, shipments, invoices and stock', async () => {
    expect(
      await refused(
        answer,
        {
          set: '855',
          policy: { answers: { allOrNothing: true, oneAnswerPerLine: true, forbid: ['backordered'], everyLine: true } },
        },
        { source: { ...order, lines: [...order.lines, { ...order.lines[0]!, lineNumber: '99' }] } },
      ),
    ).toContain('against-policy lines')
    expect(
      await refused(notice, {
        set: '856',
        policy: { shipments: { oneOrder: true, onePackage: true, packageNumber: 'both' } },
      }),
    ).toContain('against-policy packages')
    expect(
      await refused(
        { ...invoice, total: '1.00' },
        { set: '810', policy: { invoices: { totalWithin: '0.01', oneOrder: true } } },
      ),
    ).toContain('against-policy total')
    expect(
      await refused(invoice, { set: '810', policy: { invoices: { totalWithin: '0.01', noFreeLines: true } } }),
    ).toEqual([])
  })
})
