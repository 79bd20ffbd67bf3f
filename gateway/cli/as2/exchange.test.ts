import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { identity } from '../../transports/as2/testing/identities.ts'
import { ediText } from '../../transports/as2/testing/messages.ts'
import { type Said, say } from '../testing/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-as2-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const [sender, receiver] = await Promise.all(['sender', 'receiver'].map(name => identity(name)))
const pem = {
  senderKey: file('sender.key', sender!.privateKey),
  sender: file('sender.pem', sender!.certificate),
  receiverKey: file('receiver.key', receiver!.privateKey),
  receiver: file('receiver.pem', receiver!.certificate),
}
const edi = file('850.edi', ediText)
const drawing = file('drawing.pdf', Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 13, 10, 255, 10]))
const ours = ['--key', pem.senderKey, '--certificate', pem.sender, '--partner', pem.receiver]
const theirs = ['--key', pem.receiverKey, '--certificate', pem.receiver, '--partner', pem.sender]

/** The receiving command, running until it has taken `count` requests. `url`: where it listens, by its own word. */
async function receiving(inbox: string, count: number, over: string[] = []) {
  let tell = (_: string) => {}
  const listening = new Promise<string>(resolve => (tell = resolve))
  let out = ''
  const args = ['as2', 'receive', '--as', 'RECEIVER', '--sender', 'SENDER', '--host', '127.0.0.1', '--port', '0']
  const stopped: Promise<Said> = say(
    [...args, '--folder', join(folder, inbox), '--count', String(count), ...theirs, ...over],
    undefined,
    {
      out: text => {
        out += String(text)
        const found = /Listening at (\S+)/.exec(out)?.[1]
        if (found) tell(found)
      },
    },
  )
  return { url: await listening, stopped: stopped.then(said => ({ ...said, out })), folder: join(folder, inbox) }
}

const to = (url: string) => ['--to', url, '--from', 'SENDER', '--recipient', 'RECEIVER', ...ours]

