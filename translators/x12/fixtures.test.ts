import { describe, expect, it } from 'vitest'
import { fixture, fixturePaths } from '../../fixtures/x12/files.ts'
import { documentSchemas } from '../documents/index.ts'
import { functionalAcknowledgmentsOf, readX12, writeX12 } from './index.ts'
import { envelopeOf } from './testing/envelopes.ts'
import { brief } from './testing/outline.ts'

const paths = fixturePaths().filter(path => !path.startsWith('samples'))
const golden = paths.filter(path => !path.includes('/invalid-'))
const broken = paths.filter(path => path.includes('/invalid-'))

/** What is told of golden files that hold more than their document, or say it oddly. */
const told: Readonly<Record<string, readonly string[]>> = {
  '810/acme-charges-by-line.edi': [
    'The document has no field for NTE, FOB, AMT[1], IT1/IT3, IT1/CTP[02=MSR], IT1/PO4, IT1/SLN, IT1/TXI, ISS; only the file keeps this.',
  ],
  '820/northwind-deducts-by-entity.edi': ['The document has no field for DTM[097], ENT/NM1; only the file keeps this.'],
  '824/northwind-three-answers.edi': [
    'The document has no field for OTI/DTM[003], OTI/AMT[TT]; only the file keeps this.',
  ],
  '832/acme-prices-by-kind.edi': [
    'The document has no field for REF[VR], LIN/CTP[02=RES], LIN/SLN; only the file keeps this.',
  ],
  '832/harbor-price-changes.edi': [
    'The document has no field for LIN/CTP[02=CAT] (2 times); only the file keeps this.',
  ],
  '846/acme-quantities-of-many-kinds.edi': [
    'The document has no field for REF[VR], N1[WH], LIN/DTM[018], LIN/CTP[02=MSR], LIN/QTY[17], LIN/QTY[20], LIN/N1[WH] (3 times), LIN/QTY/SCH, LIN/QTY[33], LIN/REF[LI], LIN/QTY/DTM[036]; only the file keeps this.',
  ],
  '846/harbor-stock-by-place.edi': [
    'The document has no field for LIN/N1[WH] (2 times), LIN/SDQ; only the file keeps this.',
  ],
  '850/harbor-gift-in-canadian-dollars.edi': [
    'SAC N carries no amount that is owed; it is left out.',
    'PO111 "12345678905" stands under UP but is no GTIN of 12 to 14 digits; it is left out.',
    'The document has no field for DTM[106], N1[SF], PO1/TXI; only the file keeps this.',
  ],
  '850/northwind-allocated-by-store.edi': [
    'The document has no field for PER[BD], FOB, ITD, DTM[063], DTM[064], PO1/PAM, PO1/PWK, PO1/PO4, PO1/REF[CO], PO1/ITD, PO1/SDQ, PO1/DTM[002] and 15 more; only the file keeps this.',
  ],
  '850/northwind-dated-terms.edi': [
    'The document has no field for PER[OD], DTM[002], DTM[118], PO1/SDQ; only the file keeps this.',
  ],
  '855/acme-each-status.edi': ['The document has no field for DTM[068]; only the file keeps this.'],
  '856/acme-cartons-on-a-pallet.edi': ['The document has no field for HL/MAN[GM]; only the file keeps this.'],
  '856/acme-kit-and-loose-item.edi': ['The document has no field for HL/SLN; only the file keeps this.'],
  '856/acme-orders-for-stores.edi': [
    'The document has no field for HL/TD3, HL/FOB, HL/TD1, HL/REF[DP], HL/N1[BY], HL/PID[02=08]; only the file keeps this.',
  ],
  '860/northwind-each-change.edi': [
    'POC02 is "TI", which the map does not know; it is taken as change.',
    'The document has no field for FOB, ITD, DTM[010], DTM[064], TD5, SAC[02=C310], POC/SDQ, POC/DTM[002]; only the file keeps this.',
  ],
  '810/toys-freight-and-two-totals.edi': ['The document has no field for FOB, PID, ISS; only the file keeps this.'],
  '820/railway-pays-waybills.edi': [
    'The document has no field for DTM[007], ENT/RMR/DTM[095]; only the file keeps this.',
  ],
  '832/contoso-full-4030-vics.edi': ['The document has no field for LIN/CTP[02=RES]; only the file keeps this.'],
  '846/contoso-below-zero.edi': [
    'QTY02 is -3, below zero; it is taken as nothing on hand.',
    'The document has no field for REF[PHC], REF[06], LIN/QTY[17]; only the file keeps this.',
  ],
  '850/contoso-3040.edi': [
    'There is no guide of version 003040: the guide of 003000 stands in, and what it has otherwise is no error.',
    'Segment NTE does not belong to 850 Purchase Order.',
    'The document has no field for PER[BD], CTT/AMT[1]; only the file keeps this.',
  ],
  '850/contoso-vics-by-store.edi': [
    'The document has no field for DTM[002], DTM[ZZZ], PKG (2 times), PO1/PO4, PO1/SDQ, PO1/PID[02=73], PO1/SAC[02=C310], PO1/SCH, CTT/AMT[TT]; only the file keeps this.',
  ],
  '856/contoso-parcel-with-serial.edi': [
    'The document has no field for HL/FOB, HL/REF[2I], HL/PID, HL/REF[SE]; only the file keeps this.',
  ],
  '860/contoso-four-kinds-of-change.edi': [
    'The document has no field for DTM[010], N1[BT], POC/SAC[02=C000], POC/QTY[39], POC/SCH; only the file keeps this.',
  ],
}

