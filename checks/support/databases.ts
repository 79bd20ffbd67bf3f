import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterEach, describe, inject } from 'vitest'
import { HubDatabase, type HubDatabaseSettings } from '../../db/hub-database.ts'
import { emptyEmbedded } from './embedded.ts'

/** Opens a fresh, migrated database for one test; it is closed, and dropped, when the test ends. */
export type OpenHub = (settings?: Omit<HubDatabaseSettings, 'url' | 'folder'>) => Promise<HubDatabase>

/** Runs the same tests on the embedded database and on a real PostgreSQL server. */
export function describeOnBothDatabases(name: string, tests: (open: OpenHub) => void): void {
  describe.each(['embedded', 'server'] as const)(`${name} (%s)`, kind => {
    describe.skipIf(kind === 'server' && !inject('postgresRoot'))('', () => tests(opener(kind)))
  })
}

/** Runs tests on a real PostgreSQL server only: what an embedded database is not meant to hold. */
export function describeOnServer(name: string, tests: (open: OpenHub) => void): void {
  describe.skipIf(!inject('postgresRoot'))(name, () => tests(opener('server')))
}

/** Fresh embedded databases, for tests whose subject is not the database. */
export function embeddedDatabases(): OpenHub {
  return opener('embedded')
}

function opener(kind: 'embedded' | 'server'): OpenHub {
  const open: HubDatabase[] = []
  afterEach(async () => {
    for (const hub of open.splice(0)) await hub.close()
  })
  return async settings => {
    const hub =
      kind === 'server'
        ? await HubDatabase.open({ ...settings, url: await copyOfTemplate() })
        : await HubDatabase.on(await emptyEmbedded(), settings)
    open.push(hub)
    return hub
  }
}

async function copyOfTemplate(): Promise<string> {
  const root = inject('postgresRoot')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = postgres(`${root}/postgres`, { max: 1, onnotice: () => undefined })
  await client.unsafe(`create database ${name} template template_crossdock`)
  await client.end()
  return `${root}/${name}`
}
