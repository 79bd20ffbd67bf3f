import { z } from 'zod'
import { ApplicationError } from '../../../db/application-error.ts'
import { certificateOwners, certificateUses } from '../../../db/schema/index.ts'
import type { SecretBox } from '../../../partners/secrets.ts'
import { texts as t } from './texts.ts'

const content = z.object({
  retailerId: z.string(),
  userId: z.string(),
  /** Milliseconds since 1970. */
  expires: z.number(),
  owner: z.enum(certificateOwners),
  partnershipId: z.string().nullable(),
  uses: z.array(z.enum(certificateUses)),
  /** Each with the PEM of its chain, and of its key where it came with it. */
  certificates: z.array(z.object({ pem: z.string(), chain: z.array(z.string()), privateKey: z.string().optional() })),
})

/** What was looked at, between the page that shows it and the button that keeps it. */
export type PreviewContent = z.infer<typeof content>

/** How long a person may look. */
const lifetime = 3_600_000

/** Seals what was looked at into the form: the browser carries it back without being able to read or change it. */
export function sealPreview(box: SecretBox, now: Date, preview: Omit<PreviewContent, 'expires'>): string {
  return box.seal(JSON.stringify({ ...preview, expires: now.getTime() + lifetime } satisfies PreviewContent))
}

/** Opens it again. Throws `invalid-input` when it is another person's, too old, or no such thing. */
export function openPreview(
  box: SecretBox,
  now: Date,
  sealed: string,
  { retailerId, userId }: Pick<PreviewContent, 'retailerId' | 'userId'>,
): PreviewContent {
  const opened = parse(box, sealed)
  const mine = opened?.retailerId === retailerId && opened.userId === userId
  if (!opened || !mine || opened.expires < now.getTime()) throw new ApplicationError('invalid-input', t.previewOld)
  return opened
}

function parse(box: SecretBox, sealed: string): PreviewContent | undefined {
  try {
    return content.safeParse(JSON.parse(box.open(sealed))).data
  } catch {
    return undefined
  }
}
