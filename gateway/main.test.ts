import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { choosePorts } from '../fixtures/demo/ports.ts'
import { HubProcess } from '../fixtures/demo/processes.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const folders: string[] = []
const running: HubProcess[] = []

afterEach(async () => {
  for (const hub of running.splice(0)) await hub.kill()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-main-'))
  folders.push(folder)
  return folder
}

function hubWith(environment: Record<string, string>): HubProcess {
  const folder = newFolder()
  const hub = new HubProcess(
    { DATA_FOLDER: folder, CROSSDOCK_SECRET: 'a secret for tests only', ...environment },
    join(folder, 'hub.log'),
  )
  running.push(hub)
  return hub
}

/** A wrong password is held against the place of the network that it came from. */
async function placesOfFailedSignIns(databaseUrl: string, origin: string): Promise<string[]> {
  const body = new URLSearchParams({ email: 'nobody@example.com', password: 'a wrong password' })
  await fetch(`${origin}/sign-in`, { method: 'POST', headers: { origin }, body })
  const client = postgres(databaseUrl, { max: 1 })
  const rows = await client<{ key: string }[]>`select key from sign_in_attempts where key like 'address:%'`
  await client.end()
  return rows.map(row => row.key)
}

describe.skipIf(!inject('postgresRoot'))('on a PostgreSQL server', () => {
  it('starts several processes at once on an empty database, and stops each cleanly', async () => {
    const name = `start_${randomUUID().replaceAll('-', '')}`
    const admin = postgres(`${inject('postgresRoot')}/postgres`, { max: 1 })
    await admin.unsafe(`create database ${name}`)
    await admin.end()
    const ports = await choosePorts()
    const common = { DATABASE_URL: `${inject('postgresRoot')}/${name}` }
    const web = hubWith({ ...common, ROLE: 'web', PORT: String(ports.http), AS2_PORT: String(ports.as2) })
    const files = hubWith({ ...common, ROLE: 'sftp', SFTP_PORT: String(ports.sftp), SMTP_PORT: String(ports.smtp) })
    const workers = [hubWith({ ...common, ROLE: 'worker' }), hubWith({ ...common, ROLE: 'worker' })]
    const hubs = [web, files, ...workers]
    await Promise.all(hubs.map(hub => hub.start()))
    const answers = await Promise.all(
      ['healthz', 'readyz', 'metrics'].map(path => fetch(`http://127.0.0.1:${ports.http}/${path}`)),
    )
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200])
    expect(await answers[2]!.text()).toContain('crossdock_jobs_pending 0')
    expect(await placesOfFailedSignIns(common.DATABASE_URL, `http://127.0.0.1:${ports.http}`)).toEqual([
      'address:127.0.0.1',
    ])
    expect(await Promise.all(hubs.map(hub => hub.stop()))).toEqual([0, 0, 0, 0])
  })
})

it('starts on the embedded database, keeps what it needs beside it, and starts again', async () => {
  const ports = await choosePorts()
  const hub = hubWith({
    PORT: String(ports.http),
    AS2_PORT: String(ports.as2),
    SFTP_PORT: String(ports.sftp),
    SMTP_PORT: String(ports.smtp),
  })
  await hub.start()
  const page = await fetch(`http://127.0.0.1:${ports.http}/`, { redirect: 'manual' })
  expect([page.status, page.headers.get('location')]).toEqual([303, '/setup'])
  expect(await hub.stop()).toBe(0)
  await hub.start()
  expect(await hub.stop()).toBe(0)
})

it('does not start with a wrong setting, and names it', async () => {
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env.PATH, PORT: 'eighty', DATA_FOLDER: newFolder() },
  })
  await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('PORT is “eighty”') })
})
