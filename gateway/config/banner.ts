import type { Settings } from './settings.ts'

/** What stands on the terminal once every door is open. */
export function banner(
  settings: Settings,
  ports: Partial<Record<'http' | 'as2' | 'sftp' | 'sftpOlder' | 'smtp', number>>,
): string {
  const { HOST } = settings
  const address = settings.PUBLIC_URL ?? `http://${HOST}:${ports.http}`
  const lines = [
    `Crossdock is ready (${settings.ROLE === 'all' ? 'all roles' : settings.ROLE}).`,
    ...(ports.http ? [`  Portal  ${address}/`, `  API     ${address}/api/v1/docs`] : []),
    ...(ports.as2 ? [`  AS2     ${settings.AS2_URL ?? `http://${HOST}:${ports.as2}/as2`}`] : []),
    ...(ports.sftp ? [`  SFTP    ${HOST}:${ports.sftp}`] : []),
    ...(ports.sftpOlder ? [`          ${HOST}:${ports.sftpOlder}, with older algorithms`] : []),
    ...(ports.smtp ? [`  SMTP    ${HOST}:${ports.smtp}`] : []),
    settings.DATABASE_URL
      ? '  Data    PostgreSQL'
      : `  Data    embedded database in ${settings.DATA_FOLDER} (one process only; set DATABASE_URL to PostgreSQL for real use)`,
  ]
  return `${lines.join('\n')}\n`
}
