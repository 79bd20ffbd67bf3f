import type { Command } from './command.ts'
import { config } from './config.ts'
import { setup } from './setup.ts'

/** Every command of `crossdock`, in the order in which help lists them. */
export const commands: readonly Command[] = [setup, config]
