export { visible } from '../../translators/x12/annotate/visible.ts'

import { styleText } from 'node:util'
import type { CommandIo } from './command.ts'

type Format = Parameters<typeof styleText>[0]

/** What is set apart by colour, where there is a terminal. */
export interface Paint {
  title(text: string): string
  tag(text: string): string
  meaning(text: string): string
  faint(text: string): string
  error(text: string): string
  warning(text: string): string
  good(text: string): string
}

/** Colours for a terminal; elsewhere the text as it is. */
export function paintOf(io: CommandIo): Paint {
  const style = (format: Format) => (text: string) =>
    io.colours && text !== '' ? styleText(format, text, { validateStream: false }) : text
  return {
    title: style('bold'),
    tag: style(['bold', 'cyan']),
    meaning: style('green'),
    faint: style('dim'),
    error: style(['bold', 'red']),
    warning: style(['bold', 'yellow']),
    good: style('green'),
  }
}

/** `1 error`, `2 errors` */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString('en-US')} ${thing}${count === 1 ? '' : 's'}`
}
