import { toSVG } from 'bwip-js/node'
import { Input } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Notice, PageHeader, Section } from '../ui/parts.tsx'
import { texts } from './texts.ts'

const t = texts.factor
const path = '/account/second-factor'
const back = { href: '/account/security', word: texts.security.title }

/** A QR code as an image that the page carries itself; black on white in dark mode too, as readers expect. */
function qrCode(text: string): string {
  const svg = toSVG({ bcid: 'qrcode', text, padding: 4, backgroundcolor: 'FFFFFF', barcolor: '000000' })
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

/** Setting the app up: scan, then prove that it works. */
export function EnrolPage({ secret, address, error }: { secret: string; address: string; error?: string | undefined }) {
  return (
    <>
      <PageHeader title={t.title} back={back} about={texts.security.factorAbout} />
      <form class="form narrow-form" method="post" action={path} data-form="enrol">
        <p>{t.about}</p>
        <img src={qrCode(address)} alt={t.qr} width="220" height="220" />
        <p class="soft small">
          {t.byHand} <code data-secret>{secret.replace(/.{4}(?=.)/g, '$& ')}</code>
        </p>
        <Input
          name="code"
          label={t.code}
          error={error}
          inputmode="numeric"
          autocomplete="one-time-code"
          required
          autofocus
        />
        <button type="submit" class="button button-primary">
          {t.turnOn}
        </button>
      </form>
    </>
  )
}

/** The codes, this once. */
export function CodesPage({ codes }: { codes: string[] }) {
  return (
    <>
      <PageHeader title={t.codesTitle} />
      <Notice tone="good" title={t.on}>
        <p>{t.codesAbout}</p>
      </Notice>
      <ol class="codes" data-codes>
        {codes.map(code => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="no-print">
        <a class="button button-primary" href="/">
          <Icon name="check" />
          {t.codesKept}
        </a>
      </p>
    </>
  )
}

interface ManageProps {
  left: number
  /** A role of the person's asks for it. */
  needed: boolean
  offError: string | undefined
  renewError: string | undefined
}

export function ManagePage({ left, needed, offError, renewError }: ManageProps) {
  return (
    <>
      <PageHeader title={t.title} back={back} about={t.on} />
      <div class="columns">
        <Section title={t.codes}>
          <form class="form" method="post" action={`${path}/recovery-codes`} data-form="renew">
            <p>{t.codesLeft(left)}</p>
            <Input
              name="code"
              label={t.anyCode}
              hint={t.renewHint}
              error={renewError}
              autocomplete="one-time-code"
              required
            />
            <button type="submit" class="button">
              {t.renew}
            </button>
          </form>
        </Section>
        <Section title={t.turnOff}>{needed ? <p class="soft">{t.needed}</p> : <TurnOff error={offError} />}</Section>
      </div>
    </>
  )
}

function TurnOff({ error }: { error: string | undefined }) {
  return (
    <form class="form" method="post" action={`${path}/off`} data-form="off">
      <Input name="code" label={t.anyCode} hint={t.turnOffHint} error={error} autocomplete="one-time-code" required />
      <button type="submit" class="button button-bad">
        {t.turnOff}
      </button>
    </form>
  )
}
