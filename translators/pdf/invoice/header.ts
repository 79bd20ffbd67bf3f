import type { Collector, PageFacts } from './collector.ts'
import { type DateOrder, daysAfter, type FoundDate } from './dates.ts'
import { candidatesFor, dateIn, numberIn, textIn } from './fields.ts'
import { findOrders } from './find-orders.ts'
import { wordsAt } from './fit-layout.ts'
import type { KnownOrder } from './known.ts'
import { plainLabel } from './labels.ts'
import { currenciesOn } from './money-signs.ts'
import { termsIn } from './terms.ts'

/** Reads what stands above and beside the lines: the order first, since dates and currency are held against it. */
export function readHeader(into: Collector, facts: PageFacts): void {
  readOrder(into, facts)
  readNumber(into, facts)
  readDates(into, facts)
  readTerms(into, facts)
  readCurrency(into, facts)
  if (facts.isCredit) readOriginal(into, facts)
}

function readNumber(into: Collector, facts: PageFacts): void {
  const kept = facts.layout?.fields.number
  const own = kept && wordsAt(kept, facts.rows, facts.labels)
  const ownNumber = own && numberIn(own)
  const candidates = candidatesFor(facts.labels, 'number', numberIn).filter(({ value }) => !isOrder(value, into.orders))
  const values = distinct(candidates.map(({ value }) => value))
  const [first] = candidates
  const chosen = ownNumber ?? first
  if (!chosen) {
    into.source('number', 'missing')
    into.doubt('no-number', 'The invoice’s number was not found.', 'number')
    return
  }
  into.draft.number = chosen.value.slice(0, 50)
  const strong = values.length === 1 && first?.label.strong
  const agrees = values.every(value => value === chosen.value)
  into.source('number', ownNumber && agrees ? 'layout' : strong && agrees ? 'label' : 'guessed', chosen.words)
  if (values.length > 1)
    into.doubt('several-numbers', `Several numbers could be the invoice’s: ${values.join(', ')}.`, 'number')
  else if (!strong && !ownNumber)
    into.doubt(
      'number-guessed',
      `“${chosen.value}” may be the invoice’s number, but nothing beside it says so.`,
      'number',
    )
}

const isOrder = (value: string, orders: readonly KnownOrder[]) => orders.some(order => order.number === value)
const distinct = (values: readonly string[]) => [...new Set(values)]

/** The order is sure where its number stands on the page: nothing else looks like it. */
function readOrder(into: Collector, { rows, labels, known }: PageFacts): void {
  const named = findOrders(rows, known.orders)
  const orders = [...new Set(named.map(({ order }) => order))]
  into.orders = orders.length > 0 ? orders : known.orders
  const [only] = orders
  if (only && orders.length === 1) {
    into.draft.purchaseOrderNumber = only.number
    into.source('purchaseOrderNumber', 'order', named[0]!.words)
    return
  }
  if (orders.length > 1) return
  const labelled = candidatesFor(labels, 'purchaseOrderNumber', numberIn)
  const [first] = labelled
  if (first) into.draft.purchaseOrderNumber = first.value
  into.source('purchaseOrderNumber', first ? 'guessed' : 'missing', first?.words)
  const says = first ? `names the order ${first.value}, which was not sent to this supplier` : 'names no order'
  into.doubt('unknown-order', `The invoice ${says}.`, 'purchaseOrderNumber', first?.value)
}

function readDates(into: Collector, facts: PageFacts): void {
  const kept = facts.layout?.fields.date
  const own = kept && wordsAt(kept, facts.rows, facts.labels)
  const ownDate = own && dateIn(own)
  const candidates = candidatesFor(facts.labels, 'date', dateIn)
  const chosen = ownDate ?? candidates[0]
  if (!chosen) {
    into.source('date', 'missing')
    into.doubt('no-date', 'The invoice’s date was not found.', 'date')
  } else {
    const { day, sure } = dayOf(chosen.value, facts, into)
    into.draft.date = day
    const all = distinct(candidates.map(({ value }) => value.days.join('/')))
    const agrees = ownDate !== undefined || all.length === 1
    into.source('date', sure && agrees ? (ownDate ? 'layout' : 'label') : 'guessed', chosen.words)
    if (!sure)
      into.doubt('date-unclear', `“${said(chosen)}” may be ${chosen.value.days.join(' or ')}.`, 'date', said(chosen))
    else if (!agrees) into.doubt('several-dates', `Several dates could be the invoice’s: ${all.join(', ')}.`, 'date')
    checkDay(into, day, facts)
  }
  const [due] = candidatesFor(facts.labels, 'dueDate', dateIn)
  if (!due) return
  const { day, sure } = dayOf(due.value, facts, into)
  into.draft.terms = { ...into.draft.terms, netDueDate: day }
  into.source('terms.netDueDate', sure ? 'label' : 'guessed', due.words)
}

const said = (candidate: { words: readonly { text: string }[] }) => candidate.words.map(word => word.text).join(' ')

