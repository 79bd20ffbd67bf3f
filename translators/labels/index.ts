export { type LabelSheet, labelSheets, labelsPdf } from './label-pdf.ts'
export { labelsZpl, type ZplResolution, zplResolutions } from './label-zpl.ts'
export { type PackingSlip, packingSlipsPdf, type SlipBrand } from './packing-slip.ts'
export type { ShippingLabel } from './shipping-label.ts'
