import postgres from 'postgres'
import { openDatabase } from './connection.ts'
import { spreadTables } from './spread.ts'

const url = process.env.DATABASE_URL
if (!url)
  throw new Error(
    'DATABASE_URL is not set: name the coordinator of a Citus cluster, e.g. postgres://user@host/crossdock',
  )

const database = await openDatabase({ url })
await database.migrate()
await database.close()

const client = postgres(url, { max: 1, onnotice: () => undefined })
await client`create extension if not exists citus`
await spreadTables(client)
await client.end()
