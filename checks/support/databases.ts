import { afterEach, describe, inject } from 'vitest'
import { HubDatabase, type HubDatabaseSettings } from '../../db/hub-database.ts'
import { emptyEmbedded } from './embedded.ts'
import { emptyServed } from './served.ts'

type Kind = 'embedded' | 'server'

/** Opens a fresh, migrated database for one test; it is closed when the test ends. */
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

/** Fresh databases, for tests whose subject is not the database: on the server, which is far faster, or embedded where PostgreSQL is not installed. */
export function freshDatabases(): OpenHub {
  return opener(kindAtHand())
}

/** A fresh, migrated database of the same kind, for who closes it by themselves: a whole file's, say. */
export async function emptyHub(settings?: Omit<HubDatabaseSettings, 'url' | 'folder'>): Promise<HubDatabase> {
  return await emptyHubOf(kindAtHand(), settings)
}

function kindAtHand(): Kind {
  return inject('postgresRoot') ? 'server' : 'embedded'
}

async function emptyHubOf(kind: Kind, settings?: Omit<HubDatabaseSettings, 'url' | 'folder'>): Promise<HubDatabase> {
  const database = kind === 'embedded' ? await emptyEmbedded() : await emptyServed(settings)
  return await HubDatabase.on(database, settings)
}

function opener(kind: Kind): OpenHub {
  const open: HubDatabase[] = []
  afterEach(async () => {
    for (const hub of open.splice(0)) await hub.close()
  })
  return async settings => {
    const hub = await emptyHubOf(kind, settings)
    open.push(hub)
    return hub
  }
}
