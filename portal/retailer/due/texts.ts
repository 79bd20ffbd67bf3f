import type { DeadlineKind } from '../../../db/schema/index.ts'
import type { DueState } from '../../supplier/due/query.ts'

/** What the pages of what suppliers have to do say. */
export const texts = {
  title: 'Due from suppliers',
  home: 'Now',
  about: 'What suppliers have to do and by when, as their deadlines are set.',
  none: 'Nothing is due here',
  noneHint: 'Choose another time or another supplier above.',
  what: 'What',
  who: 'Supplier',
  order: 'Purchase order',
  at: 'Due',
  state: 'State',
  all: 'Everything',
  find: 'Show',
  first: 'First',
  later: 'Later',
  states: { late: 'Late', today: 'Today', soon: 'In three days' } satisfies Record<DueState, string>,
  kinds: {
    'functional-acknowledgment': 'Confirm receipt (997)',
    acknowledgment: 'Answer',
    shipment: 'Ship',
    invoice: 'Invoice',
  } satisfies Record<DeadlineKind, string>,
} as const
