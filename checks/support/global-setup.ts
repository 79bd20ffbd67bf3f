import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../db/connection.ts'
import { HubDatabase } from '../../db/hub-database.ts'
import { postgresBinaries, startPostgres } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** `postgres://user@host:port` of the test run's own server, or empty where PostgreSQL is not installed. */
    postgresRoot: string
    /** File with the dump of a migrated embedded database. */
    embeddedSnapshot: string
  }
}

type Teardown = () => Promise<void>

/** One PostgreSQL server for the whole run, and one dump of an embedded database: tests begin with copies of migrated ones. */
export default async function setup(project: TestProject): Promise<Teardown> {
  const teardowns = [await provideSnapshot(project), await provideServer(project)]
  return async () => {
    for (const teardown of teardowns) await teardown()
  }
}

async function provideSnapshot(project: TestProject): Promise<Teardown> {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-snapshot-'))
  const file = join(folder, 'embedded.tar')
  const hub = await HubDatabase.open({})
  writeFileSync(file, new Uint8Array(await (await hub.database.snapshot!()).arrayBuffer()))
  await hub.close()
  project.provide('embeddedSnapshot', file)
  return async () => rmSync(folder, { recursive: true })
}

async function provideServer(project: TestProject): Promise<Teardown> {
  if (!postgresBinaries()) {
    if (process.env.CI === 'true') throw new Error('PostgreSQL is missing: apt-get install postgresql')
    project.provide('postgresRoot', '')
    return async () => undefined
  }
  const server = await startPostgres({ durable: false })
  const admin = await openDatabase({ url: `${server.root}/postgres`, connections: 1 })
  await admin.orm.execute('create database template_crossdock')
  await admin.close()
  const template = await HubDatabase.open({ url: `${server.root}/template_crossdock`, connections: 1 })
  await template.close()
  project.provide('postgresRoot', server.root)
  return () => server.stop()
}
