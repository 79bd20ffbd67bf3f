import { afterEach, describe, inject } from 'vitest'
import { HubDatabase, type HubDatabaseSettings } from '../../db/hub-database.ts'
import { emptyEmbedded } from './embedded.ts'
import { emptyServed } from './served.ts'

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

/** Fresh embedded databases, for tests whose subject is not the database. */
export function embeddedDatabases(): OpenHub {
  return opener('embedded')
}

/** A fresh, migrated database on the embedded one, for who closes it by themselves: a whole file's, say. */
export async function emptyHub(settings?: Omit<HubDatabaseSettings, 'url' | 'folder'>): Promise<HubDatabase> {
  return await HubDatabase.on(await emptyEmbedded(), settings)
}

function opener(kind: 'embedded' | 'server'): OpenHub {
  const open: { hub: HubDatabase; giveBack?: () => void }[] = []
  afterEach(async () => {
    for (const { hub, giveBack } of open.splice(0)) {
      await hub.close()
      giveBack?.()
    }
  })
  return async settings => {
    if (kind === 'embedded') {
      const hub = await emptyHub(settings)
      open.push({ hub })
      return hub
    }
    const { url, giveBack } = await emptyServed()
    const hub = await HubDatabase.open({ ...settings, url })
    open.push({ hub, giveBack })
    return hub
  }
}
