import type { PackingSlip, SlipBrand } from '../../translators/labels/index.ts'
import type { Brand } from './brand.ts'

/** A brand as it is printed. */
export function slipBrand({ name, ink, accent, about, thanks, returns, logo }: Brand): SlipBrand {
  return {
    ...{ name, ink, accent },
    lines: about ? about.split(/\r?\n/) : [],
    ...(thanks && { thanks }),
    ...(returns && { returns }),
    ...(logo && { logo: `data:${logo.contentType};base64,${Buffer.from(logo.bytes).toString('base64')}` }),
  }
}

/**
 * A slip of an order that nobody placed, to see how a brand looks.
 * @param today `YYYY-MM-DD`
 */
export function exampleSlip(brand: Brand, today: string): PackingSlip {
  return {
    brand: slipBrand(brand),
    purchaseOrderNumber: 'PO-000001',
    customerOrderNumber: 'W-1001',
    orderDate: today,
    shipTo: { name: 'A customer', address1: '12 Garden Street', city: 'Arlington', state: 'VA', postalCode: '22201' },
    ...(brand.sender === 'shown' && {
      shipFrom: { name: 'A supplier', address1: '5 Kiln Road', city: 'Asheville', state: 'NC', postalCode: '28801' },
    }),
    tracking: ['1Z999AA10123456784'],
    notes: [],
    lines: [{ item: 'MUG-01', description: 'Stoneware mug', quantity: '2', unit: 'EA', supplierSku: 'LP-77' }],
  }
}