describe('as2 send and as2 receive', () => {
  it('bring a file over, with a receipt that both keep and openssl verifies', async () => {
    const station = await receiving('one', 1)
    const mdn = join(folder, 'kept.mdn')
    const sent = await say(['as2', 'send', edi, ...to(station.url), '--save-receipt', mdn])
    expect(sent).toMatchObject({ status: 0, error: '' })
    expect(sent.out).toMatch(/micComparison: match\n.*✓ The partner has confirmed it\.\n$/s)
    expect(await station.stopped).toMatchObject({
      status: 0,
      error: '',
      out: expect.stringContaining('received 850.edi'),
    })
    expect(readdirSync(station.folder).sort()).toEqual(['850.edi', '850.edi.json', '850.edi.mdn'])
    expect(readFileSync(join(station.folder, '850.edi'), 'utf8')).toBe(ediText)

    const proof = await say(['as2', 'verify-receipt', mdn, '--certificate', pem.receiver])
    expect(proof).toMatchObject({ status: 0, out: expect.stringContaining('✓ It proves receipt.') })
    const verify = ['cms', '-verify', '-inform', 'SMIME', '-in', mdn, '-CAfile', pem.receiver, '-purpose', 'any']
    const signed = execFileSync('openssl', verify, { stdio: ['ignore', 'pipe', 'pipe'] }).toString()
    expect(signed).toMatch(/disposition: automatic-action\/MDN-sent-automatically; processed\r?\n/i)
  })

  it('bring several files in one message, compressed, encrypted by GCM, byte for byte', async () => {
    const station = await receiving('several', 1)
    const set = ['--set', 'encryption=aes256-gcm', '--set', 'compression=before-signing']
    const sent = await say(['as2', 'send', edi, drawing, ...to(station.url), ...set])
    expect(sent).toMatchObject({ status: 0, out: expect.stringContaining('micComparison: match') })
    await station.stopped
    expect(readFileSync(join(station.folder, '850.edi'))).toEqual(readFileSync(edi))
    expect(readFileSync(join(station.folder, 'drawing.pdf'))).toEqual(readFileSync(drawing))
    expect(JSON.parse(readFileSync(join(station.folder, '850.edi.json'), 'utf8'))).toMatchObject({
      files: ['850.edi', 'drawing.pdf'],
      cipher: 'aes256-gcm',
    })
  })

  it('know a message that comes twice, and write nothing over', async () => {
    const station = await receiving('twice', 3)
    for (const id of ['a', 'a', 'b']) {
      const sent = await say(['as2', 'send', edi, ...to(station.url), '--id', id])
      expect(sent).toMatchObject({ status: 0, out: expect.stringContaining(`Message-ID: <${id}@sender>`) })
    }
    await station.stopped
    expect(readdirSync(station.folder).filter(name => name.endsWith('.edi'))).toEqual(['850-2.edi', '850.edi'])
  })

  it('do it over TLS, with receipts that come later', async () => {
    const tls = ['--tls-key', pem.receiverKey, '--tls-certificate', pem.receiver]
    const back = await receiving('receipts', 1)
    const station = await receiving('later', 1, [...tls, '--receipt-host', new URL(back.url).hostname])
    const later = ['--set', 'receipt=async', '--set', `receiptUrl=${back.url}`, '--trust', pem.receiver]
    const sent = await say(['as2', 'send', edi, ...to(station.url), ...later])
    expect(sent).toMatchObject({ status: 0, out: expect.stringContaining('the receipt comes later') })
    await station.stopped
    await back.stopped
    const [name] = readdirSync(back.folder)
    const proof = await say(['as2', 'verify-receipt', join(back.folder, name!), '--certificate', pem.receiver])
    expect(proof).toMatchObject({ status: 0 })
  })

  it('say what is wrong', async () => {
    const stranger = await receiving('stranger', 1)
    const wrongly = ['--to', stranger.url, '--from', 'NOBODY', '--recipient', 'RECEIVER', ...ours]
    expect(await say(['as2', 'send', edi, ...wrongly])).toMatchObject({
      status: 1,
      error: expect.stringMatching(/✗ .*\n.*unsigned receipt.*there is no partnership between/s),
    })
    await stranger.stopped
    const nobody = await say(['as2', 'send', edi, ...to('http://127.0.0.1:1/')])
    expect(nobody).toMatchObject({ status: 1, error: expect.stringContaining('Nothing listens') })
  })

  it.each([
    [['as2', 'send', '--to', 'http://x/'], /Name at least one file/],
    [['as2', 'send', edi], /--from is missing: our AS2 id/],
    [['as2', 'send', edi, ...to('ftp://x/')], /url: expected an http or https URL/],
    [['as2', 'send', edi, ...to('http://x/'), '--preset', 'lotus'], /--preset takes one of modern, sterling/],
    [['as2', 'send', edi, ...to('http://x/'), '--set', 'colour=red'], /no AS2 setting “colour”/],
    [['as2', 'send', edi, ...to('http://x/'), '--set', 'encryption=rot13'], /encryption: /],
    [['as2', 'receive', '--as', 'R', '--port', 'many'], /--port takes a number/],
    [['as2', 'receive', '--as', 'R', '--tls-key', edi], /go together/],
  ])('refuse in a sentence: %j', async (args, expected) => {
    expect(await say(args)).toMatchObject({ status: 2, out: '', error: expect.stringMatching(expected) })
  })
})

describe('as2 test', () => {
  it('says of each step how it went', async () => {
    const station = await receiving('tested', 1)
    const { status, out } = await say(['as2', 'test', ...to(station.url)])
    await station.stopped
    expect(status).toBe(0)
    expect(out).toMatch(/✓ Address: .*\n✓ Connection: .*\n· TLS: .*\n✓ HTTP answer: .*200\.\n✓ Receipt/)
    const nobody = await say(['as2', 'test', '--json', ...to('http://127.0.0.1:1/')])
    expect(nobody.status).toBe(1)
    expect(JSON.parse(nobody.out)).toMatchObject({
      passed: false,
      steps: [
        { outcome: 'passed' },
        { outcome: 'passed' },
        { name: 'connection', outcome: 'failed' },
        ...Array(6).fill({ outcome: 'skipped' }),
      ],
    })
  })
})
