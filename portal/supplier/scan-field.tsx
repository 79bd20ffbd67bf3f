import { Input, Select } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { Notice } from '../ui/parts.tsx'
import { texts } from './texts.ts'

const t = texts.ship.scan

interface ScanProps {
  values: FormValues
  /** The form's packages, by their keys. */
  packages: string[]
  said: string | undefined
  error: string | undefined
}

/**
 * Where a scanner that types like a keyboard counts pieces into a package. Its Enter presses the form's first button, which is this one; the page comes back with the
 * field ready for the next piece.
 */
export function ScanField({ values, packages, said, error }: ScanProps) {
  return (
    <div class="card stack-tight" data-scan="">
      <div class="row scan">
        <Input name="scan" label={t.label} value="" error={error} hint={t.hint} autofocus />
        {packages.length > 1 ? (
          <Select
            name="into"
            label={t.into}
            value={values.into ?? packages.at(-1)}
            options={packages.map((key, index) => ({ value: key, word: `${texts.ship.package} ${index + 1}` }))}
          />
        ) : null}
        <button type="submit" class="button" name="action" value="scan" formnovalidate>
          {t.count}
        </button>
      </div>
      {said ? <Notice tone="good" title={said} /> : null}
    </div>
  )
}
