import Big from 'big.js'
import type { CandidateExplanation, LineExplanation } from '../../engine/routing/decision.ts'
import type { AppliedVersion, RuleNames } from '../../engine/rule-sets/names.ts'
import { Badge } from '../ui/badge.tsx'
import { Amount, Money, Quantity } from '../ui/money.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { LoadedDecision } from './orders-query.ts'
import { exclusionWords, inWords, texts, unplacedWords } from './texts.ts'

interface ExplanationProps {
  decisions: LoadedDecision[]
  /** The versions of the routing rules that made them. */
  rulesBy: ReadonlyMap<number, AppliedVersion>
  currency: string
}

/** Each decision with every candidate of every line: who got it, by what, and why the others did not. */
export function RoutingExplanation({ decisions, rulesBy, currency }: ExplanationProps) {
  if (decisions.length === 0) return <p class="soft">{texts.order.notRouted}</p>
  return (
    <div class="stack">
      {decisions.map(decision => (
        <Decision decision={decision} rules={rulesBy.get(decision.ruleVersion)} currency={currency} />
      ))}
    </div>
  )
}

interface DecisionProps {
  decision: LoadedDecision
  rules: AppliedVersion | undefined
  currency: string
}

function Decision({ decision, rules, currency }: DecisionProps) {
  const version = `rules version ${decision.ruleVersion}`
  const names: RuleNames = rules?.names ?? new Map()
  return (
    <div class="stack-tight" data-decision={decision.sequence}>
      <div class="row">
        <h3>Decision {decision.sequence}</h3>
        <span class="soft small">
          {inWords(decision.cause)}, <Time at={decision.decidedAt} />,{' '}
          {rules ? <a href={`/retailer/rules/${rules.id}`}>{version}</a> : texts.order.rulesOfHub}
        </span>
      </div>
      <Unplaced lines={decision.lines} names={names} />
      <Candidates decision={decision} names={names} currency={currency} />
    </div>
  )
}

const nameIn = (names: RuleNames, rule: string) => names.get(rule) ?? rule

/** What could not go anywhere, and why. */
function Unplaced({ lines, names }: { lines: LineExplanation[]; names: RuleNames }) {
  return lines.map(({ sku, unplaced }) =>
    unplaced ? (
      <p class="bad">
        <Quantity value={unplaced.quantity} /> of {sku} not placed: {unplacedWords[unplaced.reason].toLowerCase()}
        {unplaced.rule ? ` (${nameIn(names, unplaced.rule)})` : ''}
        {unplaced.note ? `, ${unplaced.note}` : ''}.
      </p>
    ) : null,
  )
}

interface Considered {
  line: LineExplanation
  candidate: CandidateExplanation
}

function Candidates({ decision, names, currency }: Omit<DecisionProps, 'rules'> & { names: RuleNames }) {
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
        { heading: 'Result', cell: row => <Result candidate={row.candidate} names={names} /> },
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
          cell: row => noteOf(row, names),
          optional: true,
          quiet: row => noteOf(row, names) === '',
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
function noteOf({ candidate: { score, rules, belowMinimum }, line }: Considered, names: RuleNames): string {
  const priorities = new Set(line.candidates.flatMap(one => one.score?.priority ?? []))
  const notes = [
    score?.ownWarehouse && 'Own warehouse.',
    score && score.preference !== 0 && `Preference ${score.preference}.`,
    score && priorities.size > 1 && `Priority ${score.priority}.`,
    score?.scorecard !== undefined && `Scorecard ${new Big(score.scorecard).times(100).round(1).toFixed()}%.`,
    score?.shipsOn !== undefined && `Ships ${score.shipsOn}.`,
    rules && `By rule ${rules.map(rule => nameIn(names, rule)).join(', ')}.`,
    belowMinimum && `Its order of ${belowMinimum.value} is below its minimum of ${belowMinimum.minimum}.`,
  ]
  return notes.filter(Boolean).join(' ')
}

const byRank = (one: CandidateExplanation, other: CandidateExplanation) =>
  (one.rank ?? Number.MAX_SAFE_INTEGER) - (other.rank ?? Number.MAX_SAFE_INTEGER)

/** Why a candidate was left out, and by which rule: `Excluded by a rule (No mugs by mail)`. */
export function exclusionIn(names: RuleNames, { reason, rule }: NonNullable<CandidateExplanation['excluded']>): string {
  return `${exclusionWords[reason]}${rule ? ` (${nameIn(names, rule)})` : ''}`
}

function Result({ candidate, names }: { candidate: CandidateExplanation; names: RuleNames }) {
  const { excluded, rank, placed } = candidate
  if (excluded) {
    return <Badge word={exclusionIn(names, excluded)} tone="idle" icon="cross" />
  }
  if (placed && placed !== '0') return <Badge word="Chosen" tone="good" icon="check" />
  return <Badge word={rank === undefined ? 'Not needed' : `Rank ${rank}`} tone="idle" icon="dot" />
}
