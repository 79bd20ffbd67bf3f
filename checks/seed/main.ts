import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { HubDatabase } from '../../db/hub-database.ts'
import { seedOrders } from './seed.ts'

/** `npm run seed -- --orders 1000000 [--partners 40]`: a database to try the hub's speed on. It is named by DATABASE_URL, and is better a fresh one. */
const { values } = parseArgs({
  options: { orders: { type: 'string', default: '10000' }, partners: { type: 'string', default: '40' } },
})
const [orders, partners] = [Number(values.orders), Number(values.partners)]
const url = process.env.DATABASE_URL
if (!Number.isSafeInteger(orders) || orders < 100 || !Number.isSafeInteger(partners) || partners < 1 || !url) {
  process.stderr.write(
    'DATABASE_URL=postgres://… npm run seed -- --orders NUMBER [--partners NUMBER], with orders from 100 and partners from 1.\n',
  )
  process.exit(2)
}
const hub = await HubDatabase.open({ url })
const started = performance.now()
const password = randomBytes(9).toString('base64url')
const seeded = await seedOrders(hub, { orders, partners, password }, share =>
  process.stdout.write(`\r${Math.round(share * 100)} %`),
)
const seconds = Math.round((performance.now() - started) / 1000)
process.stdout.write(
  `\r${orders.toLocaleString('en-US')} orders in ${seconds} s. Sign in as ${seeded.email} with ${seeded.password}\n`,
)
await hub.close(1)
