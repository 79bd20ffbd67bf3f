import type { apiKeysOf } from '../../../partners/api-keys/find.ts'
import { type KeyOwner, scopesFor } from '../../../partners/api-keys/scopes.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Input, Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Notice } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { lifetimes, scopeWords, texts as t } from './texts.ts'

type Key = Awaited<ReturnType<typeof apiKeysOf>>[number]

export interface KeysProps {
  /** Where keys are made: `/retailer/api-keys`. */
  path: string
  owner: KeyOwner
  keys: Key[]
  now: Date
  values: FormValues
  errors: Record<string, string>
  /** A key that was just made: shown this once. */
  madeKey?: string | undefined
}

/** An owner's API keys: made with scopes and an end, shown once, revoked. */
export function Keys(props: KeysProps) {
  const { path, keys, madeKey, now } = props
  return (
    <div class="stack-tight">
      {madeKey ? (
        <Notice tone="good" title={t.made}>
          <p data-key="">
            <Copyable text={madeKey} />
          </p>
        </Notice>
      ) : null}
      {keys.length === 0 ? (
        <p class="soft">{t.none}</p>
      ) : (
        <Table
          label={t.title}
          rows={keys}
          attributes={key => ({ 'data-api-key': key.name })}
          columns={[
            { heading: t.name, cell: key => key.name },
            { heading: t.begins, cell: key => <code>{key.prefix}</code> },
            { heading: t.scopes, cell: key => <Scopes scopes={key.scopes} /> },
            { heading: t.createdAt, cell: key => <Time at={key.createdAt} /> },
            { heading: t.lastUsed, cell: key => (key.lastUsedAt ? <Time at={key.lastUsedAt} /> : t.never) },
            { heading: t.ends, cell: key => (key.expiresAt ? <Time at={key.expiresAt} /> : t.never) },
            { heading: t.state, cell: key => <Ending path={path} apiKey={key} now={now} /> },
          ]}
        />
      )}
      <NewKey {...props} />
    </div>
  )
}

/** So many scopes are read at a glance; more are opened. */
const atAGlance = 4

function Scopes({ scopes }: { scopes: string[] }) {
  const words = scopes.map(scope => (scope in scopeWords ? scopeWords[scope as keyof typeof scopeWords] : scope))
  if (words.length <= atAGlance) return <>{words.join(', ')}</>
  return (
    <details>
      <summary>{words.length} rights</summary>
      {words.join(', ')}
    </details>
  )
}

function Ending({ path, apiKey, now }: { path: string; apiKey: Key; now: Date }) {
  const { id, name, revokedAt, expiresAt } = apiKey
  if (revokedAt) {
    return (
      <span class="soft">
        {t.ended} <Time at={revokedAt} />
      </span>
    )
  }
  if (expiresAt && expiresAt <= now) return <span class="soft">{t.over}</span>
  return (
    <form method="post" action={`${path}/${id}/revocation`}>
      <button type="submit" class="button button-small" data-confirm={t.revokeSure} aria-label={`${t.revoke} ${name}`}>
        {t.revoke}
      </button>
    </form>
  )
}

function NewKey({ path, owner, values, errors }: KeysProps) {
  const open = ['name', 'scopes', 'lasts'].some(name => errors[name] !== undefined)
  return (
    <details class="more" open={open}>
      <summary>{t.make}</summary>
      <form class="form" method="post" action={path} data-form="key">
        <Input name="name" label={t.name} hint={t.nameHint} value={values.name} error={errors.name} required />
        <Select
          name="lasts"
          label={t.lasts}
          hint={t.lastsHint}
          value={values.lasts ?? ''}
          error={errors.lasts}
          options={[...lifetimes]}
        />
        <fieldset class="stack-tight">
          <legend>{t.scopes}</legend>
          {scopesFor(owner).map(scope => (
            <label class="row nowrap">
              <input type="checkbox" name={`scopes[${scope}]`} checked={values[`scopes[${scope}]`] !== undefined} />
              {scopeWords[scope]}
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
