import type { DocumentOf } from '../../../documents/index.ts'
import { days, kettle, kettleName, lantern, lanternName, supplier } from './story.ts'

/** Stock of two items: one short, with more on its way, one discontinued. */
export const inventoryAdviceExample: DocumentOf<'inventory-advice'> = {
  kind: 'inventory-advice',
  scope: 'full',
  number: '900124',
  date: days.ordered,
  lines: [
    {
      ids: kettle,
      description: kettleName,
      quantity: '12',
      unit: 'EA',
      location: '0002',
      nextAvailable: { date: days.restocked, quantity: '200' },
      unitCost: '18.25',
      currency: 'USD',
    },
    { ids: lantern, description: lanternName, quantity: '0', unit: 'EA', location: '0002', discontinued: true },
  ],
}

/** A catalog of the same two. */
export const productCatalogExample: DocumentOf<'product-catalog'> = {
  kind: 'product-catalog',
  scope: 'full',
  number: 'FALL2026',
  date: days.ordered,
  currency: 'USD',
  effectiveFrom: days.ordered,
  effectiveTo: '2027-02-28',
  supplier,
  products: [
    {
      ids: { ...kettle, manufacturer: 'CS2B' },
      title: kettleName,
      description: 'ONE LITRE, FOR EVERY STOVE AND FOR THE OPEN FIRE.',
      brand: 'TRAILMARK',
      category: 'OUTDOOR / KITCHEN',
      attributes: [
        { name: 'color', value: 'BLUE' },
        { name: 'Handle', value: 'WOOD' },
      ],
      images: ['HTTPS://IMAGES.ACME.EXAMPLE/ACME9.JPG'],
      countryOfOrigin: 'US',
      unit: 'EA',
      cost: '18.25',
      msrp: '29.99',
      map: '24.99',
      weight: '2.1',
      weightUnit: 'LB',
      length: '10',
      width: '8',
      height: '7.5',
      dimensionUnit: 'IN',
      casePack: 6,
      innerPack: 2,
      minimumOrder: '6',
      leadDays: 3,
      availableFrom: days.ordered,
    },
    { ids: lantern, title: lanternName, cost: '4', discontinued: true },
  ],
}
