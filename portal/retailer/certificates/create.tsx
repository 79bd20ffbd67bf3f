import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import type { z } from 'zod'
import { settleWarnings } from '../../../engine/certificates/watch.ts'
import { addCertificate } from '../../../partners/certificates/add.ts'
import { createCertificate, createRequest } from '../../../partners/certificates/create-certificate.ts'
import { readCertificateFile } from '../../../partners/certificates/read-file.ts'
import { keepRequest } from '../../../partners/certificates/request.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Input, Select } from '../../ui/fields.tsx'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { createForm, fieldErrors, keyChoices } from './forms.ts'
import { path } from './list-page.tsx'
import { type CertificatePartner, listPartnersForCertificates } from './query.ts'
import { texts as t, useChoices } from './texts.ts'

/** Makes a certificate of ours, or a request for an authority to sign. */
export function createRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/new', needs('operate'), c => showForm(c, deps))
  app.post('/', needs('operate'), c => takeForm(c, deps))
  return app
}

async function showForm(c: PortalContext, { hub }: PortalDeps, values?: FormValues, errors: FormValues = {}) {
  const { retailerId, retailerName } = c.var.retailer
  const props = {
    values: values ?? { commonName: retailerName, organization: retailerName },
    errors,
    partners: await listPartnersForCertificates(hub.orm, retailerId),
  }
  return page(
    c,
    { title: t.createTitle, current: 'certificates', status: values ? 422 : 200 },
    <CreatePage {...props} />,
  )
}

async function takeForm(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const parsed = createForm.safeParse(values)
  if (!parsed.success) return showForm(c, deps, values, fieldErrors(parsed.error))
  const form = parsed.data
  const partners = await listPartnersForCertificates(deps.hub.orm, c.var.retailer.retailerId)
  const partnershipId = partners.find(({ id }) => id === form.partner)?.id ?? null
  if (form.kind === 'request') return await makeRequest(c, deps, form, partnershipId)
  const validity = validityOf(deps.hub.now(), form.years)
  if (form.useFrom && form.useFrom >= validity.validTo)
    return showForm(c, deps, values, { useFrom: 'It has ended by then.' })
  return await makeCertificate(c, deps, form, partnershipId, validity)
}

type Form = z.infer<typeof createForm>

function aboutOf({ key, uses, commonName, organization, country }: Form) {
  return {
    ...keyChoices[key].kind,
    uses,
    commonName,
    ...(organization && { organization }),
    ...(country && { country }),
  }
}

/** From this second on, for so many years. */
function validityOf(now: Date, years: number) {
  const validFrom = new Date(Math.floor(now.getTime() / 1000) * 1000)
  const validTo = new Date(validFrom)
  validTo.setUTCFullYear(validTo.getUTCFullYear() + years)
  return { validFrom, validTo }
}

async function makeRequest(c: PortalContext, { hub, box }: PortalDeps, form: Form, partnershipId: string | null) {
  const { retailerId } = c.var.retailer
  const { uses, commonName, organization, country } = form
  const made = await createRequest(aboutOf(form))
  const subject = [country && `C=${country}`, organization && `O=${organization}`, `CN=${commonName}`]
  const request = { retailerId, partnershipId, uses, subject: subject.filter(Boolean).join(', '), ...made }
  const id = await hub.work(actorOf(c.var.viewer), work => keepRequest(work, box, request))
  leaveFlash(c, 'good', t.requested)
  return c.redirect(`${path}/requests/${id}`, 303)
}

async function makeCertificate(
  c: PortalContext,
  { hub, box }: PortalDeps,
  form: Form,
  partnershipId: string | null,
  validity: ReturnType<typeof validityOf>,
) {
  const { retailerId } = c.var.retailer
  const { uses, useFrom } = form
  const made = await createCertificate({ ...aboutOf(form), ...validity, serial: freshSerial() })
  const read = readCertificateFile(Buffer.from(made.certificate))
  if (!read.ok) throw new Error(read.issue.message)
  const certificate = read.file.certificates[0]!
  const about = { retailerId, partnershipId, owner: 'own' as const, uses, ...(useFrom && { useFrom }) }
  const id = await hub.work(actorOf(c.var.viewer), async work => {
    const id = await addCertificate(work, box, { ...about, certificate, privateKey: made.privateKey })
    await settleWarnings(work, retailerId)
    return id
  })
  leaveFlash(c, 'good', t.created)
  return c.redirect(`${path}/${id}`, 303)
}

/** 127 random bits, positive: what RFC 5280 §4.1.2.2 allows and nobody guesses. */
function freshSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return bytes.toString('hex')
}

interface CreatePageProps {
  values: FormValues
  errors: Record<string, string>
  partners: CertificatePartner[]
}

const optionsOf = (choices: Record<string, string>) => Object.entries(choices).map(([value, word]) => ({ value, word }))

function CreatePage({ values, errors, partners }: CreatePageProps) {
  const field = (name: string) => ({ name, value: values[name], error: errors[name] })
  return (
    <>
      <PageHeader back={{ href: path, word: t.title }} title={t.createTitle} />
      <form class="form card" method="post" action={path} data-form="certificate">
        <div class="fields">
          <Input {...field('commonName')} label="Name (CN)" required />
          <Input {...field('organization')} label="Organization (O)" />
          <Input {...field('country')} label="Country (C)" hint="Two letters, such as US" class="short" />
        </div>
        <div class="fields">
          <Select
            {...field('key')}
            label="Key"
            options={Object.entries(keyChoices).map(([value, { word }]) => ({ value, word }))}
          />
          <Select {...field('uses')} label="For" options={optionsOf(useChoices)} />
          <Select
            {...field('partner')}
            label="With"
            options={[
              { value: '', word: 'All partners' },
              ...partners.map(({ id, name }) => ({ value: id, word: name })),
            ]}
          />
        </div>
        <div class="fields">
          <Select
            {...field('kind')}
            label="Signed by"
            hint="Most AS2 partners take a certificate that signs itself."
            options={optionsOf({ 'self-signed': 'Itself', request: 'An authority (makes a request)' })}
          />
          <Select
            {...field('years')}
            value={values.years ?? '2'}
            label="Valid for"
            options={optionsOf({ '1': '1 year', '2': '2 years', '3': '3 years', '5': '5 years' })}
          />
          <Input {...field('useFrom')} type="date" label={t.useFrom} hint={t.useFromHint} />
        </div>
        <div class="row form-actions">
          <button type="submit" class="button button-primary">
            {t.create}
          </button>
        </div>
      </form>
    </>
  )
}
