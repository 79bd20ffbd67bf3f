import type { PortalContext } from '../deps.ts'
import { Hidden } from '../ui/fields.tsx'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Notice } from '../ui/parts.tsx'
import { texts } from './texts.ts'

const t = texts.heldForm

/** A form of more octets carries files rather than what somebody typed. */
const largest = 1_000_000

/** What is not put into a page again, though whoever sent it typed it. */
const isSecret = (name: string) => /password|secret|token|private|key/i.test(name)

/**
 * Answers a form of whose sender nobody knows any more who they are, since the session has ended meanwhile: what they filled in is handed back, to be
 * sent once more after signing in elsewhere. Undefined where nothing was filled in, or by a script.
 */
export async function holdForm(c: PortalContext): Promise<Response | undefined> {
  if (c.req.method !== 'POST' || c.req.header('hx-request')) return undefined
  const type = c.req.header('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return undefined
  if (!(Number(c.req.header('content-length')) <= largest)) return undefined
  const values = await formValues(c)
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => !isSecret(name)))
  if (!Object.values(kept).some(value => value.trim() !== '')) return undefined
  const isLess = type.startsWith('multipart') || Object.keys(kept).length < Object.keys(values).length
  const { pathname, search } = new URL(c.req.url)
  const props = { action: pathname + search, values: kept, isLess }
  return await page(c, { title: t.title, status: 401 }, <HeldForm {...props} />)
}

function HeldForm({ action, values, isLess }: { action: string; values: FormValues; isLess: boolean }) {
  return (
    <>
      <h1>{t.title}</h1>
      <Notice tone="warn" title={t.kept}>
        <p>{t.how}</p>
        {isLess ? <p>{t.less}</p> : null}
      </Notice>
      <a class="button" href="/sign-in" target="_blank" rel="noopener">
        {t.signIn}
      </a>
      <form class="form" method="post" action={action} data-form="held">
        {Object.entries(values).map(([name, value]) => (
          <Hidden name={name} value={value} />
        ))}
        <button type="submit" class="button button-primary">
          {t.again}
        </button>
      </form>
    </>
  )
}
