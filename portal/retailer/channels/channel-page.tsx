import type { ChannelForms } from '../../deps.ts'
import { Hidden, Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Filters, Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { FieldGroups } from './fields-part.tsx'
import { type ChannelKindName, channelKinds, kindOf } from './forms/kinds.ts'
import { batchFields, incomingMailFields, x12Fields } from './forms/shared.ts'
import { HostKeys, type ToldKey } from './host-keys.tsx'
import { texts } from './texts.ts'

const t = texts.form

export interface ChannelPageProps {
  partner: { id: string; name: string }
  kindName: ChannelKindName
  /** The kind that is set up now. */
  present: ChannelKindName | undefined
  values: FormValues
  errors: Record<string, string>
  /** Names of secrets that are stored for this kind. */
  stored: readonly string[]
  preset: string | undefined
  presets: ChannelForms['as2Presets']
  /** Of our SFTP server, where the partner comes to it. */
  hostKeys?: { keys: ToldKey[]; now: Date }
}

const formatWords: Record<string, string> = {
  x12: 'X12',
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  json: 'JSON',
  form: 'Portal',
}
const versions = ['004010', '004010VICS', '004030', '004030VICS', '005010', '005010VICS']

/** How messages travel between us and a partner: first the way, then its settings. */
export function ChannelPage(props: ChannelPageProps) {
  const { partner, kindName, present, errors } = props
  const at = `/retailer/partners/${partner.id}`
  const kinds = Object.entries(channelKinds) as [ChannelKindName, { word: string }][]
  const wrong = Object.keys(errors).length
  return (
    <>
      <PageHeader back={{ href: at, word: partner.name }} title={t.title} about={t.about} />
      <div class="stack">
        <Filters
          label={t.kinds}
          options={kinds.map(([name, { word }]) => ({
            href: `${at}/channel?kind=${name}`,
            word,
            current: name === kindName,
          }))}
        />
        {present && present !== kindName ? <Notice tone="warn" title={t.other(kindOf(present).word)} /> : null}
        {wrong > 0 ? <Notice tone="bad" title={errors.form ?? t.wrong(wrong)} /> : null}
        {kindName === 'as2' ? <Presets {...props} at={at} /> : null}
        <ChannelForm {...props} at={at} />
        {props.hostKeys ? <HostKeys {...props.hostKeys} /> : null}
      </div>
    </>
  )
}

function Presets({ presets, preset, at }: ChannelPageProps & { at: string }) {
  const entries = Object.entries(presets)
  if (entries.length === 0) return null
  const chosen = preset ? presets[preset] : undefined
  return (
    <form class="form" method="get" action={`${at}/channel`} data-form="preset">
      <Hidden name="kind" value="as2" />
      <div class="row">
        <Select
          name="preset"
          label={t.preset}
          value={preset}
          hint={chosen?.says ?? t.presetHint}
          options={[{ value: '', word: t.noPreset }, ...entries.map(([value, { name }]) => ({ value, word: name }))]}
        />
        <button type="submit" class="button">
          {t.usePreset}
        </button>
      </div>
    </form>
  )
}

function ChannelForm(props: ChannelPageProps & { at: string }) {
  const { kindName, values, errors, at } = props
  const kind = kindOf(kindName)
  const x12 = kind.formats.includes('x12')
  return (
    <form class="form" method="post" action={`${at}/channel`} data-form="channel">
      <Hidden name="kind" value={kindName} />
      <p class="soft">{kind.says}</p>
      <FieldGroups {...props} groups={kind.nameGroups} prefix="n." />
      <FieldGroups {...props} groups={kind.groups} prefix="t." />
      {kind.transport === 'email' ? <FieldGroups {...props} groups={incomingMailFields} prefix="m." /> : null}
      {kind.formats.length > 1 ? (
        <Section title={t.documents}>
          <div class="fields">
            <Select
              name="format"
              label={t.format}
              value={values.format}
              error={errors.format}
              options={kind.formats.map(value => ({ value, word: formatWords[value]! }))}
            />
            <Select
              name="version"
              label={t.version}
              value={values.version}
              hint={t.versionHint}
              options={versions.map(value => ({ value, word: value }))}
            />
          </div>
        </Section>
      ) : null}
      {x12 ? <X12 {...props} /> : null}
      {kind.formats.length > 1 ? <FieldGroups {...props} groups={batchFields} prefix="b." /> : null}
      <div class="row form-actions">
        <button type="submit" class="button button-primary">
          {t.save}
        </button>
        <a class="button" href={at}>
          {t.cancel}
        </a>
      </div>
    </form>
  )
}

/** Needed for X12 only; for other formats what stands here is left alone. */
function X12(props: ChannelPageProps) {
  return <FieldGroups {...props} groups={x12Fields} prefix="x." />
}
