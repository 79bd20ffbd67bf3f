import { Keys } from '../../settings/api-keys/keys-section.tsx'
import { texts as keyTexts } from '../../settings/api-keys/texts.ts'
import { texts as webhookTexts } from '../../settings/webhooks/texts.ts'
import { texts as deliveryTexts } from '../../shared/delivery/texts.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Input } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { AddressSection } from './addresses/pages.tsx'
import { CertificateSection } from './certificate-pages.tsx'
import type { Setup } from './query.ts'
import { texts } from './texts.ts'

/** What a person may change on this page. */
export interface SetupAbilities {
  keys: boolean
  prefix: boolean
  certificates: boolean
}

export interface SetupProps {
  base: string
  setup: Setup
  supplierId: string
  now: Date
  may: SetupAbilities
  mayTest: boolean
  values: FormValues
  errors: Record<string, string>
  /** A key that was just made: shown this once. */
  madeKey?: string | undefined
}

/** Where a supplier sets itself up with one retailer. */
export function SetupPage(props: SetupProps) {
  return (
    <>
      <PageHeader title={texts.title} />
      <div class="stack">
        <ChannelSection {...props} />
        {props.may.certificates ? <CertificateSection {...props} /> : null}
        <AddressSection
          path={`${props.base}/setup/addresses`}
          places={props.setup.places}
          mayChange={props.may.prefix}
        />
        <PrefixSection {...props} />
        {props.may.keys ? <KeysSection {...props} /> : null}
        {props.may.keys ? (
          <Section title={webhookTexts.title} aside={<a href={`${props.base}/webhooks`}>{texts.webhooks}</a>}>
            <p class="soft">{webhookTexts.about}</p>
          </Section>
        ) : null}
        <Section title={texts.notifications.title}>
          <p>
            {texts.notifications.about} <a href="/account">{texts.notifications.link}</a>
          </p>
        </Section>
      </div>
    </>
  )
}

function KeysSection({ base, setup, supplierId, ...props }: SetupProps) {
  return (
    <Section title={keyTexts.title}>
      <div class="stack-tight">
        <p class="soft">{keyTexts.aboutSupplier}</p>
        <Keys {...props} path={`${base}/setup/keys`} owner={{ supplierId }} keys={setup.keys} />
      </div>
    </Section>
  )
}

function ChannelSection({ base, setup, mayTest }: SetupProps) {
  const { channel } = setup
  const t = texts.channel
  const words = channel && [channel.format.toUpperCase(), channel.version, channel.transport.toUpperCase()]
  return (
    <Section title={t.title} aside={<a href={`${base}/connection`}>{t.details}</a>}>
      {!words || channel.transport === 'portal' ? (
        <p>{t.portal}</p>
      ) : (
        <>
          <Facts rows={[[t.active, words.filter(Boolean).join(' · ')]]} />
          <p>
            <a href={`${base}/setup/delivery`}>{deliveryTexts.open}</a>
          </p>
        </>
      )}
      {mayTest ? (
        <form method="post" action={`${base}/setup/connection-test`} data-form="connection-test">
          <button type="submit" class="button">
            {t.test}
          </button>
        </form>
      ) : null}
    </Section>
  )
}

function PrefixSection({ base, setup, may, values, errors }: SetupProps) {
  const t = texts.prefix
  const { prefix } = setup
  return (
    <Section title={t.title}>
      <div class="stack-tight">
        <p class="soft">{prefix ? t.about : t.none}</p>
        {prefix ? (
          <Facts
            rows={[
              [t.prefix, <Copyable text={prefix.prefix} />],
              [t.extension, String(prefix.extension)],
              [t.last, prefix.last > 0 && String(prefix.last)],
            ]}
          />
        ) : null}
        {may.prefix ? (
          <details class="more" open={!prefix || ['prefix', 'extension', 'startAt'].some(name => errors[name])}>
            <summary>{prefix ? t.change : t.setPrefix}</summary>
            <form class="form" method="post" action={`${base}/setup/container-prefix`} data-form="prefix">
              <div class="fields">
                <Input
                  name="prefix"
                  label={t.prefix}
                  hint={t.prefixHint}
                  value={values.prefix ?? prefix?.prefix}
                  error={errors.prefix}
                  inputmode="numeric"
                  required
                />
                <Input
                  name="extension"
                  label={t.extension}
                  value={values.extension ?? String(prefix?.extension ?? 0)}
                  error={errors.extension}
                  inputmode="numeric"
                  class="short"
                  required
                />
                <Input
                  name="startAt"
                  label={t.startAt}
                  hint={t.startHint}
                  value={values.startAt}
                  error={errors.startAt}
                  inputmode="numeric"
                />
              </div>
              <div class="form-actions">
                <button type="submit" class="button button-primary">
                  {t.save}
                </button>
              </div>
            </form>
          </details>
        ) : null}
      </div>
    </Section>
  )
}
