import type { z } from 'zod'
import { presets } from '../transports/as2/presets.ts'
import { as2Settings } from '../transports/as2/settings.ts'
import type { TransportName } from '../transports/contract.ts'
import { emailSettings } from '../transports/email/settings.ts'
import { ftpSettings } from '../transports/ftp/settings.ts'
import { sftpSettings } from '../transports/sftp/settings.ts'

/** One thing that a transport does not take, and where it stands in the settings: `put.namePattern`. */
interface SettingProblem {
  path: string
  message: string
}

const schemas: Partial<Record<TransportName, z.ZodType>> = {
  as2: as2Settings,
  sftp: sftpSettings,
  ftp: ftpSettings,
  email: emailSettings,
}

/** Whether a transport would send with these settings, its secrets among them; what it would refuse, otherwise. */
export function checkTransport(transport: TransportName, settings: Record<string, unknown>): SettingProblem[] {
  const parsed = schemas[transport]?.safeParse(settings)
  if (!parsed || parsed.success) return []
  return parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}

/** Settings that AS2 does not know: one that is misspelt would be none. Those of other transports are not looked at. */
export function unknownSettings(transport: TransportName, settings: Record<string, unknown>): string[] {
  return transport === 'as2' ? Object.keys(settings).filter(name => !(name in as2Settings.shape)) : []
}

/** What a form of AS2 settings may begin with, by the partner's product. */
export const as2Presets: Record<string, { name: string; says: string; settings: Record<string, unknown> }> = presets