/** Which day a date is. Of two, the page's other dates decide, then how this supplier writes, then the one that can be right. */
function dayOf({ days }: FoundDate, facts: PageFacts, into: Collector): { day: string; sure: boolean } {
  const [first, second] = days as [string, string?]
  if (second === undefined) return { day: first, sure: true }
  const order = facts.dateOrder ?? facts.layout?.dateOrder
  if (order) return { day: pick(days, order), sure: true }
  const possible = days.filter(day => isPossible(day, facts, into))
  return { day: possible[0] ?? first, sure: possible.length === 1 }
}

const pick = ([monthFirst, dayFirst]: readonly string[], order: DateOrder) =>
  order === 'month-first' ? monthFirst! : dayFirst!

function isPossible(day: string, { known }: PageFacts, { orders, draft }: Collector): boolean {
  const order = orders.find(({ number }) => number === draft.purchaseOrderNumber)
  return day <= daysAfter(known.receivedOn, 1) && (!order || day >= order.date)
}

function checkDay(into: Collector, day: string, facts: PageFacts): void {
  if (day > daysAfter(facts.known.receivedOn, 1))
    into.doubt(
      'date-later',
      `The invoice is dated ${day}, after the day on which it came.`,
      'date',
      day,
      `${facts.known.receivedOn} or before`,
    )
  else if (!isPossible(day, facts, into))
    into.doubt('date-before-order', `The invoice is dated ${day}, before its order.`, 'date', day)
}

function readTerms(into: Collector, { labels, rows }: PageFacts): void {
  const labelled = candidatesFor(labels, 'terms', textIn)
  const sentences = rows.flatMap(row => row.phrases.map(phrase => ({ value: phrase.text, words: phrase.words })))
  const found = [...labelled, ...sentences.filter(({ value }) => /\bnet(?:to)?\b|\bn ?\/ ?\d/i.test(value))]
  for (const { value, words } of found) {
    const terms = termsIn(value)
    if (!terms) continue
    into.draft.terms = { ...(value.length <= 80 ? { description: value } : {}), ...terms, ...into.draft.terms }
    into.source('terms.netDays', 'label', words)
    return
  }
}

/** The currency that stands on the page; where none does, the order's. More than one is for a person. */
function readCurrency(into: Collector, { rows, known }: PageFacts): void {
  const expected = into.orders.length > 0 ? into.orders[0]!.currency : known.currency
  const found = currenciesOn(
    rows.flatMap(row => row.words),
    expected,
  )
  const [first] = found
  into.draft.currency = first?.currency ?? expected
  into.source('currency', found.length > 1 ? 'guessed' : first ? 'label' : 'order', first ? [first.word] : [])
  if (found.length > 1)
    into.doubt(
      'several-currencies',
      `The page names several currencies: ${found.map(each => each.currency).join(', ')}.`,
      'currency',
    )
}

function readOriginal(into: Collector, { labels }: PageFacts): void {
  const candidates = candidatesFor(labels, 'originalInvoiceNumber', numberIn)
  const [first] = candidates
  if (!first) return
  into.draft.originalInvoiceNumber = first.value
  into.source('originalInvoiceNumber', 'label', first.words)
}

const otherTitles = new Map([
  ...['pro forma', 'pro forma invoice', 'proforma', 'proforma invoice', 'proforma rechnung'].map(
    title => [title, 'a pro forma invoice'] as const,
  ),
  ...['quote', 'quotation', 'estimate', 'price quote', 'angebot', 'kostenvoranschlag'].map(
    title => [title, 'a quotation'] as const,
  ),
  ...['statement', 'statement of account', 'account statement', 'kontoauszug'].map(
    title => [title, 'a statement of account'] as const,
  ),
  ...['order confirmation', 'sales order confirmation', 'order acknowledgment', 'auftragsbestätigung'].map(
    title => [title, 'an order confirmation'] as const,
  ),
  ...['packing slip', 'packing list', 'delivery note', 'lieferschein'].map(title => [title, 'a packing slip'] as const),
])

/** A page that looks like an invoice and asks for no money is for a person, whatever adds up on it. */
export function doubtOtherTitle(into: Collector, { rows }: PageFacts): void {
  const titles = rows.flatMap(row => row.phrases.map(phrase => plainLabel(unspaced(phrase.text))))
  const title = titles.find(each => otherTitles.has(each))
  if (title)
    into.doubt('not-an-invoice', `The page calls itself ${otherTitles.get(title)}, not an invoice.`, 'number', title)
}

/** `I N V O I C E` as one word. */
const unspaced = (text: string) => text.replace(/^((?:\S )+\S)$/, spaced => spaced.replaceAll(' ', ''))

const creditTitles = new Set([
  'credit memo',
  'credit note',
  'credit',
  'credit invoice',
  'gutschrift',
  'rechnungskorrektur',
  'stornorechnung',
])

/** Whether a title says that the page is a credit memo, or the label of its number does. */
export function isCreditMemo({ rows, labels }: Pick<PageFacts, 'rows' | 'labels'>): boolean {
  const titles = rows.flatMap(row => row.phrases.map(phrase => plainLabel(unspaced(phrase.text))))
  const titled = titles.some(title => creditTitles.has(title) || title === 'creditmemo' || title === 'creditnote')
  return (
    titled ||
    labels.some(({ field, strong, label }) => field === 'number' && strong && /^(credit|gutschrift)/.test(label))
  )
}
