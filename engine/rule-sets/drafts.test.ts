import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { priceBook } from '../listing/books.ts'
import { priceRules } from '../listing/price-rules.ts'
import { seedRetailer } from '../testing/seed.ts'
import { beginDraft, keepDraft } from './drafts.ts'

const open = freshDatabases()

it('refuses what could not be read again: two rules of one id', async () => {
  const hub = await open()
  const { retailerId } = await seedRetailer(hub, { suppliers: [] })
  const rule = {
    id: '01a2059b-ac47-7000-91c8-21c2d9cc7a88',
    name: 'A tenth on cost',
    basis: 'cost',
    adjustment: { by: 'percent', percent: '10' },
  }
  const one = priceRules.parse({ version: 1, rules: [rule] })
  const twice = { ...one, rules: [...one.rules, ...one.rules] }
  const refused = { code: 'invalid-input', fields: { rules: 'two rules have the same id' } }
  const begin = (content: typeof one) => hub.work('ann', work => beginDraft(priceBook, work, { retailerId, content }))
  await expect(begin(twice)).rejects.toMatchObject(refused)
  const { id } = await begin(one)
  const keep = hub.work('ann', work => keepDraft(priceBook, work, { retailerId, id, content: twice }))
  await expect(keep).rejects.toMatchObject(refused)
})
