import { createServer, request } from 'node:http'
import type { Delivery } from '../../contract.ts'
import { sendAs2 } from '../send.ts'
import type { As2SettingsInput } from '../settings.ts'
import type { Bench } from './handmade.ts'
import { House } from './house.ts'
import { pairOf, testTime } from './identities.ts'
import { listen, listenAs2 } from './listener.ts'
import { outbound } from './messages.ts'
import type { Product, Seen } from './product.ts'
import { ProductStation } from './product-station.ts'

const id = '018f0000-0000-7000-8000-000000000000'
const sendDeps = { now: () => testTime, allowPrivateAddresses: true }

/** Sends one message of ours to a product that listens on loopback, as these settings say. Gives what it saw, why it refused, and what became of the delivery. */
export async function sendToProduct(bench: Bench, product: Product, over: Partial<As2SettingsInput>) {
  const station = new ProductStation(bench, product)
  const ours = new House()
  const ourServer = await listenAs2(ours)
  let seen: Seen | undefined
  let refusal: string | undefined
  const later: (() => Promise<void>)[] = []
  const server = createServer(async (incoming, response) => {
    const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>))
    try {
      seen = station.read({ headers: incoming.headersDistinct, body })
    } catch (error) {
      refusal = String(error)
      return void response.writeHead(400).end()
    }
    const signed = seen.header('disposition-notification-options') !== undefined
    const receipt = station.receipt(seen, signed)
    const url = seen.header('receipt-delivery-option')
    if (!url) return void response.writeHead(200, receipt.headers).end(receipt.body)
    response.writeHead(200).end()
    later.push(() => post(url, receipt))
  })
  const listener = await listen(server)
  try {
    const settings = pairOf(bench.pem('s'), bench.pem('r'), {
      receiptUrl: ourServer.url,
      ...over,
    }).receiver
    const message = outbound(id)
    const at = { ...settings, url: listener.url }
    let delivery: Delivery = await sendAs2(message, at, sendDeps)
    ours.sent.set(id, { message, settings: at, ...(delivery.ok && { evidence: delivery.evidence! }) })
    for (const send of later) await send()
    delivery = ours.arrivals[0]?.delivery ?? delivery
    return { seen, refusal, delivery }
  } finally {
    await Promise.all([listener.close(), ourServer.close()])
  }
}

function post(url: string, { headers, body }: { headers: Record<string, string>; body: Buffer }): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers }, response => {
      response.resume().on('end', () => resolve())
    })
    outgoing.on('error', reject).end(body)
  })
}
