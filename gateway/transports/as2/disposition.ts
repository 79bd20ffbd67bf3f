/**
 * Everything that a receipt of ours can say (RFC 4130 §7.4.3 and §7.5, RFC 5402 §5 for decompression). The keys are our names,
 * `wire` is what stands after `automatic-action/MDN-sent-automatically; `.
 */
export const dispositions = {
  processed: { wire: 'processed', positive: true, says: 'The message was received, opened and stored.' },
  'duplicate-document': {
    wire: 'processed/warning: duplicate-document',
    positive: true,
    says: 'The message had been received before, and nothing was done with it again.',
  },
  'decryption-failed': {
    wire: 'processed/error: decryption-failed',
    positive: false,
    says: 'The message could not be decrypted. Please check that it was encrypted with our current certificate.',
  },
  'authentication-failed': {
    wire: 'processed/error: authentication-failed',
    positive: false,
    says: 'The sender could not be authenticated. Please check the AS2 names and that the signing certificate is the one agreed.',
  },
  'integrity-check-failed': {
    wire: 'processed/error: integrity-check-failed',
    positive: false,
    says: 'The content does not match its signature: it was altered on the way, or signed in another form.',
  },
  'decompression-failed': {
    wire: 'processed/error: decompression-failed',
    positive: false,
    says: 'The message could not be decompressed, or is larger than agreed when expanded.',
  },
  'insufficient-message-security': {
    wire: 'processed/error: insufficient-message-security',
    positive: false,
    says: 'The message is not protected as agreed: a signature or encryption is missing.',
  },
  'unexpected-processing-error': {
    wire: 'processed/error: unexpected-processing-error',
    positive: false,
    says: 'The message could not be processed.',
  },
  'unsupported-format': {
    wire: 'failed/failure: unsupported format',
    positive: false,
    says: 'The receipt was asked for in a format that is not supported here; pkcs7-signature is.',
  },
  'unsupported-mic-algorithms': {
    wire: 'failed/failure: unsupported MIC-algorithms',
    positive: false,
    says: 'None of the MIC algorithms asked for is supported here; sha256, sha384, sha512 and sha1 are.',
  },
  'sender-equals-receiver': {
    wire: 'failed/failure: sender-equals-receiver',
    positive: false,
    says: 'AS2-From and AS2-To are the same name.',
  },
} as const

export type Disposition = keyof typeof dispositions
