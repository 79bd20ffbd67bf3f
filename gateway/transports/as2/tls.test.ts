import { afterAll, describe, expect, it } from 'vitest'
import { receiveAs2 } from './receive.ts'
import { sendAs2 } from './send.ts'
import { createAs2Server } from './server.ts'
import type { As2SettingsInput } from './settings.ts'
import { House } from './testing/house.ts'
import { identity, pairOf } from './testing/identities.ts'
import { type Listener, listen } from './testing/listener.ts'
import { outbound } from './testing/messages.ts'

const [sender, receiver, web, stranger] = await Promise.all(['s', 'r', 'web', 'x'].map(name => identity(name)))
const house = new House()
const serve = (clientAuthorities?: string[]) =>
  listen(
    createAs2Server({
      handle: request => receiveAs2(request, house.deps),
      onError: () => undefined,
      tls: { key: web!.privateKey, cert: web!.certificate, ...(clientAuthorities && { clientAuthorities }) },
    }),
  )
const [open, mutual] = await Promise.all([serve(), serve([sender!.certificate])])
afterAll(() => Promise.all([open.close(), mutual.close()]))

// TLS itself looks at the clock, whatever time is passed in.
const sendDeps = { now: () => new Date(), allowPrivateAddresses: true }

function send(listener: Listener, id: string, tls: As2SettingsInput['tls']) {
  const pair = pairOf(
    sender!,
    receiver!,
    { tls, expiredCertificates: 'accept' },
    listener.url.replace('http:', 'https:'),
  )
  house.stations.splice(0, 1, { retailerId: 'retailer', partnershipId: 'p', settings: pair.receiver })
  return sendAs2(outbound(id), pair.sender, sendDeps)
}

const refused = { ok: false, failure: { code: 'tls-failed' } }
const pinned = { trust: [web!.certificate], checkHostName: false }

describe('over TLS of our own', () => {
  it('a certificate that is not trusted, or of another name, is refused', async () => {
    expect(await send(open, 'untrusted', {})).toMatchObject(refused)
    expect(await send(open, 'name', { trust: [web!.certificate] })).toMatchObject(refused)
  })

  it('a pinned certificate is taken', async () => {
    expect(await send(open, 'pinned', pinned)).toMatchObject({ ok: true, confirmed: true })
  })

  it('a station that asks for client certificates takes ours, and nobody else’s', async () => {
    expect(await send(mutual, 'mutual', { ...pinned, client: sender! })).toMatchObject({ ok: true, confirmed: true })
    expect(await send(mutual, 'without', pinned)).toMatchObject({ ok: false })
    expect(await send(mutual, 'stranger', { ...pinned, client: stranger! })).toMatchObject({ ok: false })
  })
})
