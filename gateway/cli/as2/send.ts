import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { parseArgs } from 'node:util'
import { sendAs2 } from '../../transports/as2/send.ts'
import { deliveryFailures } from '../../transports/contract.ts'
import { CannotRun, type Command } from '../command.ts'
import { bytesOf } from '../input.ts'
import { paintOf, visible } from '../paint.ts'
import { lineFrom, needed, stationFrom, stationHelp, stationOptions } from './station-options.ts'

const types: Readonly<Record<string, string>> = {
  '.edi': 'application/edi-x12',
  '.x12': 'application/edi-x12',
  '.edifact': 'application/edifact',
  '.xml': 'application/xml',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.pdf': 'application/pdf',
}

/** Sends files over AS2. */
export const as2Send: Command = {
  name: 'as2 send',
  does: 'send one or more files as one AS2 message, and say what the receipt proves',
  usage: `crossdock as2 send 850.edi --to https://edi.example.com/as2 --from RETAILER --recipient SUPPLIER \\
  --key our-key.pem --certificate our-cert.pem --partner their-cert.pem --save-receipt 850.mdn
crossdock as2 send order.edi drawing.pdf --to … (several files travel in one message, RFC 6362)

--from and --recipient are the AS2 ids, ours and theirs. --save-receipt keeps the receipt for “as2 verify-receipt”.
${stationHelp}
--type gives the content type (else it follows from the file’s name); --subject; --id NAME sends again under the same Message-ID.
--user NAME:PASSWORD for basic authentication; --trust for the certificate of a TLS server that signs itself.
Exit status: 0 the partner has confirmed (or will later, with --set receipt=async), 1 it has not, 2 wrong usage.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...stationOptions,
        to: { type: 'string' },
        from: { type: 'string' },
        recipient: { type: 'string' },
        type: { type: 'string' },
        subject: { type: 'string' },
        id: { type: 'string' },
        user: { type: 'string' },
        trust: { type: 'string', multiple: true },
        'save-receipt': { type: 'string' },
      },
    })
    if (positionals.length === 0) throw new CannotRun('Name at least one file to send.')
    const settings = stationFrom(values, {
      ourId: needed(values.from, '--from', 'our AS2 id'),
      partnerId: needed(values.recipient, '--recipient', 'the partner’s AS2 id'),
      url: needed(values.to, '--to', 'the partner’s URL'),
      ...lineFrom(values),
    })
    const [document, ...attachments] = await Promise.all(
      positionals.map(async name => ({
        bytes: await bytesOf(name, io),
        fileName: name === '-' ? 'message.edi' : basename(name),
        contentType: values.type ?? types[extname(name).toLowerCase()] ?? 'application/octet-stream',
      })),
    )
    const message = {
      id: values.id ?? randomUUID(),
      retailerId: '',
      partnershipId: '',
      subject: values.subject ?? document!.fileName,
      ...document!,
      attachments,
    }
    const delivery = await sendAs2(message, settings, { now: () => new Date(), allowPrivateAddresses: true })
    const paint = paintOf(io)
    if (!delivery.ok) {
      const { code, detail } = delivery.failure
      io.error(`${paint.error(`✗ ${deliveryFailures[code].says}`)}\n${visible(detail)}\n`)
      return 1
    }
    io.out(`Message-ID: ${delivery.reference}\n`)
    for (const [name, value] of Object.entries(delivery.evidence ?? {})) {
      if (!name.startsWith('mic-')) io.out(`${name}: ${visible(value)}\n`)
    }
    const receiptFile = values['save-receipt']
    if (receiptFile !== undefined && delivery.receipt) {
      writeFileSync(receiptFile, delivery.receipt)
      io.out(`Receipt kept in ${receiptFile}\n`)
    }
    io.out(
      `${paint.good(delivery.confirmed ? '✓ The partner has confirmed it.' : '✓ Sent; the receipt comes later.')}\n`,
    )
    return 0
  },
}
