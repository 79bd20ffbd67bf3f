import { shortName } from '../../partners/certificates/describe-certificate.ts'
import {
  certificateFile,
  type FileForm,
  fileForms,
  type HandOver,
  handOverSheet,
} from '../../partners/certificates/hand-over.ts'
import type { PortalContext } from '../deps.ts'

/** Answers with a certificate as a file in the form that `?form=` asks for; DER where it asks for none. */
export function answerCertificateFile(
  c: PortalContext,
  row: { subject: string; pem: string; chain: string },
): Response {
  const asked = c.req.query('form') ?? 'cer'
  const form: FileForm = asked in fileForms ? (asked as FileForm) : 'cer'
  const name = safeName(shortName(row.subject)) || 'certificate'
  return c.body(new Uint8Array(certificateFile(row, form)), 200, {
    'Content-Type': fileForms[form].type,
    'Content-Disposition': `attachment; filename="${name}.${form}"`,
  })
}

/** Answers with the sheet of a connection as a text file. */
export function answerSheet(c: PortalContext, facts: HandOver): Response {
  const name = safeName(`as2-${facts.retailerName}-${facts.supplierName}`).toLowerCase()
  return c.body(handOverSheet(facts), 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.txt"`,
  })
}

const safeName = (text: string) => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')
