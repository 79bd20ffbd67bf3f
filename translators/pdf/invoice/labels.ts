/** A field beside the lines that is found by the words before or above it. */
export type FieldName = 'number' | 'date' | 'dueDate' | 'purchaseOrderNumber' | 'originalInvoiceNumber' | 'terms'

/** What a column of the lines holds. `other` columns are known to say nothing that is read. */
export type ColumnKind =
  | 'line'
  | 'item'
  | 'description'
  | 'quantity'
  | 'unit'
  | 'price'
  | 'discount'
  | 'amount'
  | 'order'
  | 'other'

/** What an amount beside the lines is. `paid` and `carried` are no part of what the invoice claims. */
export type SummaryKind =
  | 'subtotal'
  | 'freight'
  | 'handling'
  | 'fee'
  | 'discount'
  | 'tax'
  | 'total'
  | 'paid'
  | 'carried'

const words = (text: string) => text.split(' | ')

/**
 * The words that suppliers use, in small letters, without punctuation, in English and German. `strong` labels name the field and no other; `weak`
 * ones may be a title or something else, and count where nothing strong is there.
 */
export const fieldLabels: Record<FieldName, { strong: string[]; weak: string[] }> = {
  number: {
    strong: words(
      'invoice number | invoice no | invoice # | invoice num | invoice nbr | invoice id | inv number | inv no | inv # | invoice nr | bill number | bill no | ' +
        'bill # | credit memo number | credit memo no | credit memo # | credit note number | credit note no | credit note # | credit number | credit no | ' +
        'rechnungsnummer | rechnungsnr | rechnungs nr | rechnung nr | rechnung no | gutschrift nr | gutschriftsnummer | gutschriftnummer | belegnummer',
    ),
    weak: words(
      'invoice | credit memo | credit note | rechnung | gutschrift | document number | document no | number | nummer | beleg',
    ),
  },
  date: {
    strong: words(
      'invoice date | inv date | date of invoice | date issued | issue date | date of issue | credit memo date | credit date | credit note date | bill date | rechnungsdatum',
    ),
    weak: words('date | dated | datum'),
  },
  dueDate: {
    strong: words(
      'due date | payment due | payment due date | due on | pay by | please pay by | net due date | fällig am | fälligkeit | zahlbar bis',
    ),
    weak: words('due'),
  },
  purchaseOrderNumber: {
    strong: words(
      'po number | po no | po # | po | customer po | customer po no | customer po number | customer po # | cust po | cust po no | your po | your po no | your po number | ' +
        'purchase order | purchase order no | purchase order number | purchase order # | customer order no | your order | your order no | your order number | ' +
        'ihre bestellung | ihre bestellung nr | bestellnummer | bestell nr | ihre bestellnummer',
    ),
    weak: words(
      'order no | order number | order # | order | bestellung | your reference | customer reference | ihr zeichen',
    ),
  },
  originalInvoiceNumber: {
    strong: words(
      'applies to invoice | original invoice | original invoice no | original invoice number | original invoice # | credited invoice | invoice credited | ref invoice | ' +
        'reference invoice | against invoice | for invoice | zu rechnung | zu rechnung nr',
    ),
    weak: [],
  },
  terms: {
    strong: words('terms | payment terms | terms of payment | zahlungsbedingungen | zahlungsziel'),
    weak: [],
  },
}

/** Labels of things that are not read, so that a longer one is not taken for the shorter one inside it: a ship date is no date. */
export const otherLabels = words(
  'ship date | shipped date | date shipped | order date | po date | delivery date | lieferdatum | bestelldatum | print date | ship via | shipped via | sales order | sales order no | ' +
    'order number ours | our order | our order no | customer no | customer number | customer id | customer # | account no | account number | kundennummer | tracking number | tracking no | ' +
    'bill to | ship to | sold to | remit to | salesperson | sales rep | fob | page | tel | phone | fax | po box | tax id | vat no | vat number',
)

