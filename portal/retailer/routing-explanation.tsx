import type { CandidateExplanation, LineExplanation } from '../../engine/routing/decision.ts'
import { Badge } from '../ui/badge.tsx'
import { Money, Quantity } from '../ui/money.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { LoadedDecision } from './orders-query.ts'
import { exclusionWords, inWords, texts, unplacedWords } from './texts.ts'

/** Each decision with every candidate of every line: who got it, by what, and why the others did not. */
export function RoutingExplanation({ decisions, currency }: { decisions: LoadedDecision[]; currency: string }) {
  if (decisions.length === 0) return <p class="soft">{texts.order.notRouted}</p>
  return (
    <div class="stack">
      {decisions.map(decision => (
        <div class="stack-tight" data-decision={decision.sequence}>
          <div class="row">
            <h3>Decision {decision.sequence}</h3>
            <span class="soft small">
              {inWords(decision.cause)}, <Time at={decision.decidedAt} />, rules version {decision.ruleVersion}
            </span>
          </div>
          {decision.lines.map(line => (
            <LineDecision line={line} currency={currency} />
          ))}
        </div>
      ))}
    </div>
  )
}

function LineDecision({ line, currency }: { line: LineExplanation; currency: string }) {
  return (
    <>
      <p>
        {line.sku}, <Quantity value={line.quantity} />
        {line.unplaced ? (
          <span class="bad">
            {' '}
            not placed: <Quantity value={line.unplaced.quantity} />. {unplacedWords[line.unplaced.reason]}
            {line.unplaced.note ? `: ${line.unplaced.note}` : ''}
          </span>
        ) : null}
      </p>
      <Table
        label={`Candidates for ${line.sku}`}
        rows={line.candidates.toSorted(byRank)}
        columns={[
          { heading: 'Source', cell: candidate => candidate.sourceName },
          { heading: 'Result', cell: candidate => <Result candidate={candidate} /> },
          { heading: 'Got', number: true, cell: candidate => <Quantity value={candidate.placed ?? '0'} /> },
          { heading: 'Available', number: true, cell: candidate => <Quantity value={candidate.available} /> },
          {
            heading: 'Landed cost',
            number: true,
            cell: candidate => <Money amount={candidate.score?.landedCost} currency={currency} />,
          },
          { heading: 'Priority', number: true, cell: candidate => String(candidate.score?.priority ?? '–') },
          { heading: 'Days', number: true, cell: candidate => String(candidate.score?.leadDays ?? '–') },
        ]}
      />
    </>
  )
}

const byRank = (one: CandidateExplanation, other: CandidateExplanation) =>
  (one.rank ?? Number.MAX_SAFE_INTEGER) - (other.rank ?? Number.MAX_SAFE_INTEGER)

function Result({ candidate }: { candidate: CandidateExplanation }) {
  const { excluded, rank, placed } = candidate
  if (excluded) {
    const rule = excluded.rule ? ` (${excluded.rule})` : ''
    return <Badge word={`${exclusionWords[excluded.reason]}${rule}`} tone="idle" icon="cross" />
  }
  if (placed && placed !== '0') return <Badge word="Chosen" tone="good" icon="check" />
  return <Badge word={rank === undefined ? 'Not needed' : `Rank ${rank}`} tone="idle" icon="dot" />
}
