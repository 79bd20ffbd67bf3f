import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { testConnection } from '../../transports/as2/connection-test.ts'
import type { Command } from '../command.ts'
import { paintOf, visible } from '../paint.ts'
import { lineFrom, needed, stationFrom, stationHelp, stationOptions } from './station-options.ts'

const marks = { passed: '✓', failed: '✗', skipped: '·' }

/** Tries an AS2 connection from end to end. */
export const as2Test: Command = {
  name: 'as2 test',
  does: 'try an AS2 connection with a small document and say of each step how it went',
  usage: `crossdock as2 test --to https://edi.example.com/as2 --from RETAILER --recipient SUPPLIER \\
  --key our-key.pem --certificate our-cert.pem --partner their-cert.pem
crossdock as2 test --json …

${stationHelp}
--user NAME:PASSWORD for basic authentication; --trust for the certificate of a TLS server that signs itself.
Exit status: 0 every step passed or does not apply, 1 one failed, 2 wrong usage.`,
  async run(args, io) {
    const { values } = parseArgs({
      args,
      options: {
        ...stationOptions,
        to: { type: 'string' },
        from: { type: 'string' },
        recipient: { type: 'string' },
        user: { type: 'string' },
        trust: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    })
    const settings = stationFrom(values, {
      ourId: needed(values.from, '--from', 'our AS2 id'),
      partnerId: needed(values.recipient, '--recipient', 'the partner’s AS2 id'),
      url: needed(values.to, '--to', 'the partner’s URL'),
      ...lineFrom(values),
    })
    const deps = { now: () => new Date(), allowPrivateAddresses: true }
    const test = await testConnection(settings, randomUUID(), deps)
    const paint = paintOf(io)
    const colour = { passed: paint.good, failed: paint.error, skipped: paint.faint }
    if (values.json) io.out(`${JSON.stringify(test, undefined, 2)}\n`)
    else
      for (const { title, outcome, says } of test.steps)
        io.out(`${colour[outcome](`${marks[outcome]} ${title}`)}: ${visible(says)}\n`)
    return test.passed ? 0 : 1
  },
}
