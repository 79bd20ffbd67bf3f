import { describe, expect, it } from 'vitest'
import { type PresetName, presets } from './presets.ts'
import { receiveAs2 } from './receive.ts'
import { bytesIn } from './testing/handmade.ts'
import { House } from './testing/house.ts'
import { identity, pairOf, testTime } from './testing/identities.ts'
import { ediText, outbound } from './testing/messages.ts'
import { wireOf } from './testing/wire.ts'

const sender = await identity('sender')
const receiver = await identity('receiver')

describe('presets', () => {
  it.each(Object.keys(presets) as PresetName[])('%s is complete, and what it sends can be read', async name => {
    const pair = pairOf(sender, receiver, presets[name].settings)
    const house = new House(pair.receiver)
    await receiveAs2(await wireOf(outbound('018f0000-0000-7000-8000-000000000000'), pair.sender, testTime), house.deps)
    expect(house.rejected).toEqual([])
    expect(bytesIn(house.commits[0]!.message.bytes).toString()).toBe(ediText)
  })
})
