import { scopesFor } from '../../../partners/api-keys/scopes.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Input } from '../../ui/fields.tsx'
import { Notice, Section } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { SetupProps } from './page.tsx'
import { scopeWords, texts } from './texts.ts'

const t = texts.keys

/** A supplier's API keys: made with scopes, shown once, revoked. */
export function KeysSection(props: SetupProps) {
  const { base, setup, madeKey } = props
  return (
    <Section title={t.title}>
      <p class="soft">{t.about}</p>
      {madeKey ? (
        <Notice tone="good" title={t.made}>
          <p data-key="">
            <Copyable text={madeKey} />
          </p>
        </Notice>
      ) : null}
      {setup.keys.length === 0 ? (
        <p class="soft">{t.none}</p>
      ) : (
        <Table
          label={t.title}
          rows={setup.keys}
          attributes={key => ({ 'data-api-key': key.name })}
          columns={[
            { heading: t.name, cell: key => key.name },
            { heading: 'Begins with', cell: key => <code>{key.prefix}</code> },
            { heading: t.scopes, cell: key => key.scopes.map(scope => scopeWords[scope] ?? scope).join(', ') },
            { heading: 'Made', cell: key => <Time at={key.createdAt} /> },
            { heading: t.lastUsed, cell: key => (key.lastUsedAt ? <Time at={key.lastUsedAt} /> : t.never) },
            {
              heading: t.state,
              cell: key => <Ending base={base} id={key.id} name={key.name} revokedAt={key.revokedAt} />,
            },
          ]}
        />
      )}
      <NewKey {...props} />
    </Section>
  )
}

function Ending({ base, id, name, revokedAt }: { base: string; id: string; name: string; revokedAt: Date | null }) {
  if (revokedAt) {
    return (
      <span class="soft">
        {t.ended} <Time at={revokedAt} />
      </span>
    )
  }
  return (
    <form method="post" action={`${base}/setup/keys/${id}/revocation`}>
      <button type="submit" class="button button-small" data-confirm={t.revokeSure} aria-label={`${t.revoke} ${name}`}>
        {t.revoke}
      </button>
    </form>
  )
}

function NewKey({ base, values, errors }: SetupProps) {
  return (
    <details class="more" open={errors.name !== undefined || errors.scopes !== undefined}>
      <summary>{t.make}</summary>
      <form class="form" method="post" action={`${base}/setup/keys`} data-form="key">
        <Input name="name" label={t.name} hint={t.nameHint} value={values.name} error={errors.name} required />
        <fieldset class="stack-tight">
          <legend>{t.scopes}</legend>
          {scopesFor({ supplierId: '' }).map(scope => (
            <label class="row nowrap">
              <input type="checkbox" name={`scopes[${scope}]`} checked={values[`scopes[${scope}]`] !== undefined} />
              {scopeWords[scope] ?? scope}
            </label>
          ))}
          {errors.scopes ? <span class="field-error">{errors.scopes}</span> : null}
        </fieldset>
        <div class="form-actions">
          <button type="submit" class="button button-primary">
            {t.make}
          </button>
        </div>
      </form>
    </details>
  )
}
