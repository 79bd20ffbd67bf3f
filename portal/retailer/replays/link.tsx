import { type ListState, stateQuery } from '../../lists/list-state.ts'
import { Icon } from '../../ui/icons.tsx'
import { texts as t } from './texts.ts'

/** Leads from the journal to sending or reading again all that it shows. */
export function ReplayLink({ state }: { state: ListState }) {
  return (
    <a class="button button-small" href={`/retailer/messages/replays/new?${stateQuery(state)}`} data-replay>
      <Icon name="retry" />
      {t.link}
    </a>
  )
}
