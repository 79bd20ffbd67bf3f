import { csvLayout } from '../layout.ts'
import { itemColumns, partyColumns } from './shared.ts'

/**
 * Tracking as suppliers keep it: one row per purchase order line and package. Where there is no shipment number the tracking number stands
 * in for it, and without that order and day, so that the same rows sent twice are the same shipment.
 */
export const shipNoticeLayout = csvLayout.parse({
  name: 'ship-notice',
  kind: 'ship-notice',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  columns: [
    {
      names: ['PO Number', 'Purchase Order', 'Purchase Order Number', 'PO'],
      path: 'packages[].lines[].purchaseOrderNumber',
      required: true,
    },
    { names: ['Line', 'Line Number', 'PO Line'], path: 'packages[].lines[].lineNumber' },
    ...itemColumns('packages[].lines[].'),
    {
      names: ['Quantity Shipped', 'Quantity', 'Shipped Quantity', 'Shipped'],
      path: 'packages[].lines[].quantity',
      required: true,
    },
    { names: ['Unit', 'UOM', 'Unit of Measure'], path: 'packages[].lines[].unit' },
    { names: ['Ship Date', 'Shipped On', 'Date Shipped', 'Shipped At'], path: 'shippedOn', required: true },
    { names: ['Carrier', 'Carrier Name', 'Shipping Provider'], path: 'carrier.name' },
    { names: ['SCAC', 'Carrier Code'], path: 'carrier.scac' },
    { names: ['Service', 'Ship Service', 'Service Level'], path: 'carrier.service' },
    { names: ['Ship Via', 'Ship Method', 'Shipping Method'], path: 'carrier.method' },
    {
      names: ['Tracking Number', 'Tracking Numbers', 'Tracking', 'Tracking Code'],
      path: 'packages[].trackingNumber',
      key: true,
      separator: ',',
    },
    {
      names: ['Shipment Number', 'Shipment ID', 'Shipment'],
      path: 'number',
      key: true,
      fallback: [['packages[].trackingNumber'], ['packages[].lines[].purchaseOrderNumber', 'shippedOn']],
    },
    { names: ['Notice Date'], path: 'date', fallback: [['shippedOn']] },
    { names: ['Estimated Delivery', 'Delivery Date'], path: 'estimatedDelivery' },
    { names: ['Package', 'Box', 'Carton', 'Box Number'], path: 'packages[].#', key: true },
    { names: ['SSCC', 'LPN'], path: 'packages[].sscc', key: true },
    { names: ['Weight'], path: 'packages[].weight' },
    { names: ['Weight Unit'], path: 'packages[].weightUnit' },
    { names: ['Length', 'Package Length'], path: 'packages[].length' },
    { names: ['Width', 'Package Width'], path: 'packages[].width' },
    { names: ['Height', 'Package Height'], path: 'packages[].height' },
    { names: ['Dimension Unit'], path: 'packages[].dimensionUnit' },
    { names: ['Shipment Weight', 'Total Weight'], path: 'weight' },
    { names: ['Shipment Weight Unit', 'Total Weight Unit'], path: 'weightUnit' },
    { names: ['Bill of Lading', 'BOL'], path: 'billOfLading' },
    ...partyColumns('Ship From', 'shipFrom'),
    ...partyColumns('Ship To', 'shipTo'),
    { names: ['Purpose'], path: 'purpose' },
  ],
})
