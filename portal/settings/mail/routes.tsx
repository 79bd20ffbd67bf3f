import { Hono } from 'hono'
import { loadMail, setMail } from '../../../partners/mail/set-mail.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { FieldGroups } from '../../retailer/channels/fields-part.tsx'
import { readFields, valuesOf } from '../../retailer/channels/forms/field.ts'
import { mailExtraFields, mailServerFields } from '../../retailer/channels/forms/mail.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { Notice, PageHeader, Section } from '../../ui/parts.tsx'

const path = '/retailer/mail'
const groups = [...mailServerFields, ...mailExtraFields]

const t = {
  title: 'Outgoing mail',
  about: 'The mail server by which the hub tells your people and your suppliers what they need to know.',
  save: 'Save',
  saved: 'The mail server is saved. Send yourself a test.',
  wrong: 'Some fields need another look.',
  test: 'Try it',
  testAbout: (email: string) => `Sends a mail to ${email}.`,
  send: 'Send me a test mail',
  cannot: 'No mail can be sent from here.',
} as const

/** `/retailer/mail`: how the retailer's own mail leaves, for its administrators. */
export function mailRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const manage = needs('manage-people')
  app.get('/', manage, c => showMail(c, deps))
  app.post('/', manage, c => takeMail(c, deps))
  app.post('/test', manage, c => takeTest(c, deps))
  return app
}

async function showMail(
  c: PortalContext,
  { hub, box }: PortalDeps,
  given?: { values: FormValues; errors: Record<string, string> },
) {
  const { settings, secrets } = await loadMail(hub.orm, box, c.var.retailer.retailerId)
  const { values, errors } = given ?? { values: valuesOf(groups, settings, 't.'), errors: {} }
  return await page(
    c,
    { title: t.title, current: 'mail', status: given ? 422 : 200 },
    <>
      <PageHeader title={t.title} about={t.about} />
      <div class="columns">
        <form class="form" method="post" action={path} data-form="mail">
          {given ? <Notice tone="bad" title={errors.form ?? t.wrong} /> : null}
          <FieldGroups groups={groups} prefix="t." values={values} errors={errors} stored={Object.keys(secrets)} />
          <div class="row form-actions">
            <button type="submit" class="button button-primary">
              {t.save}
            </button>
          </div>
        </form>
        <Section title={t.test}>
          <form class="form" method="post" action={`${path}/test`} data-form="test-mail">
            <p class="soft small">{t.testAbout(c.var.viewer.email)}</p>
            <button type="submit" class="button">
              {t.send}
            </button>
          </form>
        </Section>
      </div>
    </>,
  )
}

async function takeMail(c: PortalContext, deps: PortalDeps) {
  const { hub, box, channelForms } = deps
  const { retailerId } = c.var.retailer
  const values = await formValues(c)
  const before = await loadMail(hub.orm, box, retailerId)
  const { settings, secrets, errors } = readFields(groups, values, before.settings, 't.')
  const found = Object.fromEntries(Object.entries(errors).map(([name, says]) => [`t.${name}`, says]))
  const kept = Object.entries({ ...before.secrets, ...secrets }).filter(([, value]) => value !== null)
  // Whom a mail goes to is known only once there is one.
  const whole = { ...settings, ...Object.fromEntries(kept), to: [c.var.viewer.email] }
  const names = new Set(groups.flatMap(({ fields }) => fields.map(({ name }) => name)))
  for (const problem of channelForms?.check('email', whole) ?? []) {
    found[names.has(problem.path) ? `t.${problem.path}` : 'form'] ??= problem.message
  }
  if (Object.keys(found).length > 0) return await showMail(c, deps, { values, errors: found })
  await hub.work(actorOf(c.var.viewer), work => setMail(work, box, { retailerId, settings, secrets }))
  leaveFlash(c, 'good', t.saved)
  return c.redirect(path, 303)
}

async function takeTest(c: PortalContext, { sendTestMail }: PortalDeps) {
  const result = await sendTestMail?.(c.var.retailer.retailerId, c.var.viewer.email)
  const says = result?.steps.map(step => step.says).join(' ') ?? t.cannot
  leaveFlash(c, result?.passed ? 'good' : 'bad', says)
  return c.redirect(path, 303)
}
