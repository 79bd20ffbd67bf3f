import { z } from 'zod'
import type { CertificateOwner, CertificateUse } from '../../../db/schema/index.ts'
import type { KeyKind } from '../../../partners/certificates/create-certificate.ts'
import { type UseChoice, useChoices } from './texts.ts'

/** Keys that can be made, as the form offers them. */
export const keyChoices = {
  'rsa-2048': { word: 'RSA, 2048 bits', kind: { keySize: 2048 } },
  'rsa-3072': { word: 'RSA, 3072 bits', kind: { keySize: 3072 } },
  'rsa-4096': { word: 'RSA, 4096 bits', kind: { keySize: 4096 } },
  'p-256': { word: 'Elliptic curve P-256 (signatures only)', kind: { curve: 'P-256' } },
  'p-384': { word: 'Elliptic curve P-384 (signatures only)', kind: { curve: 'P-384' } },
} as const satisfies Record<string, { word: string; kind: KeyKind }>
export type KeyChoice = keyof typeof keyChoices

const uses = z
  .enum(Object.keys(useChoices) as [UseChoice, ...UseChoice[]], { error: 'Choose what it is for.' })
  .transform(choice => choice.split(' ') as CertificateUse[])

/** A day, from its beginning in UTC; empty means at once. */
export const useFrom = z
  .union([z.literal(''), z.iso.date({ error: 'Enter a day, such as 2026-12-01.' })])
  .default('')
  .transform(day => (day === '' ? undefined : new Date(`${day}T00:00:00Z`)))

/** The form that makes a certificate or a request. */
export const createForm = z
  .object({
    kind: z.enum(['self-signed', 'request'], { error: 'Choose who signs it.' }),
    key: z.enum(Object.keys(keyChoices) as [KeyChoice, ...KeyChoice[]], { error: 'Choose a key.' }),
    uses,
    commonName: z.string({ error: 'Enter a name.' }).trim().min(1, 'Enter a name.').max(64, 'At most 64 characters.'),
    organization: z.string().trim().max(64, 'At most 64 characters.').default(''),
    country: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^([A-Z]{2})?$/, 'Two letters, such as US.')
      .default(''),
    years: z.enum(['1', '2', '3', '5']).default('2').transform(Number),
    partner: z.string().default(''),
    useFrom,
  })
  .refine(form => !(form.key.startsWith('p-') && form.uses.includes('encrypt')), {
    path: ['uses'],
    error: 'An elliptic key only signs. Choose RSA, or signatures only.',
  })

/** Whose certificate is imported: `own`, `own:PARTNERSHIP` or `partner:PARTNERSHIP`. */
const whose = z
  .string({ error: 'Choose whose it is.' })
  .regex(/^(own|(own|partner):[0-9a-f-]{36})$/, 'Choose whose it is.')
  .transform(text => {
    const [owner, partnershipId] = text.split(':')
    return { owner: owner as CertificateOwner, partnershipId: partnershipId ?? null }
  })

/** The form with a file to look at. */
export const previewForm = z.object({
  whose,
  uses,
  password: z.string().max(1000).default(''),
  text: z.string().max(1_000_000).default(''),
})

/** What a form's fields are told, first of each. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) fields[String(issue.path[0] ?? '')] ??= issue.message
  return fields
}
