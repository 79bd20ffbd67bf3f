import { parseArgs } from 'node:util'
import { verifyStoredReceipt } from '../../transports/as2/verify-receipt.ts'
import { CannotRun, type Command } from '../command.ts'
import { oneInput } from '../input.ts'
import { paintOf, visible } from '../paint.ts'
import { momentFrom } from '../x12/envelope-options.ts'
import { certificatesIn } from './credentials.ts'
import { messageIn } from './message-file.ts'

/** Verifies a receipt (MDN) that was kept as evidence. */
export const as2VerifyReceipt: Command = {
  name: 'as2 verify-receipt',
  does: 'say what a stored receipt (MDN) proves: disposition, MIC, and by whose certificate its signature holds',
  usage: `crossdock as2 verify-receipt receipt.mdn --certificate their-cert.pem --at 2026-11-22T15:04Z
crossdock as2 verify-receipt --json < receipt.mdn --certificate their-cert.pem

The file holds the receipt’s headers, a blank line and its body, as they came. --at is when it came: the certificate has to be valid then
(now, when it is left out). Exit status: 0 a positive receipt whose signature holds, 1 it proves nothing, 2 wrong usage.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        certificate: { type: 'string', multiple: true },
        at: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
    if (!values.certificate) throw new CannotRun('Give the partner’s certificate with --certificate.')
    const certificates = certificatesIn(values.certificate)
    const at = momentFrom(values.at)
    const file = await messageIn(oneInput(positionals), io)
    const proof = await verifyStoredReceipt(file, certificates, at)
    const paint = paintOf(io)
    if (values.json) io.out(`${JSON.stringify(proof, undefined, 2)}\n`)
    else {
      for (const line of proof.lines) io.out(`${visible(line)}\n`)
      const verdict = proof.proves ? paint.good('✓ It proves receipt.') : paint.error('✗ It does not prove receipt.')
      io.out(`${verdict}\n`)
    }
    return proof.proves ? 0 : 1
  },
}
