import { type Settings, WrongSettings } from './settings.ts'

/** Settings that name a port of ours. */
const ports = ['PORT', 'AS2_PORT', 'SFTP_PORT', 'SFTP_OLDER_PORT', 'SMTP_PORT'] as const

/** The error of a door that could not be opened, in the words of the settings that it comes from; any other error stays as it is. */
export function whyNotListening(error: unknown, settings: Settings): unknown {
  const { code, syscall, port } = error as NodeJS.ErrnoException & { port?: number }
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return error
  const setting = ports.find(name => settings[name] === port) ?? 'PORT'
  switch (code) {
    case 'EADDRINUSE':
      return new WrongSettings(
        `${setting} is “${port}”, on which another program of this machine listens (perhaps another hub). Stop that one, or choose another port; 0 takes a free one.`,
      )
    case 'EACCES':
      return new WrongSettings(
        `${setting} is “${port}”, which this user may not listen on: ports below 1024 are for root. Choose a higher one, and let a proxy or firewall lead to it.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new WrongSettings(
        `HOST is “${settings.HOST}”, which is no address of this machine. 0.0.0.0 listens at all of them.`,
      )
    default:
      return error
  }
}
