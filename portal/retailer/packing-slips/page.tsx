import { everywhere } from '../../../engine/packing/brand.ts'
import type { PackingSlip } from '../../../translators/labels/index.ts'
import { Hidden, Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Filters, Notice, PageHeader } from '../../ui/parts.tsx'
import { SlipPreview } from './preview.tsx'
import { texts } from './texts.ts'

const t = texts

export interface PackingSlipsProps {
  path: string
  /** The sales channel that is set up here, or `everywhere`. */
  channel: string
  channels: string[]
  values: FormValues
  errors: Record<string, string>
  hasLogo: boolean
  mayChange: boolean
  /** What would come out, saved or not. */
  slip: PackingSlip
  isSaved: boolean
}

/** How packing slips look, everywhere or for one sales channel, with a slip beside the form. */
export function PackingSlipsPage(props: PackingSlipsProps) {
  const { path, channel, channels, isSaved, slip } = props
  const query = (name: string) => (name === everywhere ? '' : `?channel=${encodeURIComponent(name)}`)
  const options = [everywhere, ...channels].map(name => ({
    href: `${path}${query(name)}`,
    word: name === everywhere ? t.everywhere : name,
    current: name === channel,
  }))
  const example = (
    <a class="button" href={`${path}/example${query(channel)}`}>
      {t.pdf}
    </a>
  )
  return (
    <>
      <PageHeader title={t.title} about={t.about} action={example} />
      <div class="stack">
        {options.length > 1 ? <Filters label={t.channels} options={options} /> : null}
        <div class="columns">
          <BrandForm {...props} />
          <aside class="stack-tight">
            {isSaved ? null : <Notice tone="info" title={t.looked} />}
            <SlipPreview slip={slip} />
          </aside>
        </div>
      </div>
    </>
  )
}

function BrandForm({ path, channel, values, errors, hasLogo, mayChange }: PackingSlipsProps) {
  const input = (name: string) => ({ name, value: values[name], error: errors[name] })
  const isOwn = channel !== everywhere
  const empty = isOwn ? t.asEverywhere : undefined
  const senders = (isOwn ? (['', 'hidden', 'shown'] as const) : (['hidden', 'shown'] as const)).map(value => ({
    value,
    word: t.senders[value],
  }))
  return (
    <form class="form" method="post" action={path} enctype="multipart/form-data" data-form="packing-slip">
      <fieldset class="plain stack" disabled={!mayChange}>
        <legend class="visually-hidden">{t.title}</legend>
        <Hidden name="channel" value={channel} />
        <Input {...input('name')} label={t.name} hint={empty ?? t.nameHint} />
        <div class="stack-tight">
          <Input
            name="logo"
            type="file"
            accept="image/png,image/jpeg"
            label={t.logo}
            hint={t.logoHint}
            error={errors.logo}
          />
          {hasLogo ? (
            <label class="row">
              <input type="checkbox" name="removeLogo" />
              {t.removeLogo}
            </label>
          ) : null}
        </div>
        <div class="fields">
          <Input {...input('ink')} label={t.ink} hint={empty ?? t.colourHint} />
          <Input {...input('accent')} label={t.accent} hint={empty ?? t.colourHint} />
        </div>
        <TextArea {...input('about')} label={t.lines} hint={empty ?? t.linesHint} />
        <TextArea {...input('thanks')} label={t.thanks} hint={empty} />
        <TextArea {...input('returns')} label={t.returns} rows={4} hint={empty} />
        <Select {...input('sender')} label={t.sender} options={senders} />
        {mayChange ? (
          <div class="row form-actions">
            <button type="submit" class="button" name="action" value="look">
              {t.look}
            </button>
            <button type="submit" class="button button-primary" name="action" value="save">
              {t.save}
            </button>
          </div>
        ) : null}
      </fieldset>
    </form>
  )
}
