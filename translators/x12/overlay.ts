export type { ComputedValues, OverlayContext } from './overlay/context.ts'
export { batchesUnder, envelopeUnder, fileNameFor } from './overlay/envelope.ts'
export { type Overlay, type OverlayInput, overlaySchema } from './overlay/schema.ts'
