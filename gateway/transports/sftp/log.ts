/** Where the server reports to; a pino logger fits. */
export interface SftpLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}
