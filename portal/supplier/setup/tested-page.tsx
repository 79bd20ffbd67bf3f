import type { ConnectionResult } from '../../deps.ts'
import { Badge } from '../../ui/badge.tsx'
import { Notice, PageHeader } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { texts } from './texts.ts'

const badges = {
  passed: { tone: 'good', word: 'Passed', icon: 'check' },
  failed: { tone: 'bad', word: 'Failed', icon: 'cross' },
  skipped: { tone: 'idle', word: 'Skipped', icon: 'right' },
} as const

/** How trying the connection went. What was seen at each step is the retailer's side of it, and tells no secrets. */
export function TestedPage({ base, result }: { base: string; result: ConnectionResult }) {
  const t = texts.channel
  return (
    <div data-connection-test={result.passed ? 'passed' : 'failed'}>
      <PageHeader title={t.test} back={{ href: `${base}/setup`, word: texts.title }} />
      <div class="stack">
        <Notice tone={result.passed ? 'good' : 'bad'} title={result.passed ? t.passed : t.failed} />
        <Table
          label={t.test}
          rows={result.steps}
          columns={[
            { heading: 'Step', cell: step => step.title },
            { heading: 'Outcome', cell: step => <Badge {...badges[step.outcome]} /> },
            { heading: 'Seen', cell: step => step.says },
          ]}
        />
      </div>
    </div>
  )
}
