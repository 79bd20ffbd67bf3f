import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../db/connection.ts'
import { postgresBinaries, startPostgres } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** `postgres://user@host:port` of the test run's own server, or empty where PostgreSQL is not installed. */
    postgresRoot: string
  }
}

/** One PostgreSQL server for the whole run; tests copy the migrated database `template_crossdock`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!postgresBinaries()) {
    if (process.env.CI === 'true') throw new Error('PostgreSQL is missing: apt-get install postgresql')
    project.provide('postgresRoot', '')
    return async () => undefined
  }
  const server = await startPostgres()
  const admin = await openDatabase({ url: `${server.root}/postgres`, connections: 1 })
  await admin.orm.execute('create database template_crossdock')
  await admin.close()
  const template = await openDatabase({ url: `${server.root}/template_crossdock`, connections: 1 })
  await template.migrate()
  await template.close()
  project.provide('postgresRoot', server.root)
  return () => server.stop()
}
