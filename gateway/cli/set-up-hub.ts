import { join } from 'node:path'
import { ApplicationError } from '../../db/application-error.ts'
import { HubDatabase } from '../../db/hub-database.ts'
import { createApiKey } from '../../partners/api-keys/create.ts'
import { retailerScopes } from '../../partners/api-keys/scopes.ts'
import { ensureHouse } from '../../partners/house.ts'
import { isFresh, setUpInstallation } from '../../partners/people/set-up.ts'
import { readSettings } from '../config/settings.ts'
import type { CommandIo } from './command.ts'

/** Makes the first retailer and its administrator from answers that are asked for only where nothing is set up yet. Returns the exit status. */
export async function setUpHub(answers: () => Promise<Record<string, string>>, io: CommandIo): Promise<number> {
  const settings = readSettings(io.environment)
  const hub = await HubDatabase.open({ url: settings.DATABASE_URL, folder: join(settings.DATA_FOLDER, 'db') })
  try {
    if (!(await isFresh(hub.orm))) {
      io.error('This installation has been set up already. Sign in at the portal to add people.\n')
      return 1
    }
    return await setUp(hub, await answers(), io)
  } finally {
    await hub.close()
  }
}

async function setUp(hub: HubDatabase, input: Record<string, string>, io: CommandIo): Promise<number> {
  try {
    const key = await hub.work('system', async work => {
      await ensureHouse(work)
      const { retailerId } = await setUpInstallation(work, input as unknown as Parameters<typeof setUpInstallation>[1])
      return (await createApiKey(work, { retailerId, name: 'First key', scopes: retailerScopes })).key
    })
    io.out(`${input.retailer} is set up. Start the hub with npm start and sign in as ${input.email}.\n`)
    io.out(`An API key with every right, shown this once: ${key}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof ApplicationError)) throw error
    io.error(`${error.message}\n`)
    for (const [field, problem] of Object.entries(error.fields)) io.error(`  --${field}: ${problem}\n`)
    return 1
  }
}
