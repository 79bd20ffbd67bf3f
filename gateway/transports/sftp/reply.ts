import ssh2 from 'ssh2'
import type { Entry } from './entries.ts'

const { STATUS_CODE } = ssh2.utils.sftp

/** What one SFTP request is answered with (draft-ietf-secsh-filexfer-02, section 7). */
export type Reply =
  | { kind: 'status'; code: number; message: string }
  | { kind: 'handle'; handle: Buffer }
  | { kind: 'data'; bytes: Uint8Array }
  | { kind: 'names'; entries: Entry[] }
  | { kind: 'attributes'; entry: Entry }

/** Done. */
export const done: Reply = { kind: 'status', code: STATUS_CODE.OK, message: 'Done' }

/** The end of a file or of a listing. */
export const endOfFile: Reply = { kind: 'status', code: STATUS_CODE.EOF, message: 'End of file' }

/** There is nothing of that name. */
export const noSuchFile: Reply = {
  kind: 'status',
  code: STATUS_CODE.NO_SUCH_FILE,
  message: 'No such file or directory',
}

/** It exists, or could, but this partner may not do that with it. `message` is shown by most clients. */
export function denied(message: string): Reply {
  return { kind: 'status', code: STATUS_CODE.PERMISSION_DENIED, message }
}

/** It was tried and did not work (SSH_FX_FAILURE). */
export function failed(message: string): Reply {
  return { kind: 'status', code: STATUS_CODE.FAILURE, message }
}

/** The request makes no sense in the protocol: an unknown handle, an impossible offset. */
export function badMessage(message: string): Reply {
  return { kind: 'status', code: STATUS_CODE.BAD_MESSAGE, message }
}

/** This server has no such operation. */
export function unsupported(message: string): Reply {
  return { kind: 'status', code: STATUS_CODE.OP_UNSUPPORTED, message }
}
