import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import postgres from 'postgres'

/** What the sender of the benchmark takes for a receipt. */
const receipt = 'Disposition: automatic-action/MDN-sent-automatically; processed\r\napplication/pkcs7-signature\r\n'

/**
 * The least that any station on Node and PostgreSQL does for a message: reads it whole from a connection of its own, decrypts, verifies and signs with the
 * bare primitives, waits for one insert of one row to be committed, and answers. It reads no MIME and no CMS, looks nobody up, and has no journal and no job.
 *
 * @returns the port it listens on
 */
export async function receiveBare(databaseUrl: string, size: number): Promise<number> {
  const work = cryptography(size)
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => undefined })
  await sql`create table if not exists bare (id bigserial primary key, body bytea not null, signature bytea not null)`
  const server = createServer({ keepAlive: false }, async (request, response) => {
    const body = await bodyOf(request)
    await sql`insert into bare (body, signature) values (${body}, ${work()})`
    response.shouldKeepAlive = false
    response.writeHead(200, { 'Content-Length': receipt.length }).end(receipt)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Decrypts and verifies a message that was made before, and signs; gives the signature. */
function cryptography(size: number): () => Buffer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const padding = constants.RSA_PKCS1_PADDING
  const [bytes, key, iv] = [randomBytes(size), randomBytes(32), randomBytes(16)]
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()])
  const wrapped = publicEncrypt({ key: publicKey, padding }, key)
  const signature = sign('sha256', createHash('sha256').update(bytes).digest(), privateKey)
  return () => {
    const decipher = createDecipheriv('aes-256-cbc', privateDecrypt({ key: privateKey, padding }, wrapped), iv)
    const hash = createHash('sha256').update(decipher.update(encrypted)).update(decipher.final()).digest()
    if (!verify('sha256', hash, publicKey, signature)) throw new Error('the bare station does not hold')
    return sign('sha256', hash, privateKey)
  }
}
