import { describe, expect, it } from 'vitest'
import { dispositions } from './disposition.ts'
import { receiveAs2 } from './receive.ts'
import { bytesIn } from './testing/handmade.ts'
import { House } from './testing/house.ts'
import { identity, pairOf, testTime } from './testing/identities.ts'
import { outbound } from './testing/messages.ts'
import { mutate, seeded } from './testing/mutations.ts'
import { wireOf } from './testing/wire.ts'

const sender = await identity('sender')
const receiver = await identity('receiver')
const rounds = Number(process.env.AS2_MUTATIONS ?? 500)

/** What the receipt says, whether signed or not. */
function positive(body: Uint8Array): boolean {
  return /^Disposition: automatic-action\/MDN-sent-automatically; processed\r$/m.test(
    Buffer.from(body).toString('latin1'),
  )
}

describe('mutated messages', () => {
  const shapes = [
    { encryption: 'none', requireEncryption: false },
    {},
    { encryption: 'aes256-gcm', compression: 'after-signing' },
    { compression: 'before-signing', signatureScheme: 'pss' },
    { encryption: 'none', requireEncryption: false, signedAttributes: false, compression: 'after-signing' },
  ] as const

  it.each(shapes)('of shape %o never get a positive receipt for anything but what was sent', async shape => {
    const pair = pairOf(sender, receiver, shape)
    const message = outbound('018f0000-0000-7000-8000-000000000000')
    const wire = await wireOf(message, pair.sender, testTime)
    const sane = new House(pair.receiver)
    expect(positive((await receiveAs2(wire, sane.deps)).body)).toBe(true)

    const random = seeded(20260615)
    let refused = 0
    for (let round = 0; round < rounds / shapes.length; round++) {
      const house = new House(pair.receiver)
      const body = mutate(wire.body, random)
      const answer = await receiveAs2({ ...wire, body }, house.deps)
      expect(answer.status).toBeLessThan(500)
      if (positive(answer.body)) {
        expect(house.commits).toHaveLength(1)
        expect(Buffer.compare(bytesIn(house.commits[0]!.message.bytes), message.bytes)).toBe(0)
        continue
      }
      refused++
      expect(house.commits).toHaveLength(0)
      if (answer.status !== 200) continue
      const [rejected] = house.rejected
      expect(dispositions[rejected!.reason].positive).toBe(false)
      expect(rejected!.wire.body).toBe(body)
    }
    expect(refused).toBeGreaterThan((rounds / shapes.length) * 0.6)
  })
})
