import { z } from 'zod'

/** A trading partner's map for one transaction set: a versioned overlay on guide and map, kept as data. */
export const overlaySchema = z.object({
  /** ST01 to which it applies. */
  set: z.string().regex(/^\d{3}$/),
})
export type Overlay = z.infer<typeof overlaySchema>
