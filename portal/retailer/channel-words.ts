import type { transports } from '../../db/schema/index.ts'

/** How transports are called. */
export const transportWords = {
  as2: 'AS2',
  sftp: 'SFTP',
  ftp: 'FTP',
  http: 'HTTP',
  email: 'E-mail',
  portal: 'Portal',
  rest: 'REST',
} as const

/** How a channel is called: `X12 004010 over AS2`. */
export function channelWords(channel: {
  transport: (typeof transports)[number] | null
  format: string | null
  version: string | null
}): string {
  if (!channel.transport) return 'Not connected'
  if (channel.transport === 'portal') return 'Vendor portal'
  const format = [channel.format?.toUpperCase(), channel.version].filter(Boolean).join(' ')
  return `${format} over ${transportWords[channel.transport]}`
}
