import { z } from 'zod'

const name = z.strictObject({
  qualifier: z.string().regex(/^[A-Z0-9]{2}$/, 'expected two capitals or digits, such as 08 or ZZ'),
  id: z.string().min(1).max(15),
})
const groupName = z.string().min(2).max(15)

const literals = {
  /** ISA01 and ISA02, ISA03 and ISA04. */
  authorization: z.strictObject({ qualifier: z.string().length(2), value: z.string().max(10) }).optional(),
  security: z.strictObject({ qualifier: z.string().length(2), value: z.string().max(10) }).optional(),
  /** ISA05 and ISA06, ISA07 and ISA08, where this set has other ids than the channel. `source`: whoever sent the source document. */
  sender: name.optional(),
  receiver: z.union([name, z.literal('source')]).optional(),
  /** ISA11 and ISA12 as they stand, whatever the version. */
  standard: z.string().length(1).optional(),
  interchangeVersion: z
    .string()
    .regex(/^\d{5}$/, 'expected five digits such as 00401')
    .optional(),
  /** ISA14 and ISA15. */
  acknowledgmentRequested: z.boolean().optional(),
  usage: z.enum(['P', 'T']).optional(),
  /** GS02, GS03 and GS07. */
  groupSender: groupName.optional(),
  groupReceiver: groupName.optional(),
  agency: z.enum(['X', 'T']).optional(),
  /** GS04 and GS05. */
  groupDate: z.enum(['CCYYMMDD', 'YYMMDD']).optional(),
  groupTime: z.enum(['HHMM', 'HHMMSS', 'HHMMSSDD']).optional(),
  /** Width of ST02, filled with zeros. */
  setControlNumberWidth: z.int().min(4).max(9).optional(),
}

/** What a partner asks of ISA, GS and the control numbers; `environments` overrides it by the fact `environment`. */
export const envelopeRules = z.strictObject({
  ...literals,
  environments: z.record(z.string(), z.strictObject(literals)).optional(),
  /** GS08 that are read besides the one written. */
  acceptVersions: z.array(z.string().regex(/^\d{6}[A-Z0-9]{0,6}$/)).optional(),
})
export type EnvelopeRules = z.infer<typeof envelopeRules>

/** How many sets go together. */
export const batchRules = z.strictObject({
  setsPerGroup: z.int().min(1).optional(),
  setsPerInterchange: z.int().min(1).optional(),
  /** One kind of document in an interchange. */
  oneKindPerInterchange: z.boolean().optional(),
})
export type BatchRules = z.infer<typeof batchRules>

/** Which characters may be written (X12.5 appendix A). What is outside is replaced where `replace` or its accents tell by what, else refused. */
export const characterRules = z.strictObject({
  set: z.enum(['basic', 'extended', 'any']).default('any'),
  replace: z.record(z.string().min(1).max(2), z.string().max(4)).optional(),
})
export type CharacterRules = z.infer<typeof characterRules>
