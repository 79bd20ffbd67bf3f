import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { collect, memory, type Source } from './bytes/source.ts'
import { dispositions } from './disposition.ts'
import { credentialsOf } from './keys.ts'
import type { As2Request } from './ports.ts'
import { receiveAs2 } from './receive.ts'
import { entityOfHttp } from './request.ts'
import type { As2Settings } from './settings.ts'
import { drip } from './testing/drip.ts'
import { bytesIn } from './testing/handmade.ts'
import { House } from './testing/house.ts'
import { identity, pairOf, testTime } from './testing/identities.ts'
import { outbound } from './testing/messages.ts'
import { mutate, seeded } from './testing/mutations.ts'
import { wireOf } from './testing/wire.ts'
import { unwrap } from './unwrap.ts'

const sender = await identity('sender')
const receiver = await identity('receiver')
const rounds = Number(process.env.AS2_MUTATIONS ?? 500)
/** Far above what a round takes, far below what a hang does. */
const patience = 60_000 + rounds * 50

/** What the receipt says, whether signed or not. */
function positive(body: Uint8Array): boolean {
  return /^Disposition: automatic-action\/MDN-sent-automatically; processed\r$/m.test(
    Buffer.from(body).toString('latin1'),
  )
}

/** Everything that opening a message comes to, read from this source. */
async function outcomeOf({ headers }: As2Request, body: Source, settings: As2Settings) {
  const { own, partner } = credentialsOf(settings)
  const options = {
    keys: own,
    partner,
    maxBytes: settings.maxBytes,
    now: testTime,
    expiredCertificates: settings.expiredCertificates,
    allowMd5: false,
    micalg: 'sha256' as const,
  }
  const opened = await unwrap(entityOfHttp({ headers, body }), options)
  const { mic, protection } = opened
  // A key that does not unwrap is replaced by a random one, under which one in 256 paddings looks right: what comes of that differs each time.
  if (opened.ok ? protection.encryption && !protection.signature : opened.failure === 'decryption-failed') {
    return { failure: 'decryption-failed', mic: undefined, protection: {} }
  }
  if (!opened.ok) return { failure: opened.failure, mic, protection }
  const documents = await Promise.all(
    opened.documents.map(async ({ content }) => (await collect(content)).toString('hex')),
  )
  return { documents, mic, protection, warnings: opened.warnings }
}

/** Octets on the heap that something still holds: buffers are given back a turn of the event loop after nobody holds them. */
async function heapInUse(): Promise<number> {
  setFlagsFromString('--expose_gc')
  const collectGarbage = runInNewContext('gc') as () => void
  for (let turn = 0; turn < 4; turn++) {
    collectGarbage()
    await new Promise(resolve => setImmediate(resolve))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const shapes = [
  { encryption: 'none', requireEncryption: false },
  {},
  { encryption: 'aes256-gcm', compression: 'after-signing' },
  { compression: 'before-signing', signatureScheme: 'pss' },
  { encryption: 'none', requireEncryption: false, signedAttributes: false, compression: 'after-signing' },
] as const

describe('mutated messages', () => {
  it.each(shapes)(
    'of shape %o never get a positive receipt for anything but what was sent, however they are read',
    async shape => {
      const pair = pairOf(sender, receiver, shape)
      const message = outbound('018f0000-0000-7000-8000-000000000000')
      const wire = await wireOf(message, pair.sender, testTime)
      const sane = new House(pair.receiver)
      expect(positive((await receiveAs2(wire, sane.deps)).body)).toBe(true)

      const random = seeded(20260615)
      let refused = 0
      let settled = 0
      const count = Math.ceil(rounds / shapes.length)
      for (let round = 0; round < count; round++) {
        if (round === Math.floor(count / 5)) settled = await heapInUse()
        const body = mutate(wire.body, random)
        if (!(await takesOnlyWhatWasSent({ ...wire, body }, pair.receiver, message.bytes))) refused++
        const whole = await outcomeOf(wire, memory(body), pair.receiver)
        const size = 1 + Math.floor(random() * 900)
        expect(await outcomeOf(wire, drip(body, size), pair.receiver)).toEqual(whole)
        const cut = Math.floor(random() * body.length)
        const pieces = memory(body.subarray(0, cut), body.subarray(cut))
        expect(await outcomeOf(wire, pieces, pair.receiver)).toEqual(whole)
      }
      expect(refused).toBeGreaterThan(count * 0.6)
      expect((await heapInUse()) - settled).toBeLessThan(16 * 1024 * 1024)
    },
    patience,
  )
})

/** Whether the message was taken: then with a receipt that says so, and with the bytes that were sent; else with nothing committed. */
async function takesOnlyWhatWasSent(request: As2Request, settings: As2Settings, sent: Uint8Array): Promise<boolean> {
  const house = new House(settings)
  const answer = await receiveAs2(request, house.deps)
  expect(answer.status).toBeLessThan(500)
  expect(house.kept.size).toBe(0)
  if (positive(answer.body)) {
    expect(house.commits).toHaveLength(1)
    expect(bytesIn(house.commits[0]!.message.bytes).equals(Buffer.from(sent))).toBe(true)
    return true
  }
  expect(house.commits).toHaveLength(0)
  if (answer.status !== 200) return false
  const [rejected] = house.rejected
  expect(dispositions[rejected!.reason].positive).toBe(false)
  expect(Buffer.from(rejected!.wire.body as Uint8Array).equals(Buffer.from(request.body))).toBe(true)
  return false
}
