import { as2Inspect } from './as2/inspect.ts'
import { as2Receive } from './as2/receive.ts'
import { as2Send } from './as2/send.ts'
import { as2Test } from './as2/test.ts'
import { as2VerifyReceipt } from './as2/verify-receipt.ts'
import { certificatesList } from './certificates/list.ts'
import { certificatesRevoke } from './certificates/revoke.ts'
import type { Command } from './command.ts'
import { config } from './config.ts'
import { accountCommands } from './people/account.ts'
import { peopleList } from './people/list.ts'
import { setup } from './setup.ts'
import { hostKeyCommands } from './sftp/host-keys.ts'
import { x12Ack } from './x12/ack.ts'
import { x12Convert } from './x12/convert.ts'
import { x12Guide } from './x12/guide.ts'
import { x12Inspect } from './x12/inspect.ts'
import { x12Validate } from './x12/validate.ts'
import { x12Write } from './x12/write.ts'

/** Every command of `crossdock`, in the order in which help lists them. */
export const commands: readonly Command[] = [
  setup,
  config,
  certificatesList,
  certificatesRevoke,
  peopleList,
  ...accountCommands,
  ...hostKeyCommands,
  x12Inspect,
  x12Validate,
  x12Ack,
  x12Convert,
  x12Write,
  x12Guide,
  as2Send,
  as2Receive,
  as2Test,
  as2Inspect,
  as2VerifyReceipt,
]
