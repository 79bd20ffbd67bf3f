import { describe, expect, test } from 'vitest'
import { type BusinessDocument, documentKinds } from '../documents/index.ts'
import { jsonSchemaOf, readJson, writeJson } from './index.ts'

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const order: BusinessDocument = {
  kind: 'purchase-order',
  purpose: 'original',
  type: 'drop-ship',
  number: 'PO-1',
  date: '2026-11-22',
  currency: 'USD',
  shipTo: { name: 'Ann', country: 'US' },
  lines: [{ lineNumber: '1', ids: { supplier: 'A' }, quantity: '2', unit: 'EA', unitPrice: '9.50' }],
}

test('reads what it wrote, alone and in a list', () => {
  expect(readJson(writeJson(order))).toEqual({ documents: [order], issues: [] })
  expect(
    readJson(bytes([order, { ...order, number: 'PO-2' }])).documents.map(
      document => 'number' in document && document.number,
    ),
  ).toEqual(['PO-1', 'PO-2'])
})

test('a bad document keeps only itself out, and its field is named', () => {
  const bad = { ...order, number: 'PO-2', lines: [{ ...order.lines[0], quantity: '1,5' }] }
  const { documents, issues } = readJson(bytes([bad, order]))
  expect(documents).toEqual([order])
  expect(issues).toEqual([
    expect.objectContaining({
      severity: 'error',
      code: 'wrong-value',
      value: '1,5',
      at: { path: '[0].lines[0].quantity' },
    }),
  ])
})

test('fields that nobody knows are passed over with a warning that names them, and what may be meant', () => {
  const misspelt = { ...order, shipNotAfterr: '2026-12-01', lines: [{ ...order.lines[0], colour: 'red' }] }
  const { documents, issues } = readJson(bytes([misspelt]))
  expect(documents).toEqual([order])
  expect(issues).toEqual([
    expect.objectContaining({ at: { path: '[0].lines[0].colour' } }),
    {
      severity: 'warning',
      code: 'unknown-field',
      message: '[0].shipNotAfterr: Unknown here. Is shipNotAfter meant? It was passed over.',
      at: { path: '[0].shipNotAfterr' },
    },
  ])
})

test('quantities and prices are decimals as text: a JSON number is refused', () => {
  const { documents, issues } = readJson(bytes({ ...order, lines: [{ ...order.lines[0], unitPrice: 9.5 }] }))
  expect(documents).toEqual([])
  expect(issues[0]).toMatchObject({
    at: { path: 'lines[0].unitPrice' },
    value: '9.5',
    message: 'lines[0].unitPrice: expected text: put it in quotes, as "9.5", found “9.5”.',
  })
})

describe('what is no document', () => {
  test.each([
    ['cut off', new TextEncoder().encode('{"kind":'), 'not-json'],
    ['not UTF-8', Uint8Array.from([0x22, 0xff, 0x22]), 'not-utf-8'],
    ['nothing', new Uint8Array(), 'not-json'],
    ['null', bytes(null), 'unknown-kind'],
    ['a number', bytes(7), 'unknown-kind'],
    ['another kind', bytes({ kind: 'letter' }), 'unknown-kind'],
    ['an inherited name', bytes({ kind: 'toString' }), 'unknown-kind'],
  ])('%s', (_, input, code) => {
    expect(readJson(input)).toMatchObject({ documents: [], issues: [{ code }] })
  })
})

test.each(documentKinds)('%s has a JSON Schema', kind => {
  const schema = jsonSchemaOf(kind) as {
    title: string
    type: string
    properties: Record<string, unknown>
    required: string[]
  }
  expect(schema).toMatchObject({ title: kind, type: 'object' })
  expect(schema.required).toContain('kind')
  expect(schema.properties.kind).toMatchObject({ const: kind })
})
