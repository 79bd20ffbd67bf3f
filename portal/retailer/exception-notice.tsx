import type { exceptions as exceptionsTable } from '../../db/schema/index.ts'
import { Notice } from '../ui/parts.tsx'
import { exceptionWords } from './texts.ts'

type ExceptionRow = typeof exceptionsTable.$inferSelect

/** What is open about the thing that a page shows. */
export function ExceptionNotice({ exceptions }: { exceptions: ExceptionRow[] }) {
  const open = exceptions.filter(exception => !exception.resolvedAt)
  if (open.length === 0) return null
  return (
    <Notice tone="warn" title={open.length === 1 ? 'One exception is open' : `${open.length} exceptions are open`}>
      <ul>
        {open.map(exception => (
          <li>
            <a href={`/retailer/exceptions/${exception.id}`}>{exceptionWords[exception.kind]}</a>: {exception.summary}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
