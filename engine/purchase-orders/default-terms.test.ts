import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { auditLog, partnerships } from '../../db/schema/index.ts'
import { changePartner } from '../../partners/onboarding/change-partner.ts'
import { addPartnership } from '../../partners/onboarding/create-partner.ts'
import { deadlinePolicyOf } from '../deadlines/policy.ts'
import { seedRetailer } from '../testing/seed.ts'
import { changeDefaultTerms } from './change-default-terms.ts'
import { changeTradingTerms, resetTradingTerms } from './change-trading-terms.ts'
import { loadTerms } from './trading-terms.ts'

describeOnBothDatabases('terms for all partners', open => {
  it('hold for every partner without its own, at once and for those that come later', async () => {
    const hub = await open()
    const { retailerId, suppliers } = await seedRetailer(hub, {
      suppliers: [
        { name: 'North', offers: [] },
        { name: 'South', offers: [] },
      ],
    })
    const other = await seedRetailer(hub, { suppliers: [{ name: 'East', offers: [] }] })
    const [north, south] = [suppliers.North!.partnershipId, suppliers.South!.partnershipId]
    const agreed = async (partnershipId: string, whose = retailerId) => {
      const { settings, tolerances } = await hub.work('system', work => loadTerms(work, whose, partnershipId))
      return { warnHours: deadlinePolicyOf(settings).warnHours, price: tolerances.price }
    }
    const deadlines = (warnHours: number) => ({ ...deadlinePolicyOf({}), warnHours })
    await hub.work('anna', work =>
      changeTradingTerms(work, { retailerId, partnershipId: north, section: 'deadlines', value: deadlines(2) }),
    )
    await hub.work('anna', async work => {
      await changeDefaultTerms(work, { retailerId, section: 'deadlines', value: deadlines(12) })
      await changeDefaultTerms(work, { retailerId, section: 'tolerances', value: { price: { share: '0.02' } } })
      await changeDefaultTerms(work, { retailerId, section: 'tolerances', value: { price: { share: '0.02' } } })
    })
    expect(await agreed(north)).toEqual({ warnHours: 2, price: { share: '0.02' } })
    expect(await agreed(south)).toEqual({ warnHours: 12, price: { share: '0.02' } })
    expect(await agreed(other.suppliers.East!.partnershipId, other.retailerId)).toEqual({
      warnHours: 4,
      price: undefined,
    })
    const told = await hub.orm.select().from(auditLog).where(eq(auditLog.action, 'retailer.default-tolerances-changed'))
    expect(told).toMatchObject([{ subject: retailerId, actor: 'anna', after: { price: { share: '0.02' } } }])

    // None of its own is something of its own.
    await hub.work('anna', work =>
      changeTradingTerms(work, { retailerId, partnershipId: south, section: 'tolerances', value: {} }),
    )
    await hub.work('anna', work =>
      changeDefaultTerms(work, { retailerId, section: 'tolerances', value: { price: { share: '0.03' } } }),
    )
    expect([await agreed(north), await agreed(south)]).toMatchObject([
      { price: { share: '0.03' } },
      { price: undefined },
    ])
    await hub.work('anna', work =>
      resetTradingTerms(work, { retailerId, partnershipId: south, section: 'tolerances', name: 'price' }),
    )
    await hub.work('anna', work => resetTradingTerms(work, { retailerId, partnershipId: north, section: 'deadlines' }))
    expect([await agreed(north), await agreed(south)]).toEqual([
      { warnHours: 12, price: { share: '0.03' } },
      { warnHours: 12, price: { share: '0.03' } },
    ])

    const late = await hub.work('anna', work =>
      addPartnership(
        work,
        { id: other.suppliers.East!.supplierId, name: 'Late' },
        { retailerId, status: 'live', currency: 'USD', terms: { netDays: 30 } },
      ),
    )
    expect(await agreed(late.partnershipId)).toEqual({ warnHours: 12, price: { share: '0.03' } })
  })

  it('are the payment terms of partners that gave theirs back', async () => {
    const hub = await open()
    const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'North', offers: [] }] })
    const { partnershipId } = suppliers.North!
    const whose = { retailerId, partnershipId }
    const reset = () => hub.work('anna', work => resetTradingTerms(work, { ...whose, section: 'terms' }))
    const terms = async () =>
      (
        await hub.orm
          .select({ terms: partnerships.terms })
          .from(partnerships)
          .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
      )[0]!.terms
    const set = (netDays: number) =>
      hub.work('anna', work => changeDefaultTerms(work, { retailerId, section: 'terms', value: { netDays } }))
    await expect(reset()).rejects.toMatchObject({ code: 'wrong-state' })
    const before = await terms()
    await set(60)
    expect(await terms()).toEqual(before)
    await reset()
    await set(45)
    expect(await terms()).toEqual({ netDays: 45 })
    const change = { ...whose, name: 'North', currency: 'USD', terms: { netDays: 7 } }
    await hub.work('anna', work => changePartner(work, change))
    await set(50)
    expect(await terms()).toEqual({ netDays: 7 })
  })
})
