import type { z } from 'zod'
import { settingsSchema } from '../config/settings.ts'
import type { Command } from './command.ts'

/** Prints every setting: this is how `docs/configuration.md` is made. */
export const config: Command = {
  name: 'config',
  does: 'print every setting with its default and meaning, as Markdown',
  usage: 'crossdock config > docs/configuration.md',
  async run(_args, io) {
    io.out(configurationPage())
    return 0
  },
}

/** The page that documents every setting, made from the schema that validates them. */
export function configurationPage(): string {
  const rows = Object.entries(settingsSchema.shape).map(
    ([name, schema]) => `| \`${name}\` | ${defaultOf(schema)} | ${schema.description} |`,
  )
  return [
    '# Configuration',
    '',
    'Every setting is an environment variable, or a line `NAME=value` in a file `.env` beside `package.json`. A wrong value stops the start',
    'with a message that names the setting. This page is printed by `npx crossdock config`.',
    '',
    '| setting | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function defaultOf(schema: z.ZodType): string {
  const parsed = schema.safeParse(undefined)
  return parsed.success && parsed.data !== undefined ? `\`${String(parsed.data)}\`` : '–'
}
