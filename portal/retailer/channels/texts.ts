/** What the pages of channels say. */
export const texts = {
  evidence: {
    title: 'Proof',
    receipt: 'Receipt (MDN)',
    receiptTheirs: 'as the partner signed it',
    receiptOurs: 'as we gave it',
    origin: 'Signed message',
    originHint: 'as the partner signed it',
    signedBy: 'Certificate of the message',
    receiptSignedBy: 'Certificate of the receipt',
    how: 'Verify a receipt with “crossdock as2 verify-receipt”, a message with “crossdock as2 inspect”.',
    noReceipt: 'This message has no receipt.',
    noOrigin: 'This message came without a signature.',
  },
  connection: {
    title: 'Connection test',
    button: 'Test the connection',
    hint: 'Tries the channel as it is set up now, and says of each step how it went. Over AS2 a small text is sent; otherwise nothing is.',
    passed: 'The connection works.',
    failed: 'The connection does not work yet.',
    none: 'This partner has no connection that can be tested.',
  },
} as const
