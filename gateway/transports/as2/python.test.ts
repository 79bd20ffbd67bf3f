import { execFileSync, spawnSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { receiveAs2 } from './receive.ts'
import type { As2SettingsInput } from './settings.ts'
import { Bench } from './testing/handmade.ts'
import { pairOf, testTime } from './testing/identities.ts'
import { ediText, outbound } from './testing/messages.ts'
import { wireOf } from './testing/wire.ts'

/**
 * What we send, read as pyas2 reads it: by Python's own MIME library, which takes parts apart and writes them again, and by asn1crypto. It reads one recipient, takes
 * the signed attributes by name, and takes digests of what it wrote again; only of a receipt it takes the part as it came.
 */
const script = String.raw`
import base64, email, email.policy, hashlib, json, subprocess, sys
from asn1crypto import cms

def run(*args, data=None):
    return subprocess.run(['openssl', *args], input=data, stdout=subprocess.PIPE, check=True).stdout

def canonical(part):
    if part.get('Content-Transfer-Encoding') == 'binary':
        head = ''.join('%s: %s\r\n' % pair for pair in part.items())
        return head.encode() + b'\r\n' + part.get_payload(decode=True)
    text = part.as_bytes(policy=email.policy.compat32.clone(max_line_length=None))
    return text.replace(b'\r\n', b'\n').replace(b'\r', b'\n').replace(b'\n', b'\r\n')

def first_part(raw, boundary):
    part = raw.split(b'--' + boundary.encode())[1].lstrip()
    return part[:-2] if part.endswith(b'\r\n') else part[:-1]

def verified(content, der):
    signer = cms.ContentInfo.load(der)['content']['signer_infos'][0]
    name = signer['digest_algorithm']['algorithm'].native
    attributes = signer['signed_attrs']
    named = {a['type'].native: a['values'].native for a in attributes}
    assert named['content_type'] == ['data'], named
    assert named['message_digest'] == [hashlib.new(name, content).digest()], 'the digest differs'
    assert signer['signature_algorithm']['algorithm'].native in ('rsassa_pkcs1v15', 'sha256_rsa'), 'the algorithm'
    open('py.sig', 'wb').write(signer['signature'].native)
    open('py.pub', 'wb').write(run('x509', '-in', 'r.crt', '-noout', '-pubkey'))
    run('dgst', '-' + name, '-verify', 'py.pub', '-signature', 'py.sig', data=attributes.untag().dump())
    return name

def opened(raw):
    message = email.message_from_bytes(raw)
    mic = digest = None
    if message.get_param('smime-type') == 'enveloped-data':
        sealed = cms.ContentInfo.load(message.get_payload(decode=True))['content']
        assert len(sealed['recipient_infos']) == 1
        recipient = sealed['recipient_infos'][0].chosen
        assert recipient['key_encryption_algorithm']['algorithm'].native == 'rsaes_pkcs1v15'
        open('py.der', 'wb').write(message.get_payload(decode=True))
        raw = run('cms', '-decrypt', '-inform', 'DER', '-in', 'py.der', '-recip', 's.crt', '-inkey', 's.key', '-binary')
        message = email.message_from_bytes(raw)
    if message.get_content_type() == 'multipart/signed':
        payload, signature = message.get_payload()
        assert signature.get_content_type() == 'application/pkcs7-signature'
        content = canonical(payload) if payload.get_content_type() != 'multipart/report' else first_part(raw, message.get_boundary())
        digest = verified(content, signature.get_payload(decode=True))
        mic = base64.b64encode(hashlib.new(digest, content).digest()).decode()
        message = payload
    if message.get_param('smime-type') == 'compressed-data':
        squeezed = cms.ContentInfo.load(message.get_payload(decode=True))['content']
        message = email.message_from_bytes(squeezed.decompressed)
    return message, mic, digest

request = json.load(sys.stdin)
message, mic, digest = opened(base64.b64decode(request['raw']))
if request['what'] == 'message':
    print(json.dumps(dict(mic=mic, digest=digest, name=message.get_filename(), type=message.get_content_type(),
        document=base64.b64encode(message.get_payload(decode=True)).decode())))
else:
    fields = message.get_payload()[1].get_payload()[0]
    status = fields['Disposition'].split(';').pop().strip().split(':')
    print(json.dumps(dict(status=status, mic=fields['Received-Content-MIC'].split(',')[0], id=fields['Original-Message-ID'].strip('<>'),
        recipient=fields['Original-Recipient'].split(';')[1].strip(), type=message.get_content_type())))
`

const required = process.env.CI === 'true'
const interpreter = ['/usr/bin/python3', 'python3'].find(
  path => spawnSync(path, ['-c', 'import asn1crypto.cms']).status === 0,
)

const bench = await Bench.open()
afterAll(() => bench.close())

const header = ([name, values]: [string, string[] | undefined]) => (values ?? []).map(value => `${name}: ${value}\r\n`)
const rawOf = (headers: Record<string, string[] | undefined>, body: Uint8Array) =>
  Buffer.concat([Buffer.from(`${Object.entries(headers).flatMap(header).join('')}\r\n`, 'latin1'), body])

function asPyas2(what: 'message' | 'receipt', raw: Buffer) {
  const input = JSON.stringify({ what, raw: raw.toString('base64') })
  const options = { input, cwd: bench.openssl.folder, timeout: 30_000 }
  return JSON.parse(execFileSync(interpreter ?? 'python3', ['-c', script], options).toString())
}

const agreements: Partial<As2SettingsInput>[] = [
  {},
  { encryption: 'none', requireEncryption: false },
  { encryption: '3des', signature: 'sha1' },
  { encryption: 'aes128-cbc', signature: 'sha512', compression: 'before-signing' },
  { encryption: 'aes192-cbc', signature: 'sha384' },
  { algorithmProtection: true },
]
const contents = {
  'CRLF and none at the end': ediText,
  'LF only': 'UNB+1\nUNZ+1+1\n',
  'octets of every value': Buffer.from([...Array(256).keys()]),
}

describe.skipIf(!interpreter && !required)('what we send, read by Python as pyas2 reads it', () => {
  describe.each(agreements)('%o', over => {
    it.each(Object.entries(contents))('%s', async (_, content) => {
      const bytes = Buffer.from(content)
      const pair = pairOf(bench.pem('s'), bench.pem('r'), over)
      const sent = outbound('018f0000-0000-7000-8000-000000000000', bytes)
      const wire = await wireOf(sent, pair.receiver, testTime)
      const read = asPyas2('message', rawOf(wire.headers, Buffer.from(wire.body)))
      expect(read).toEqual({
        mic: expect.any(String),
        digest: over.signature ?? 'sha256',
        name: sent.fileName,
        type: 'application/edi-x12',
        document: bytes.toString('base64'),
      })
    })
  })

  it.each(agreements)('the receipt that we give: %o', async over => {
    const pair = pairOf(bench.pem('s'), bench.pem('r'), over)
    const wire = await wireOf(outbound('018f0000-0000-7000-8000-000000000000'), pair.sender, testTime)
    const house = bench.houseWith(over)
    const answer = await receiveAs2(wire, house.deps)
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, [value]]))
    expect(asPyas2('receipt', rawOf(headers, Buffer.from(answer.body)))).toEqual({
      status: ['processed'],
      mic: house.commits[0]!.message.evidence?.mic?.split(',')[0],
      id: '018f0000-0000-7000-8000-000000000000@sender',
      recipient: 'RECEIVER',
      type: 'multipart/report',
    })
  })
})
