/** What the page where a supplier sets itself up says. */
export const texts = {
  title: 'Set-up',
  channel: {
    title: 'How orders reach you',
    active: 'Channel',
    portal: 'Here in the portal. To have them by EDI, e-mail or API too, ask the retailer.',
    details: 'Connection details',
    test: 'Test the connection',
    passed: 'The connection works.',
    failed: 'The connection does not work.',
    untestable: 'There is nothing to try: orders reach you here.',
  },
  certificates: {
    title: 'Your certificate',
    about:
      'When your AS2 certificate changes, give the new one here, before the old one ends: both are good side by side. The retailer is told at once.',
    file: 'File',
    fileHint: 'PEM, DER or P7B: the certificate alone, never the private key.',
    text: 'Or paste it here',
    uses: 'For',
    look: 'Look at it',
    lookTitle: 'Look at the certificate',
    compare: 'Compare the fingerprint with what your own AS2 station shows.',
    from: 'Encrypt for it from',
    fromHint:
      'Messages to you are encrypted for it from the beginning of this day (UTC) on. Empty: at once. What you sign with it is taken from now on, whatever the day.',
    keep: 'Hand it over',
    bad: 'This certificate cannot be taken.',
    none: 'Choose a file, or paste the certificate below.',
    kept: 'The certificate was handed over, and the retailer was told.',
    otherChannel: 'Messages between you and this retailer do not travel over AS2.',
  },
  prefix: {
    title: 'Package numbers (SSCC-18)',
    about: 'Packages that you ship here get the next serial number of your GS1 company prefix, for GS1-128 labels.',
    none: 'No prefix is set: packages get no number of their own.',
    prefix: 'GS1 company prefix',
    prefixHint: '7 to 12 digits. A U.P.C. prefix of 6 digits gets a 0 in front.',
    extension: 'Extension digit',
    startAt: 'First serial number',
    startHint: 'Only if you have numbered packages elsewhere.',
    last: 'Last number given',
    change: 'Change the prefix',
    save: 'Save prefix',
    setPrefix: 'Set a prefix',
    saved: 'Your packages are numbered from this prefix.',
  },
  webhooks: 'See and add webhooks',
  notifications: {
    title: 'Notices',
    about: 'What you hear by mail, you choose for yourself:',
    link: 'Your account',
  },
} as const

/** What a certificate can be for, in words. */
export const certificateUses = {
  'sign encrypt': 'Signatures and encryption',
  sign: 'Signatures only',
  encrypt: 'Encryption only',
} as const satisfies Record<string, string>
