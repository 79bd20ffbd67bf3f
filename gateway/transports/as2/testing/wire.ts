import { createServer } from 'node:http'
import type { As2Request } from '../ports.ts'
import { type As2Outbound, sendAs2 } from '../send.ts'
import type { As2Settings } from '../settings.ts'
import { listen } from './listener.ts'

/** The request that our sender makes of a message, caught on the wire. */
export async function wireOf(message: As2Outbound, settings: As2Settings, at: Date): Promise<As2Request> {
  const caught: As2Request[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    caught.push({ headers: request.headersDistinct, body: Buffer.concat(chunks), remoteAddress: '127.0.0.1' })
    response.end()
  })
  const listener = await listen(server)
  await sendAs2(message, { ...settings, url: listener.url }, { now: () => at, allowPrivateAddresses: true })
  await listener.close()
  const [wire] = caught
  if (!wire) throw new Error('nothing was sent')
  return wire
}
