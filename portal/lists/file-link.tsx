import { Icon } from '../ui/icons.tsx'
import { texts as t } from './texts.ts'

/** Leads to all rows of a list as a file, narrowed as it is shown. */
export function FileLink({ href }: { href: string }) {
  return (
    <a class="button" href={href} data-file>
      <Icon name="export" />
      {t.file}
    </a>
  )
}
