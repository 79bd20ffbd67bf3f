import type { DeadlineKind } from '../../../db/schema/index.ts'
import type { DueState } from './query.ts'

/** What is said of what is due. */
export const texts = {
  title: 'Due',
  none: 'Nothing is due here',
  noneHint: 'Choose another time above.',
  what: 'To do',
  order: 'Purchase order',
  at: 'Due',
  endOf: 'end of',
  all: 'Everything',
  kind: 'What',
  states: { late: 'Late', today: 'Today', soon: 'In three days' } satisfies Record<DueState, string>,
  kinds: {
    'functional-acknowledgment': 'Confirm receipt (997)',
    acknowledgment: 'Answer',
    shipment: 'Ship',
    invoice: 'Invoice',
  } satisfies Record<DeadlineKind, string>,
} as const
