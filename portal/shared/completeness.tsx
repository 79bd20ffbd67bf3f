import { type ChannelAsks, completeness } from '../../engine/listing/candidates.ts'

/** Of an item that is not listed yet: how complete it is for each channel, and what it lacks. */
export function Completeness({ asks }: { asks: readonly ChannelAsks[] }) {
  if (asks.length === 0) return <>–</>
  return (
    <div class="stack-tight">
      {asks.map(ask => (
        <div>
          {ask.channel}: {completeness(ask)}%{' '}
          {ask.missing.length > 0 ? <span class="small soft">lacks {ask.missing.join(', ')}</span> : null}
        </div>
      ))}
    </div>
  )
}
