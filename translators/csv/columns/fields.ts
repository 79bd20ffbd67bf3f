import type { CsvColumn } from '../layout.ts'
import { defaultLayouts } from '../layouts/registry.ts'

/** The kinds of feed whose columns a person can match. */
export type FeedKind = 'inventory-advice' | 'product-catalog'

/** A field that a column of a feed may hold. */
export interface FeedField {
  /** `lines[].ids.supplier`. */
  path: string
  /** What people call it. */
  word: string
  /** Names of columns that hold it. */
  synonyms: string[]
}

/** What belongs to the whole file is said by whoever uploads it, or by the file's own column; it is not matched. */
const ofTheWhole = new Set(['number', 'date', 'scope', 'effectiveFrom', 'effectiveTo', 'supplier.name'])

/** Names beside those of the default layouts, as suppliers' systems and spreadsheets in other languages write them. */
const furtherNames: Record<string, string[]> = {
  'ids.supplier': [
    ...['Artikelnummer', 'Art Nr', 'Artikel', 'Référence', 'Referencia', 'Artículo', 'Código', 'Codice', 'Articolo'],
    ...['Part Number', 'Part', 'Our Part', 'Style', 'Item Code', 'Code'],
  ],
  'ids.buyer': ['Customer Item', 'Your SKU', 'Your Item'],
  'ids.upc': ['UPC/EAN', 'Barcode', 'Strichcode'],
  quantity: [
    'Bestand',
    'Menge',
    'Quantité',
    'Cantidad',
    'Existencias',
    'Disponible',
    'Cantidad disponible',
    'Verfügbar',
    'Giacenza',
    'Qty OH',
    'QOH',
    'ATS',
    'Available To Sell',
    'Free Stock',
    'Status',
    'Availability',
  ],
  location: ['Lager', 'Site', 'Depot', 'DC'],
  unitCost: [
    'Preis',
    'Einkaufspreis',
    'EK',
    'Precio',
    'Prix',
    'Prezzo',
    'Dropship',
    'Wholesale',
    'Dealer Price',
    'Net Price',
  ],
  cost: ['Preis', 'Einkaufspreis', 'Wholesale', 'Dealer Price'],
  title: ['Bezeichnung', 'Désignation', 'Nombre'],
  description: ['Beschreibung', 'Item Desc'],
  brand: ['Marke', 'Marque', 'Marca'],
}

/** Every field that a column of this kind of feed may hold, in the order in which people are shown them. */
export function feedFields(kind: FeedKind): FeedField[] {
  return defaultLayouts[kind].columns
    .filter(({ path }) => !ofTheWhole.has(path))
    .map(({ path, names }) => ({
      path,
      word: names[0]!,
      synonyms: [...names, ...(furtherNames[path.replace(/^[a-z]+\[\]\./, '')] ?? [])],
    }))
}

/** The default column of a field: its codes and what a blank cell means. */
export function defaultColumn(kind: FeedKind, path: string): CsvColumn | undefined {
  return defaultLayouts[kind].columns.find(column => column.path === path)
}