describe.each(golden)('%s', path => {
  const file = readX12(fixture(path))
  const [set] = file.interchanges[0]!.groups[0]!.sets

  it('becomes the document beside it', async () => {
    expect(set?.issues.map(({ message }) => message)).toEqual(told[path] ?? [])
    const ordered = documentSchemas[set!.document!.kind].parse(set!.document)
    await expect(json(ordered)).toMatchFileSnapshot(`../../fixtures/x12/${path.replace('.edi', '.json')}`)
  })

  it('is the same document when written and read again', () => {
    const written = writeX12([set!.document!], envelopeOf())
    expect(written.issues).toEqual([])
    expect(readX12(written.bytes).interchanges[0]!.groups[0]!.sets[0]!.document).toEqual(set?.document)
  })
})

describe.each(broken)('%s', path => {
  const file = readX12(fixture(path))

  it('is refused for the reason in its name, and its acknowledgment says so', async () => {
    const [interchange] = file.interchanges
    const sets = interchange!.groups.flatMap(group => group.sets)
    const refused = sets.filter(set => !set.document)
    expect(refused).toHaveLength(1)
    const findings = {
      issues: [
        ...interchange!.issues,
        ...interchange!.groups.flatMap(group => group.issues),
        ...refused[0]!.issues,
      ].map(brief),
      acknowledgments: functionalAcknowledgmentsOf(interchange!).map(
        ({ status, codes, included, received, accepted, sets: answers }) => ({
          status,
          codes,
          counts: [included, received, accepted],
          sets: answers.filter(answer => answer.status !== 'accepted'),
        }),
      ),
    }
    await expect(json(findings)).toMatchFileSnapshot(`../../fixtures/x12/${path.replace('.edi', '.json')}`)
  })
})

it('has a file for every golden and broken case', () => {
  expect(golden.length).toBeGreaterThanOrEqual(8)
  expect(broken.length).toBeGreaterThanOrEqual(35)
})

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

it('names the element and its value where the document cannot take it', () => {
  const file = readX12(fixture('850/invalid-po102-below-zero.edi'))
  expect(file.interchanges[0]!.groups[0]!.sets[0]!.issues).toMatchObject([
    {
      message: 'PO102 "-.5" cannot be used as lines[0].quantity: expected a decimal number of zero or more.',
      value: '-.5',
    },
    { message: expect.stringMatching(/^PO102 "-\.5" cannot be used as lines\[1\]/), at: { position: 5, element: 2 } },
    { message: 'The document needs lines[1].unitPrice, which PO104 does not give.', at: { position: 5, element: 4 } },
  ])
})

it('points at the item that lacks what its document needs', () => {
  const text = new TextDecoder().decode(fixture('846/acme-delta.edi')).replace(/QTY\*33\*[^~]*~\s*/, 'QTY*18*4*EA~\n')
  const [set] = readX12(new TextEncoder().encode(text)).interchanges[0]!.groups[0]!.sets
  expect(set?.issues[0]).toMatchObject({ code: 'not-mappable', at: { segment: 'LIN', path: 'lines[0].quantity' } })
})
