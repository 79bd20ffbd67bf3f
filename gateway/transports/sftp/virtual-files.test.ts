import fc from 'fast-check'
import ssh2 from 'ssh2'
import { describe, expect, it } from 'vitest'
import { FolderView } from './folder-view.ts'
import { defaultLimits } from './limits.ts'
import { temporarySuffixes } from './paths.ts'
import { AccountStaging } from './staging.ts'
import { TestMailbox } from './test-mailbox.ts'
import { VirtualFiles } from './virtual-files.ts'

const { OPEN_MODE } = ssh2.utils.sftp
const account = { retailerId: 'retailer-1', partnershipId: 'cascade', username: 'cascade' }
const limits = {
  ...defaultLimits,
  fileBytes: 2_000,
  stagedBytes: 400_000,
  stagedFiles: 5,
  openHandles: 6,
  openBytes: 500,
}

const name = fc.constantFrom('a.edi', 'a.edi.tmp', 'b.edi', 'b.edi.part')
const folder = fc.constantFrom('/inbound', '/inbound', '/inbound', '/outbound', '/archive', '/errors', '')
const path = fc.tuple(folder, name).map(parts => parts.join('/'))
/** How many handles ago: mostly the last. */
const handle = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(8) })
const flags = fc.constantFrom(
  OPEN_MODE.READ,
  OPEN_MODE.WRITE,
  OPEN_MODE.WRITE | OPEN_MODE.CREAT,
  OPEN_MODE.WRITE | OPEN_MODE.CREAT | OPEN_MODE.TRUNC,
  OPEN_MODE.WRITE | OPEN_MODE.CREAT | OPEN_MODE.EXCL,
  OPEN_MODE.WRITE | OPEN_MODE.CREAT | OPEN_MODE.APPEND,
)

type Step = (files: VirtualFiles, handles: Buffer[]) => unknown
/** What an ordinary client does, so that many uploads come to their end. */
const ordinary: fc.Arbitrary<Step> = fc.oneof(
  name.map(
    (file): Step =>
      async (files, handles) => {
        const reply = await files.open(`/inbound/${file}`, OPEN_MODE.WRITE | OPEN_MODE.CREAT | OPEN_MODE.TRUNC)
        if (reply.kind === 'handle') handles.push(reply.handle)
      },
  ),
  handle.map(
    (which): Step =>
      (files, handles) => {
        const reply = files.statHandle(nth(handles, which))
        const end = reply.kind === 'attributes' ? reply.entry.size : 0
        return files.write(nth(handles, which), end, new Uint8Array(50).fill(66))
      },
  ),
  handle.map(
    (which): Step =>
      (files, handles) =>
        files.close(nth(handles, which))(),
  ),
  name.map(
    (file): Step =>
      files =>
        files.rename(`/inbound/${file}.part`, `/inbound/${file}`),
  ),
)

/** What one may do as well. */
const odd: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(path, flags).map(
    ([at, how]): Step =>
      async (files, handles) => {
        const reply = await files.open(at, how)
        if (reply.kind === 'handle') handles.push(reply.handle)
      },
  ),
  fc.tuple(handle, fc.nat(2_100), fc.integer({ min: 1, max: 300 })).map(
    ([which, at, length]): Step =>
      (files, handles) =>
        files.write(nth(handles, which), at, new Uint8Array(length).fill(65)),
  ),
  fc.tuple(handle, fc.nat(2_100)).map(
    ([which, size]): Step =>
      (files, handles) =>
        files.setStatHandle(nth(handles, which), size),
  ),
  fc.tuple(handle, fc.nat(500)).map(
    ([which, at]): Step =>
      (files, handles) =>
        files.read(nth(handles, which), at, 200),
  ),
  fc.tuple(path, path).map(
    ([from, to]): Step =>
      files =>
        files.rename(from, to),
  ),
  path.map(
    (at): Step =>
      files =>
        files.remove(at),
  ),
  path.map(
    (at): Step =>
      files =>
        files.stat(at),
  ),
  folder.map(
    (at): Step =>
      async (files, handles) => {
        const reply = await files.openDirectory(at)
        if (reply.kind === 'handle') handles.push(reply.handle)
      },
  ),
  fc.constant<Step>(files => files.abandon()),
)

const step = fc.oneof({ weight: 3, arbitrary: ordinary }, { weight: 1, arbitrary: odd })

function nth(handles: Buffer[], which: number): Buffer {
  return handles[handles.length - 1 - (which % Math.max(1, handles.length))] ?? Buffer.from('none')
}

function unexpected(): void {
  throw new Error('There is nothing to report.')
}

describe('VirtualFiles', () => {
  it('answers any run of requests in two sessions, receives only whole files, and leaves nothing behind', async () => {
    const steps = fc.array(fc.tuple(fc.nat(1), step), { maxLength: 80, size: 'max' })
    let received = 0
    await fc.assert(
      fc.asyncProperty(steps, async run => {
        const mailbox = new TestMailbox()
        mailbox.put(account, 'outbound', 'a.edi', new Uint8Array(400))
        const staging = new AccountStaging(limits)
        const now = () => new Date('2026-03-04T05:06:07Z')
        const view = new FolderView(mailbox, account, now)
        const newId = () => crypto.randomUUID()
        const log = { info: unexpected, warn: unexpected, error: unexpected }
        const context = { account, mailbox, view, staging, limits, temporarySuffixes, evidence: {}, log, now, newId }
        const sessions = [0, 1].map(() => ({ files: new VirtualFiles(context), handles: [] as Buffer[] }))
        for (const [which, act] of run) await act(sessions[which]!.files, sessions[which]!.handles)
        for (const upload of mailbox.uploads) {
          expect(upload.fileName).toMatch(/\.edi$/)
          expect(upload.bytes.length).toBeLessThanOrEqual(limits.fileBytes)
          expect(upload.bytes.every(byte => byte === 65 || byte === 66)).toBe(true)
        }
        received += mailbox.uploads.filter(upload => upload.bytes.length > 0).length
        for (const { files } of sessions) files.abandon()
        for (const [left] of [...staging.entries()]) await sessions[0]!.files.remove(`/inbound/${left}`)
        expect({ openBytes: staging.openBytes, heldBytes: staging.heldBytes, uploads: [...staging.entries()] }).toEqual(
          {
            openBytes: 0,
            heldBytes: 0,
            uploads: [],
          },
        )
      }),
      { numRuns: 500 },
    )
    expect(received).toBeGreaterThan(100)
  })
})
