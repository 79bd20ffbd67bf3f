import type { PresetName } from '../presets.ts'
import type { Product, Seen } from './product.ts'

const cbc = 'cannot read this cipher'
const onlyCbc = ({ cipher, oaep }: Seen) =>
  cipher?.endsWith('gcm') ? cbc : oaep ? 'cannot read this key transport' : undefined
const unprotected = ({ algorithmProtection }: Seen) =>
  algorithmProtection ? 'cannot verify this attribute' : undefined
const lines = (...given: (string | undefined)[]) => given.filter(line => line !== undefined)

/** What is known of each product that has a preset (docs/as2-facts.md): what it refuses, and how it writes what it sends. */
export const products: Record<PresetName, Product> = {
  modern: {},
  sterling: {
    refuses: unprotected,
    spell: name => name.toUpperCase(),
    boundary: '_=33Sterling',
    signatureHeaders: [
      'Content-Type: application/pkcs7-signature;name=EDIINTSIG.p7s',
      'Content-Disposition: attachment;filename=EDIINTSIG.p7s',
    ],
    rawSignature: true,
    signing: ['-noattr'],
    textHeaders: [],
    fields: ({ messageId, from, mic }) =>
      lines(
        `Original-Recipient:rfc822;${from}`,
        `Final-Recipient:rfc822;${from}`,
        `Original-Message-ID: ${messageId}`,
        mic && `Received-content-MIC: ${mic}`,
        'Disposition: automatic-action/MDN-sent-automatically;processed',
      ),
  },
  datapower: { refuses: unprotected },
  mendelson: {
    spell: name => name.replace('sha', 'sha-'),
    boundary: '----=_Part_12_8.162',
    signing: ['-stream'],
    documentHeaders: ['Content-Type: application/EDIFACT; name=a.edi', 'Content-Transfer-Encoding: binary'],
  },
  openas2: {
    refuses: seen => onlyCbc(seen) ?? (seen.micalg ? undefined : 'wants a signature'),
    boundary: '----=_Part_0_1.2',
    documentHeaders: [
      'Content-Type: application/edi-x12',
      'Content-Transfer-Encoding: binary',
      'Content-Disposition: Attachment; filename="a.edi"',
    ],
  },
  biztalk: {
    refuses: onlyCbc,
    documentHeaders: ['Content-Type: application/edi-x12', 'Content-Transfer-Encoding: binary'],
  },
  cleo: {},
  amazon: {
    refuses: ({ compression, cipher, micalg }) =>
      compression !== 'none' || !cipher || !micalg ? 'wants it signed, encrypted and not compressed' : undefined,
    signing: ['-stream'],
    documentHeaders: ['Content-Type: application/EDI-X12', 'Content-Transfer-Encoding: binary'],
  },
  'aws-transfer': { refuses: seen => onlyCbc(seen) ?? (seen.cipher ? undefined : 'wants encryption') },
  seeburger: {
    refuses: ({ micalg, header }) =>
      [micalg, header('disposition-notification-options')].some(text => text?.includes('sha-'))
        ? 'does not know this digest'
        : undefined,
  },
  webmethods: {
    refuses: ({ cipher }) => (cipher && cipher !== 'des-ede3-cbc' ? cbc : undefined),
  },
  phase2: { boundary: '----=_Part_3_4.5', micOver: ({ body }) => body },
  pyas2: {
    refuses: seen => {
      const asked = seen.header('disposition-notification-options')?.split(';').at(-1)?.split(',').at(-1)?.trim()
      return onlyCbc(seen) ?? (asked && !/^sha\d+$/.test(asked) ? `cannot sign by ${asked}` : undefined)
    },
    boundary: '===============7330845974216740156==',
    signatureHeaders: [
      'Content-Type: application/pkcs7-signature; name="smime.p7s"; smime-type="signed-data"',
      'Content-Disposition: attachment; filename="smime.p7s"',
      'Content-Transfer-Encoding: base64',
    ],
    documentHeaders: [
      'Content-Type: application/edi-consent',
      'Content-Transfer-Encoding: 7bit',
      'Content-Disposition: attachment; filename="a.edi"',
    ],
    base64Body: true,
    fields: ({ messageId, from, mic }) =>
      lines(
        'Reporting-UA: pyAS2 Open Source AS2 Software',
        `Original-Recipient: rfc822; ${from}`,
        `Final-Recipient: rfc822; ${from}`,
        `Original-Message-ID: ${messageId}`,
        'Disposition: automatic-action/MDN-sent-automatically; processed',
        mic && `Received-content-MIC: ${mic}`,
      ),
  },
  legacy: {
    refuses: ({ cipher, digestName }) =>
      (cipher && cipher !== 'des-ede3-cbc') || digestName !== 'sha1' ? 'knows SHA-1 and triple DES only' : undefined,
    spell: name => name.toUpperCase().replace('SHA', 'SHA-'),
  },
}
