import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { signatureHeaders } from './signature.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' }

it('signs as the scheme’s own example does', () => {
  expect(signatureHeaders(message, [secret])).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

it('signs as openssl does, by every valid secret, whatever the characters', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef')
  const body = '{"name":"Żółć 𝄞"}'
  const headers = signatureHeaders({ ...message, body }, [secret, `whsec_${key.toString('base64')}`])
  const signed = execFileSync(
    'openssl',
    ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`, '-binary'],
    { input: `${message.id}.${message.timestamp}.${body}` },
  )
  expect(headers['webhook-signature']!.split(' ')).toHaveLength(2)
  expect(headers['webhook-signature']!.split(' ')[1]).toBe(`v1,${signed.toString('base64')}`)
})
