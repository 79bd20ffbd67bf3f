import { join } from 'node:path'
import { openDatabase } from './connection.ts'

const database = await openDatabase({
  url: process.env.DATABASE_URL,
  folder: join(process.env.DATA_FOLDER ?? './data', 'db'),
})
await database.migrate()
await database.close()
