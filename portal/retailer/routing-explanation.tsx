import Big from 'big.js'
import type { CandidateExplanation, LineExplanation } from '../../engine/routing/decision.ts'
import { Badge } from '../ui/badge.tsx'
import { Amount, Money, Quantity } from '../ui/money.tsx'
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
          <Unplaced lines={decision.lines} />
          <Candidates decision={decision} currency={currency} />
        </div>
      ))}
    </div>
  )
}

/** What could not go anywhere, and why. */
function Unplaced({ lines }: { lines: LineExplanation[] }) {
  return lines.map(({ sku, unplaced }) =>
    unplaced ? (
      <p class="bad">
        <Quantity value={unplaced.quantity} /> of {sku} not placed: {unplacedWords[unplaced.reason].toLowerCase()}
        {unplaced.note ? `, ${unplaced.note}` : ''}.
      </p>
    ) : null,
  )
}

interface Considered {
  line: LineExplanation
  candidate: CandidateExplanation
}

function Candidates({ decision, currency }: { decision: LoadedDecision; currency: string }) {
  const rows: Considered[] = decision.lines.flatMap(line =>
    line.candidates.toSorted(byRank).map(candidate => ({ line, candidate })),
  )
  return (
    <Table
      label={`Candidates of decision ${decision.sequence}`}
      rows={rows}
      columns={[
        { heading: 'Source', cell: row => row.candidate.sourceName },
        { heading: 'Item', cell: row => row.line.sku },
        { heading: 'Result', cell: row => <Result candidate={row.candidate} /> },
        { heading: 'Got', number: true, cell: row => <Quantity value={row.candidate.placed ?? '0'} /> },
        { heading: 'Available', number: true, cell: row => <Quantity value={row.candidate.available} /> },
        {
          heading: 'Landed cost',
          number: true,
          cell: row => <Money amount={row.candidate.score?.landedCost} currency={currency} />,
        },
        {
          heading: 'Made of',
          cell: row => <Costs {...row.candidate} />,
          optional: true,
          quiet: row => costsOf(row.candidate).length === 0,
        },
        { heading: 'Days', number: true, cell: row => String(row.candidate.score?.leadDays ?? '–') },
        {
          heading: 'Miles',
          number: true,
          cell: row => String(row.candidate.score?.miles ?? '–'),
          optional: true,
          quiet: row => row.candidate.score?.miles === undefined,
        },
        {
          heading: 'Note',
          cell: noteOf,
          optional: true,
          quiet: row => noteOf(row) === '',
        },
      ]}
    />
  )
}

const costNames = ['items', 'fee', 'shipping', 'surcharge', 'rules'] as const

/** What a landed cost is made of, the items first. */
function costsOf({ score }: CandidateExplanation) {
  return costNames.flatMap(name => {
    const amount = score?.costs?.[name]
    return amount === undefined ? [] : [{ name, amount }]
  })
}

function Costs(candidate: CandidateExplanation) {
  return costsOf(candidate).map(({ name, amount }, at) => (
    <>
      {at > 0 ? ', ' : ''}
      {name} <Amount amount={amount} />
    </>
  ))
}

/** What else is to be known: by what it was ranked beside its cost, the rules that moved it, and an order below the source's minimum. */
function noteOf({ candidate: { score, rules, belowMinimum }, line }: Considered): string {
  const priorities = new Set(line.candidates.flatMap(one => one.score?.priority ?? []))
  const notes = [
    score?.ownWarehouse && 'Own warehouse.',
    score && score.preference !== 0 && `Preference ${score.preference}.`,
    score && priorities.size > 1 && `Priority ${score.priority}.`,
    score?.scorecard !== undefined && `Scorecard ${new Big(score.scorecard).times(100).round(1).toFixed()}%.`,
    score?.shipsOn !== undefined && `Ships ${score.shipsOn}.`,
    rules && `By rule ${rules.join(', ')}.`,
    belowMinimum && `Its order of ${belowMinimum.value} is below its minimum of ${belowMinimum.minimum}.`,
  ]
  return notes.filter(Boolean).join(' ')
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
