import { csvLayout } from '../layout.ts'
import { itemColumns } from './shared.ts'

/**
 * A stock list: one row per item, and per warehouse where there are several. Number and day come from the receiver when the file has none.
 * A bad row is left out with a warning: one wrong cell does not hold back the stock of ten thousand items.
 */
export const inventoryAdviceLayout = csvLayout.parse({
  name: 'inventory-advice',
  kind: 'inventory-advice',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  badRow: 'row',
  columns: [
    ...itemColumns('lines[].'),
    {
      names: [
        'Quantity Available',
        'Quantity',
        'Qty Avail',
        'Available',
        'Available Quantity',
        'Quantity On Hand',
        'On Hand',
        'Stock',
        'Inventory',
      ],
      path: 'lines[].quantity',
      required: true,
    },
    { names: ['Unit', 'UOM', 'Unit of Measure'], path: 'lines[].unit' },
    {
      names: ['Description', 'Title', 'Product Title', 'Product Name', 'Item Name', 'Name'],
      path: 'lines[].description',
    },
    { names: ['Warehouse', 'Location', 'Warehouse Code'], path: 'lines[].location' },
    {
      names: ['Next Available Date', 'Next Shipment Date', 'Backorder Date', 'Restock Date'],
      path: 'lines[].nextAvailable.date',
    },
    { names: ['Next Available Quantity'], path: 'lines[].nextAvailable.quantity' },
    { names: ['Unit Cost', 'Cost', 'Your Cost', 'Price'], path: 'lines[].unitCost' },
    { names: ['Currency'], path: 'lines[].currency' },
    { names: ['Discontinued', 'Closeout'], path: 'lines[].discontinued' },
    { names: ['As Of', 'Date', 'Inventory Date'], path: 'date' },
    { names: ['Feed Number', 'Feed'], path: 'number', key: true },
    {
      names: ['Scope', 'Feed Type'],
      path: 'scope',
      default: 'full',
      codes: { full: ['Full'], delta: ['Delta', 'Change', 'Update'] },
    },
  ],
})
