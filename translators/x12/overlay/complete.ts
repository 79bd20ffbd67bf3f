import Big from 'big.js'
import { type BusinessDocument, decimal, documentSchemas } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import { issueOf } from '../problems.ts'
import { fieldAt } from './context.ts'
import type { Overlay } from './schema.ts'

type Fields = Record<string, unknown>

/**
 * The document with what its map fills in: fields that come back from the document which it answers (`echo`), and what a flag says of a
 * quantity. What the document says itself is kept.
 */
export function completeDocument(
  given: BusinessDocument,
  overlay: Overlay,
  source: BusinessDocument | undefined,
): BusinessDocument {
  const document = structuredClone(given) as Fields
  if (source) for (const path of overlay.echo ?? []) echoInto(document, path, source as Fields)
  if (given.kind === 'inventory-advice') shapeStock(document, overlay)
  return document as BusinessDocument
}

function echoInto(document: Fields, path: string, source: Fields): void {
  const type = /^references\[([\w-]+)\]/.exec(path)?.[1]
  if (type) echoReference(document, type, source)
  else if (path.startsWith('lines[]')) echoLines(document, path.slice('lines[].'.length), source)
  else echoField(document, path, source)
}

function echoReference(document: Fields, type: string, source: Fields): void {
  const found = listAt(source, 'references').find(entry => entry.type === type)
  if (!found || !hasField(document, 'references')) return
  const own = listAt(document, 'references')
  if (own.some(entry => entry.type === type)) return
  document.references = [...own, { ...found }]
}

function echoField(document: Fields, path: string, source: Fields): void {
  const [name = '', ...rest] = path.split('.')
  const value = source[name]
  if (value === undefined || !hasField(document, name)) return
  const inner = rest[0]
  if (inner === undefined) {
    document[name] ??= structuredClone(value)
    return
  }
  const innerValue = (value as Fields)[inner]
  if (innerValue === undefined) return
  const own = (document[name] ?? {}) as Fields
  if (own[inner] === undefined) document[name] = { ...own, [inner]: innerValue }
}

function echoLines(document: Fields, path: string, source: Fields): void {
  for (const line of linesOf(document, source)) {
    const found = sourceLine(line, source)
    if (!found) continue
    const [name = '', inner] = path.split('.')
    if (inner === undefined) line[name] ??= found[name]
    else {
      const value = (found[name] as Fields | undefined)?.[inner]
      const own = (line[name] ?? {}) as Fields
      if (value !== undefined && own[inner] === undefined) line[name] = { ...own, [inner]: value }
    }
    if (line[name] === undefined) delete line[name]
  }
}

/** The lines that answer the source document, in packages or not. */
function linesOf(document: Fields, source: Fields): Fields[] {
  const lines = [...listAt(document, 'lines'), ...listAt(document, 'packages').flatMap(each => listAt(each, 'lines'))]
  return lines.filter(line => line.purchaseOrderNumber === undefined || line.purchaseOrderNumber === source.number)
}

/** The line of the source that a line is about: by its number, else by a product id that both have. */
function sourceLine(line: Fields, source: Fields): Fields | undefined {
  const lines = listAt(source, 'lines')
  if (line.lineNumber !== undefined) return lines.find(each => each.lineNumber === line.lineNumber)
  const ids = Object.entries((line.ids ?? {}) as Fields)
  return lines.find(each => ids.some(([name, value]) => ((each.ids ?? {}) as Fields)[name] === value))
}

function listAt(from: Fields, name: string): Fields[] {
  return Array.isArray(from[name]) ? (from[name] as Fields[]) : []
}

function hasField(document: Fields, name: string): boolean {
  return name in documentSchemas[document.kind as BusinessDocument['kind']].shape
}

function shapeStock(document: Fields, overlay: Overlay): void {
  const { cap, discontinuedIsZero } = overlay.policy?.stock ?? {}
  for (const line of listAt(document, 'lines')) {
    if (discontinuedIsZero && line.discontinued === true) line.quantity = '0'
    if (cap !== undefined && isMore(line.quantity, cap)) line.quantity = cap
  }
}

function isMore(quantity: unknown, cap: string): boolean {
  const read = decimal.safeParse(quantity)
  return read.success && new Big(read.data).gt(cap)
}

/** Fields that should have come back from the source document and did not, or came back changed. */
export function echoIssues(
  document: BusinessDocument,
  overlay: Overlay,
  source: BusinessDocument | undefined,
): Issue[] {
  if (!source) return []
  return (overlay.echo ?? []).flatMap(path => {
    const wrong = path.startsWith('lines[]') ? wrongLine(document, path, source) : wrongField(document, path, source)
    if (!wrong) return []
    const message = `The partner's map wants ${path} of the document that is answered to come back: expected "${wrong.expected}", found ${wrong.found === undefined ? 'nothing' : `"${wrong.found}"`}.`
    const finding = { message, at: { path: wrong.path }, expected: wrong.expected }
    return issueOf('not-echoed', finding, { severities: overlay.severities }) ?? []
  })
}

interface Wrong {
  path: string
  expected: string
  found: string | undefined
}

function wrongField(document: BusinessDocument, path: string, source: BusinessDocument): Wrong | undefined {
  const name = path.split(/[.[]/)[0]!
  if (!hasField(document as Fields, name)) return undefined
  const exact = path.endsWith(']') ? `${path}.value` : path
  const expected = fieldAt(source, exact, 0)
  const found = fieldAt(document, exact, 0)
  return expected === undefined || expected === found ? undefined : { path, expected, found }
}

function wrongLine(document: BusinessDocument, path: string, source: BusinessDocument): Wrong | undefined {
  const field = path.slice('lines[].'.length)
  for (const line of linesOf(document as Fields, source as Fields)) {
    const from = sourceLine(line, source as Fields)
    const expected = fieldAt(from, field, 0)
    const found = fieldAt(line, field, 0)
    if (expected !== undefined && expected !== found) return { path, expected, found }
    if (!from) return { path, expected: 'a line of the order', found: fieldAt(line, 'lineNumber', 0) }
  }
  return undefined
}
