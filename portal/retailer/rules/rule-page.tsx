import type { RuleVersion } from '../../../engine/rule-sets/book.ts'
import { revisionOf } from '../../../engine/rule-sets/book.ts'
import { Hidden, Input, Select } from '../../ui/fields.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import type { ContentOf } from './book-page.tsx'
import type { AnyRule, FieldProps, RuleConsole } from './console.ts'
import { texts as t } from './texts.ts'

/** The form of one rule; `ruleId` is absent for a new one. */
export function RulePage<R extends AnyRule, C extends ContentOf<R>>(
  props: FieldProps & { kind: RuleConsole<R, C>; row: RuleVersion<C>; ruleId: string | undefined },
) {
  const { kind, row, ruleId, values, errors, names } = props
  const at = `${kind.path}/${row.id}`
  const action = ruleId ? `${at}/rules/${encodeURIComponent(ruleId)}` : `${at}/rules`
  return (
    <>
      <PageHeader
        title={ruleId ? t.editTitle : t.addTitle}
        back={{ href: at, word: `Version ${row.version}` }}
        about={t.conditions}
      />
      <form class="form" method="post" action={action} data-form="rule">
        <Hidden name="seen" value={String(revisionOf(row))} />
        <div class="fields">
          <Input name="name" label="Name" value={values.name} error={errors.name ?? errors.id} />
          <Select
            name="off"
            label="State"
            value={values.off}
            options={[
              { value: '', word: 'On' },
              { value: 'yes', word: t.off },
            ]}
          />
        </div>
        {kind.Fields({ values, errors, names })}
        <Save />
      </form>
    </>
  )
}

function Save() {
  return (
    <div class="form-actions">
      <button type="submit" class="button button-primary">
        {t.save}
      </button>
    </div>
  )
}
