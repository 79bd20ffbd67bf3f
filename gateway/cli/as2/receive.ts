import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { receiveAs2 } from '../../transports/as2/receive.ts'
import { createAs2Server } from '../../transports/as2/server.ts'
import { CannotRun, type Command } from '../command.ts'
import { visible } from '../paint.ts'
import { folderReceiver } from './receiver.ts'
import { needed, stationFrom, stationHelp, stationOptions } from './station-options.ts'

/** Receives AS2 messages into a folder. */
export const as2Receive: Command = {
  name: 'as2 receive',
  does: 'run a small AS2 station that keeps what it gets in a folder and answers receipts: for tests with partners',
  usage: `crossdock as2 receive --port 4080 --as RETAILER --sender SUPPLIER --folder ./received \\
  --key our-key.pem --certificate our-cert.pem --partner their-cert.pem
crossdock as2 receive --port 4443 --tls-key tls.key --tls-certificate tls.pem …

Beside each file its facts (.json) and the receipt that was given (.mdn) are kept. Receipts that come in are kept too.
--receipt-host HOST lets receipts be sent there that are asked for asynchronously.
Without --sender anybody who signs with the --partner certificate may send. --count N ends after N messages; else Ctrl-C does.
${stationHelp}
What is neither signed nor encrypted is refused, unless --set requireSignature=false --set requireEncryption=false.`,
  async run(args, io) {
    const { values } = parseArgs({
      args,
      options: {
        ...stationOptions,
        as: { type: 'string' },
        sender: { type: 'string' },
        port: { type: 'string', default: '4080' },
        host: { type: 'string', default: '0.0.0.0' },
        folder: { type: 'string', default: '.' },
        count: { type: 'string' },
        'receipt-host': { type: 'string', multiple: true },
        'tls-key': { type: 'string' },
        'tls-certificate': { type: 'string' },
      },
    })
    const ourId = needed(values.as, '--as', 'our AS2 id')
    const settings = stationFrom(values, {
      ourId,
      partnerId: values.sender ?? 'ANYBODY',
      receiptHosts: values['receipt-host'] ?? [],
    })
    const receiver = folderReceiver(
      values.folder,
      (from, to) => {
        if (to !== ourId || (values.sender !== undefined && from !== values.sender)) return undefined
        return { ...settings, partnerId: from }
      },
      line => io.out(`${visible(line)}\n`),
    )
    const tls = tlsFrom(values['tls-key'], values['tls-certificate'])
    const server = createAs2Server({
      handle: request => receiveAs2(request, receiver.deps),
      onError: error => io.error(`${error instanceof Error ? error.message : error}\n`),
      ...(tls && { tls }),
    })
    const left = { messages: numberFrom(values.count, '--count') ?? Number.POSITIVE_INFINITY }
    const done = new Promise<void>(resolve => {
      server.on('request', (request, response) =>
        response.on('finish', async () => {
          await receiver.deliverReceipts()
          if (request.method === 'POST' && --left.messages <= 0) resolve()
        }),
      )
    })
    server.listen(numberFrom(values.port, '--port'), values.host)
    await once(server, 'listening').catch(error => {
      throw new CannotRun(`Port ${values.port} cannot be opened: ${error.message}.`)
    })
    const { address, port } = server.address() as AddressInfo
    io.out(`Listening at ${tls ? 'https' : 'http'}://${address}:${port}/ as ${ourId}\n`)
    await done
    server.close().closeIdleConnections()
    await once(server, 'close')
    return 0
  },
}

function numberFrom(text: string | undefined, option: string): number | undefined {
  if (text !== undefined && !/^\d{1,9}$/.test(text)) throw new CannotRun(`${option} takes a number.`)
  return text === undefined ? undefined : Number(text)
}

function tlsFrom(key: string | undefined, cert: string | undefined) {
  if (key === undefined && cert === undefined) return undefined
  if (key === undefined || cert === undefined) throw new CannotRun('--tls-key and --tls-certificate go together.')
  try {
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } catch (error) {
    throw new CannotRun(`The TLS files cannot be read: ${error instanceof Error ? error.message : error}.`)
  }
}
