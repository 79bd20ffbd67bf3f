import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { partnerships } from '../../db/schema/index.ts'
import { addContact, addNote, contact, profileOf, removeContact } from '../../partners/onboarding/profile.ts'
import { json, nothing, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams, moment } from './fields.ts'

const tag = 'Partners'

const profileSchema = z
  .object({
    contacts: z.array(
      z.object({ id: z.uuid(), name: z.string(), about: z.string(), email: z.string(), phone: z.string() }),
    ),
    notes: z.array(z.object({ text: z.string(), by: z.string(), at: moment })).describe('Oldest first.'),
  })
  .meta({ id: 'PartnerContacts', description: 'Whom to call at a partner, and what is worth knowing.' })

async function present(orm: Orm, retailerId: string, id: string) {
  const [row] = await orm
    .select({ settings: partnerships.settings })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, id)))
  return profileOf(found(row, 'partner').settings)
}

const at = (id: string) => `/partners/${id}/contacts`

export const partnerContactEndpoints = [
  retailerRead({
    path: '/partners/{id}/contacts',
    scope: 'partners:read',
    tag,
    summary: 'A partner’s contacts and the notes about it',
    params: idParams,
    answers: { 200: { description: 'All of them.', schema: profileSchema } },
    async run({ orm, tenant: { retailerId }, params }) {
      return json(200, await present(orm, retailerId, params.id))
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/partners/{id}/contacts',
    scope: 'partners:write',
    tag,
    summary: 'Add a contact',
    params: idParams,
    body: contact.meta({ id: 'NewPartnerContact' }),
    example: { name: 'Ann Weber', about: 'EDI', email: 'ann@lakeside.example', phone: '+1 503 555 0144' },
    answers: { 201: { description: 'All contacts and notes.', schema: profileSchema } },
    async run({ work, tenant: { retailerId }, params: { id }, body }) {
      await addContact(work, { retailerId, partnershipId: id, added: body })
      return json(201, await present(work.tx, retailerId, id), at(id))
    },
  }),
  retailerWrite({
    method: 'delete',
    path: '/partners/{id}/contacts/{contactId}',
    scope: 'partners:write',
    tag,
    summary: 'Take a contact away',
    params: idParams.extend({ contactId: z.uuid() }),
    answers: { 204: { description: 'It is gone; the audit log keeps that it was there.' } },
    async run({ work, tenant: { retailerId }, params: { id, contactId } }) {
      const { contacts } = await present(work.tx, retailerId, id)
      found(
        contacts.find(one => one.id === contactId),
        'contact',
      )
      await removeContact(work, { retailerId, partnershipId: id, id: contactId })
      return nothing()
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/partners/{id}/notes',
    scope: 'partners:write',
    tag,
    summary: 'Write something down about a partner',
    params: idParams,
    body: z.strictObject({ note: z.string().trim().min(1).max(4000) }).meta({ id: 'NewPartnerNote' }),
    example: { note: 'Their test system is down on Sundays.' },
    answers: { 201: { description: 'All contacts and notes.', schema: profileSchema } },
    async run({ work, tenant: { retailerId }, params: { id }, body }) {
      await addNote(work, { retailerId, partnershipId: id, text: body.note })
      return json(201, await present(work.tx, retailerId, id), at(id))
    },
  }),
]