export const columnLabels: Record<ColumnKind, string[]> = {
  line: words('line | ln | line no | line # | pos | position | no | # | nr'),
  item: words(
    'item | item no | item number | item # | item code | product | product no | product code | product id | sku | your sku | our sku | part | part no | part number | part # | code | ' +
      'article | article no | art nr | artnr | artikel | artikelnummer | artikel nr | your item | your item no | customer item | vendor item | style | style no | model | upc | ean | gtin',
  ),
  description: words(
    'description | item description | product description | details | detail | item and description | goods | service | reason | bezeichnung | beschreibung | artikelbezeichnung | text',
  ),
  quantity: words(
    'qty | quantity | qty shipped | quantity shipped | shipped qty | shipped | qty ship | ship qty | qty invoiced | quantity invoiced | invoiced | qty billed | units | pcs | hrs qty | ' +
      'menge | anzahl | stück | qty returned | returned',
  ),
  unit: words('uom | um | u m | unit | unit of measure | me | einheit | eh'),
  price: words(
    'price | unit price | price each | price unit | unit cost | cost | rate | each | net price | unit price usd | price per unit | sell price | einzelpreis | preis | e preis | stückpreis | einzel',
  ),
  discount: words('disc | disc % | discount | discount % | % disc | % | rabatt | rabatt %'),
  amount: words(
    'amount | total | line total | extended | extension | ext | ext price | extended price | ext amount | extended amount | net amount | net | total price | total amount | credit | credit amount | ' +
      'amount usd | total usd | gesamt | gesamtpreis | betrag | summe | g preis',
  ),
  order: words('po | po no | po number | po # | purchase order | your po | your order | bestellung | customer po'),
  other: words(
    'ordered | qty ordered | quantity ordered | order qty | qty ord | backordered | back ordered | back order | b o | bo | qty bo | remaining | tax | vat | mwst | weight | taxable | location | whse | date | ship date | color | size | lot',
  ),
}

/** An amount's words → what it is; the first that fits counts, so what is more particular stands first. */
export const summaryLabels: readonly [RegExp, SummaryKind][] = [
  [/\b(brought|carried) (forward|over)\b|\bübertrag\b/, 'carried'],
  [/^(less )?(paid|payment|payments|deposit|prepaid|amount paid|payment received|anzahlung)\b/, 'paid'],
  [
    /^(sub ?total|merchandise( sub)?( total)?|goods total|net (total|amount|sum)|total (goods|merchandise|lines|net)|items total|zwischensumme|nettobetrag|warenwert|summe netto)\b/,
    'subtotal',
  ],
  [/\b(discount|allowance|rebate|rabatt|nachlass)\b/, 'discount'],
  [/\b(sales tax|tax|vat|gst|hst|mwst|ust|umsatzsteuer|mehrwertsteuer)\b(?!.*\b(total|included|excluded)\b)/, 'tax'],
  [
    /^(total |outbound |estimated )?(freight|shipping|shipping and handling|shipping handling|delivery|postage|carriage|ups|fedex|versand|versandkosten|fracht|frachtkosten|porto|frais de port|port)\b/,
    'freight',
  ],
  [/^(handling|packing|packaging|bearbeitung|verpackung)\b/, 'handling'],
  [/\b(fee|fees|surcharge|charge|charges|zuschlag|gebühr)$/, 'fee'],
  [
    /^(invoice |grand |credit )?(total|totals)( due| amount| amount due| invoice| credit| payable| to pay| owed| order)*( in)?( [a-z]{3})?$|^(amount|balance|net amount) (due|payable|owed)( [a-z]{3})?$|^(invoice|credit) amount$|^(rechnungsbetrag|gesamtbetrag|endbetrag|gesamtsumme|gutschriftsbetrag|zu zahlen|zahlbetrag|gesamt|summe|bruttobetrag)( [a-z]{3})?$/,
    'total',
  ],
]

/** A label as the lists have it: small letters, one space, `#` a word of its own, no other punctuation. */
export function plainLabel(text: string): string {
  return text
    .toLowerCase()
    .replace(/\bp\s*\.\s*o\b\.?/g, 'po')
    .replace(/&/g, ' and ')
    .replace(/[#%]/g, ' $& ')
    .replace(/[^\p{L}\p{N}#%]+/gu, ' ')
    .trim()
    .replace(/ +/g, ' ')
}
