import type { Carrier, Party, ProductIds, Terms } from '../../../documents/index.ts'

/** The invented trade that every example tells of: Northwind sells, Acme ships to Northwind's customer. Capitals, so that every character set takes it. */
export const buyer: Party = { name: 'NORTHWIND RETAIL', code: '0614141000005', codeBy: 'gln' }

export const supplier: Party = { name: 'ACME SUPPLY', code: '88123', codeBy: 'buyer' }

/** Where the supplier's goods leave, and where its money goes. */
export const warehouse: Party = {
  name: 'ACME SUPPLY WAREHOUSE 2',
  code: '0002',
  codeBy: 'supplier',
  address1: '400 DOCK ROAD',
  city: 'RENO',
  state: 'NV',
  postalCode: '89501',
  country: 'US',
}

export const customer: Party = {
  name: 'ADA LOVELACE',
  address1: '12 ANALYTICAL WAY',
  address2: 'APT 4',
  city: 'PORTLAND',
  state: 'OR',
  postalCode: '97201',
  country: 'US',
  phone: '5035550101',
  email: 'ADA@CUSTOMER.EXAMPLE',
}

export const billTo: Party = {
  name: 'NORTHWIND RETAIL ACCOUNTS',
  code: '0614141000012',
  codeBy: 'gln',
  address1: '1 MARKET SQUARE',
  city: 'CHICAGO',
  state: 'IL',
  postalCode: '60601',
  country: 'US',
}

export const carrier: Carrier = { scac: 'UPSN', name: 'UPS GROUND', service: 'ground', method: 'parcel' }

export const terms: Terms = { description: '2% 10 NET 30', netDays: 30, discountPercent: '2', discountDays: 10 }

export const kettle: ProductIds = { buyer: '1000455', supplier: 'ACME9', upc: '614141000036' }
export const lantern: ProductIds = { buyer: '1000456', supplier: 'ACME10', upc: '614141000043' }
export const greenKettle: ProductIds = { supplier: 'ACME9G', upc: '614141000050' }

export const kettleName = 'ENAMEL KETTLE, BLUE'
export const lanternName = 'CAMP LANTERN'

/** Numbers by which the documents speak of each other. */
export const numbers = {
  order: '4500010001',
  customerOrder: '77881200',
  supplierOrder: '55120',
  shipment: '770012',
  invoice: '30010',
  billOfLading: '1Z999AA10123456784',
  vendor: '88123',
  department: '038',
} as const

/** The days of the trade. */
export const days = {
  ordered: '2026-11-20',
  answered: '2026-11-21',
  changed: '2026-11-22',
  shipNotBefore: '2026-11-23',
  shipped: '2026-11-24',
  shipNotAfter: '2026-11-25',
  invoiced: '2026-11-26',
  delivered: '2026-11-27',
  cancelAfter: '2026-11-30',
  restocked: '2026-12-15',
} as const
