import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { offers } from '../../../db/schema/index.ts'
import { automationScores, percentOf, worstStage } from '../../../engine/reports/automation.ts'
import { openBusyWorld } from '../../testing/busy-world.ts'

describeOnBothDatabases('the automation score', open => {
  it('counts what people did by hand, stage by stage, of this retailer alone', async () => {
    const busy = await openBusyWorld(await open())
    const scores = await automationScores(busy.hub.orm, busy.here.retailerId)
    expect(scores.map(score => score.name)).toEqual(['Cascade Home', 'Little Potter'])
    const potter = scores[1]!
    // Two orders; one was answered and shipped by a person in the portal, who billed it too.
    expect(potter.shares.answers).toEqual({ all: 2, alone: 0 })
    expect(potter.shares.routing).toEqual({ all: 2, alone: 2 })
    expect(potter.shares.invoices.alone).toBeLessThan(potter.shares.invoices.all)
    expect(potter.shares.whole).toEqual({ all: 2, alone: 1 })
    expect(percentOf(potter.shares.whole)).toBe(50)
    expect(worstStage(potter)).toBeDefined()
    // Items that a person matched, or that wait for one, are not listed by rules alone.
    const { all } = potter.shares.listing
    expect(potter.shares.listing).toEqual({ all, alone: all })
    const { retailerId } = busy.here
    const mug = and(eq(offers.retailerId, retailerId), eq(offers.supplierSku, 'LI-MUG-01'))
    await busy.hub.orm.update(offers).set({ matchedBy: 'person' }).where(mug)
    const [, matched] = await automationScores(busy.hub.orm, retailerId)
    expect(matched!.shares.listing).toEqual({ all, alone: all - 1 })
    expect(
      (await automationScores(busy.hub.orm, busy.there.retailerId)).every(score => score.shares.whole.all === 0),
    ).toBe(true)
    const client = await busy.as('read-only@here.example')
    expect(await (await client.get('/retailer/automation')).text()).toContain('data-supplier="Little Potter"')
  })
})
