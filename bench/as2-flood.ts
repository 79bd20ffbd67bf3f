import { randomInt, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { type As2Settings, as2Settings } from '../gateway/transports/as2/settings.ts'
import { wireOf } from '../gateway/transports/as2/testing/wire.ts'
import type { Round, StationOrder } from './as2-orders.ts'

interface Ready {
  headers: Record<string, string[] | undefined>
  body: Uint8Array
}

/** Sends messages that were signed and encrypted before, so that the sender takes little of the processors, and times each answer. */
export async function flood({ settings, size, rounds }: Extract<StationOrder, { what: 'flood' }>): Promise<Round[]> {
  const parsed = as2Settings.parse(settings)
  const results: Round[] = []
  for (const { connections, messages } of rounds) {
    const ready: Ready[] = []
    for (let at = 0; at < messages; at++) ready.push(await prepared(parsed, size))
    results.push({ connections, ...(await send(parsed.url!, ready, connections)) })
  }
  return results
}

/** The lines of an order in X12, cut at a size: as compressible as such documents are, and no two alike. */
function orderOf(size: number): Buffer {
  const number = (digits: number) => String(randomInt(10 ** digits)).padStart(digits, '0')
  let text = `ST*850*0001~BEG*00*DS*PO-${number(9)}**20261120~`
  for (let line = 1; text.length < size; line++) {
    text += `PO1*${line}*${number(2)}*EA*${number(3)}.${number(2)}**UP*${number(12)}*VN*ACME-${number(6)}~PID*F****ITEM ${number(4)}~`
  }
  return Buffer.from(text.slice(0, size))
}

function prepared(settings: As2Settings, size: number): Promise<Ready> {
  const id = randomUUID()
  const message = {
    id,
    retailerId: 'bench',
    partnershipId: 'bench',
    fileName: `${id}.edi`,
    contentType: 'application/edi-x12',
    subject: id,
    bytes: orderOf(size),
  }
  return wireOf(message, settings, new Date())
}

async function send(url: string, ready: Ready[], connections: number): Promise<Omit<Round, 'connections'>> {
  const times: number[] = []
  const start = performance.now()
  const next = async (): Promise<void> => {
    for (let message = ready.pop(); message; message = ready.pop()) {
      const begun = performance.now()
      await post(url, message)
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: connections }, next))
  const seconds = (performance.now() - start) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

function post(url: string, { headers, body }: Ready): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', agent: false, headers: { ...(headers as Record<string, string[]>), host: new URL(url).host } },
      response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () => {
          const receipt = Buffer.concat(chunks).toString('latin1')
          const positive = /MDN-sent-automatically; processed\r\n/.test(receipt) && receipt.includes('pkcs7-signature')
          if (positive) resolve()
          else reject(new Error(`no signed receipt: HTTP ${response.statusCode} ${receipt.slice(0, 2000)}`))
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
