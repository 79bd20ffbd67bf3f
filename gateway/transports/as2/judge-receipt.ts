import type { Delivery } from '../contract.ts'
import type { Digest } from './cms/oids.ts'
import { bareMessageId } from './headers.ts'
import type { ReceiptCheck } from './ports.ts'
import type { ParsedReceipt, ReadReceipt } from './read-receipt.ts'

/** What a receipt has to show to prove that our message arrived. */
export interface Expected {
  messageId: string
  /** We asked for a signed receipt. */
  signed: boolean
  /** A MIC that differs or is missing does not count against the receipt. */
  anyMic: boolean
  /** Told what speaks against the receipt, if anything does. */
  onFailed?: ((check: ReceiptCheck) => void) | undefined
  /** The MIC of what we sent, in each form that stations are known to compute (the proper one first). */
  mics: (digest: Digest) => Promise<readonly Buffer[]>
}

type Evidence = Record<string, string>

/**
 * Judges a receipt: only one that is about this message, positive, signed if that was asked for, and shows our MIC confirms the delivery.
 * A refusal too is final only as well signed as was asked for (RFC 4130 §7.3.1); an unsigned one has the message tried again, and fails it in the end.
 * `raw` is kept with the delivery as proof.
 */
export async function judgeReceipt(read: ReadReceipt, expected: Expected, raw: Uint8Array): Promise<Delivery> {
  const invalid = (check: ReceiptCheck, detail: string): Delivery => {
    expected.onFailed?.(check)
    return { ok: false, failure: { code: 'receipt-invalid', detail } }
  }
  if (!read.ok) return invalid('signature', `the receipt cannot be trusted: ${read.detail}`)
  const { receipt } = read
  if (receipt.originalMessageId === undefined)
    return invalid('receipt', 'the receipt does not say which message it is for')
  if (bareMessageId(receipt.originalMessageId) !== bareMessageId(expected.messageId)) {
    return invalid('receipt', `the receipt is for another message: ${receipt.originalMessageId}`)
  }
  if (receipt.outcome === 'negative') {
    // A station that does not know us cannot sign, and who stands on the line can write as much: neither ends the message at once.
    if (expected.signed && !receipt.signature)
      return invalid(
        'refusal',
        `an unsigned receipt, where a signed one was asked for, refuses it: ${reasonOf(receipt)}`,
      )
    return { ok: false, failure: { code: 'receipt-negative', detail: reasonOf(receipt) } }
  }
  if (receipt.outcome === 'unknown') return invalid('disposition', 'the receipt has no disposition that can be read')
  if (expected.signed && !receipt.signature)
    return invalid('signature', 'a signed receipt was asked for, and this one is not signed')
  const mic = await compareMic(receipt, expected)
  if (mic !== 'match' && !expected.anyMic && !(mic === 'missing' && !expected.signed)) {
    // Sending again would only give the partner a second copy of what it holds, and bring the same receipt.
    return { ok: false, failure: { code: 'receipt-differs', detail: unproven[mic] } }
  }
  return { ok: true, confirmed: true, reference: expected.messageId, evidence: evidenceOf(receipt, mic), receipt: raw }
}

/** Why a good receipt does not prove that the partner holds what we sent (RFC 4130 §7.3.1 has a signed one show the MIC). */
const unproven = {
  missing: 'the receipt shows no MIC: the partner says that it has the message, and does not prove which content',
  differs: 'the MIC differs: the partner holds other bytes than we sent',
}

function reasonOf(receipt: ParsedReceipt): string {
  const text = receipt.text.replace(/\s+/g, ' ').slice(0, 500)
  return text ? `${receipt.disposition}: ${text}` : receipt.disposition
}

async function compareMic({ mic }: ParsedReceipt, expected: Expected): Promise<'match' | 'differs' | 'missing'> {
  if (!mic || mic.value.length === 0) return 'missing'
  if (!mic.digest) return 'differs'
  return (await expected.mics(mic.digest)).some(own => own.equals(mic.value)) ? 'match' : 'differs'
}

function evidenceOf(receipt: ParsedReceipt, mic: string): Evidence {
  const { signature } = receipt
  return {
    disposition: receipt.disposition,
    mic: receipt.mic ? `${receipt.mic.value.toString('base64')}, ${receipt.mic.algorithm}` : '',
    micComparison: mic,
    ...(receipt.text && { receiptText: receipt.text }),
    ...(signature && {
      receiptSignedBy: signature.certificate.fingerprint,
      receiptDigest: signature.digest,
      ...(signature.signingTime && { receiptSignedAt: signature.signingTime.toISOString() }),
    }),
  }
}
