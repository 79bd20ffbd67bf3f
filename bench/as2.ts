import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { memory } from '../gateway/transports/as2/bytes/source.ts'
import { credentialsOf } from '../gateway/transports/as2/keys.ts'
import { headerBlock, parseEntity } from '../gateway/transports/as2/mime.ts'
import { type As2Settings, as2Settings } from '../gateway/transports/as2/settings.ts'
import { unwrap } from '../gateway/transports/as2/unwrap.ts'
import { wrap } from '../gateway/transports/as2/wrap.ts'
import { createCertificate } from '../partners/certificates/create-certificate.ts'
import { as2Memory, as2Traffic } from './as2-wire.ts'
import { type Figure, held, raceAsync } from './figure.ts'

const now = new Date()
const year = 365 * 86_400_000

async function station(): Promise<As2Settings> {
  const key = await createCertificate({
    keySize: 2048,
    commonName: 'bench',
    serial: '01',
    validFrom: new Date(now.getTime() - year),
    validTo: new Date(now.getTime() + year),
  })
  return as2Settings.parse({ ourId: 'A', partnerId: 'B', keys: [key], partnerCertificates: [key.certificate] })
}

/** A message wrapped and opened again: signed, encrypted, decrypted, verified. */
function whole(settings: As2Settings, bytes: Buffer): () => Promise<void> {
  const { own, partner } = credentialsOf(settings)
  const keys = { own: own[0]!, partner: partner[0]!.certificate }
  const payload = { id: 'bench', bytes, contentType: 'application/edi-x12', fileName: 'a.edi' }
  const reading = {
    keys: own,
    partner,
    maxBytes: 1e9,
    now,
    expiredCertificates: 'refuse' as const,
    allowMd5: false,
    micalg: 'sha256' as const,
  }
  return async () => {
    const { headers, body } = await wrap(payload, settings, keys, { boundary: 'bench', at: now })
    const { headers: received } = parseEntity(headerBlock(headers))
    const arrived = memory(...(await Array.fromAsync(body.read())))
    const opened = await unwrap({ headers: received, raw: arrived, body: arrived }, reading)
    if (!opened.ok || opened.documents[0]?.content.size !== bytes.length)
      throw new Error('the message did not come through')
  }
}

/** The floor: the same primitives on the same bytes, with nothing between them. */
function bare(settings: As2Settings, bytes: Buffer): () => void {
  const { own, partner } = credentialsOf(settings)
  const [{ privateKey }] = own as [(typeof own)[0]]
  const { publicKey } = partner[0]!.certificate
  const padding = constants.RSA_PKCS1_PADDING
  return () => {
    const signature = sign('sha256', createHash('sha256').update(bytes).digest(), privateKey)
    const key = randomBytes(32)
    const iv = randomBytes(16)
    const cipher = createCipheriv('aes-256-cbc', key, iv)
    const encrypted = [cipher.update(bytes), cipher.final()]
    const wrapped = publicEncrypt({ key: publicKey, padding }, key)
    const decipher = createDecipheriv('aes-256-cbc', privateDecrypt({ key: privateKey, padding }, wrapped), iv)
    const decrypted = [...encrypted.map(chunk => decipher.update(chunk)), decipher.final()]
    const hash = createHash('sha256')
    for (const chunk of decrypted) hash.update(chunk)
    if (!verify('sha256', hash.digest(), publicKey, signature)) throw new Error('the floor does not hold')
  }
}

/** AS2 at three heights: the cryptography on one core, messages over the wire into the database, and the memory of large ones. */
export async function* as2Figures(): AsyncGenerator<Figure> {
  let floor = 0
  for await (const figure of cryptography()) {
    if (figure.name === 'as2 floor 10 kB') floor = figure.value
    yield figure
  }
  yield* as2Traffic(floor)
  yield* as2Memory()
}

/** Sign, encrypt, decrypt and verify against the bare primitives, at 10 kB and at 8 MB. */
async function* cryptography(): AsyncGenerator<Figure> {
  const settings = await station()
  for (const { name, size, target } of [
    { name: '10 kB', size: 10_000, target: 0.6 },
    { name: '8 MB', size: 8_000_000, target: 0.8 },
  ]) {
    const bytes = randomBytes(size)
    const [ours, floor] = await raceAsync(whole(settings, bytes), bare(settings, bytes), {
      turns: 6,
      milliseconds: 700,
    })
    yield { name: `as2 floor ${name}`, value: floor, unit: 'messages/s' }
    yield held(`as2 sign+encrypt+decrypt+verify ${name}`, ours, 'messages/s', floor, 'the bare primitives', target)
  }
}
