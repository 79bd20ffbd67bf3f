import type { CertificateUse } from '../../../db/schema/index.ts'

/** What the pages about certificates say. */
export const texts = {
  title: 'Certificates',
  about:
    'What AS2 messages are signed and encrypted with. Several may be in use side by side while one takes over from another.',
  ours: 'Ours',
  none: 'No certificate of ours yet',
  noneHint: 'Create one here, or import the one that your partners already have.',
  theirs: 'Partners’',
  noPartners: 'No certificate of a partner yet',
  noPartnersHint: 'Import the file that the partner sent (.cer, .crt, .pem, .p7b).',
  requests: 'Waiting for an authority',
  create: 'Create',
  import: 'Import',
  handOver: 'Hand over',
  handOverAbout: 'What your partner’s AS2 station needs to know of you. Send the sheet with a certificate file.',
  createTitle: 'Create a certificate',
  created: 'The certificate is made. Hand it to the partners who need it.',
  requested: 'The request is made. Send it to the authority, and import the answer here.',
  importTitle: 'Import a certificate',
  preview: 'Look at it first',
  previewTitle: 'Is this the right one?',
  previewOld: 'This page is too old. Choose the file once more.',
  previewBad: 'It cannot be imported like this.',
  imported: 'The certificate is here.',
  retire: 'Retire',
  retireHint: 'Takes it out of use for good. For one that was replaced and that nobody uses any more.',
  retireSure: 'Retire this certificate? It is not taken into use again.',
  retired: 'The certificate is retired.',
  revoke: 'Revoke',
  revokeHint: 'Refuses everything under it from now on, with the reason. For a key that was lost or stolen.',
  revokeSure: 'Revoke this certificate? It cannot be taken back: messages under it are refused from now on.',
  revoked: 'The certificate is revoked. Messages under it are refused from now on.',
  schedule: 'Roll over',
  scheduled: 'The moment is set.',
  useFrom: 'Use it from',
  useFromHint: 'The day begins at 00:00 UTC. Leave it empty to use it at once.',
  discard: 'Discard the request',
  discardSure: 'Discard the request? Its key is destroyed, and the authority’s answer to it is of no use then.',
  discarded: 'The request and its key are gone.',
  compare: 'Compare the fingerprint by telephone, with somebody you know, before it protects a message.',
} as const

/** What a certificate is for, as a form offers it. */
export const useChoices = {
  'sign encrypt': 'Signatures and encryption',
  sign: 'Signatures only',
  encrypt: 'Encryption only',
  'tls-client': 'TLS client (mutual TLS)',
} as const satisfies Record<string, string>
export type UseChoice = keyof typeof useChoices

/** What is done with a certificate of ours or of a partner. */
export const useWords: Record<'own' | 'partner', Record<CertificateUse, string>> = {
  own: { sign: 'we sign', encrypt: 'we decrypt', 'tls-client': 'we show it to servers' },
  partner: { sign: 'we verify', encrypt: 'we encrypt for it', 'tls-client': 'it is shown to us' },
}
