import Big from 'big.js'
import type { LineExplanation } from '../../../engine/routing/decision.ts'
import type { SimulatedOrder, Simulation } from '../../../engine/routing/simulation/simulate.ts'
import type { Outcome } from '../../../engine/routing/simulation/totals.ts'
import type { RuleNames } from '../../../engine/rule-sets/names.ts'
import { Bars } from '../../ui/charts/bars.tsx'
import { Input } from '../../ui/fields.tsx'
import { Money, Quantity } from '../../ui/money.tsx'
import { Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { exclusionIn } from '../routing-explanation.tsx'
import { unplacedWords } from '../texts.ts'
import { path, texts as t } from './texts.ts'

export interface SimulationProps {
  id: string
  back: { href: string; word: string }
  query: { days: string; order: string }
  errors: Record<string, string>
  simulation: Simulation | undefined
  /** What the rules are called that hold now, and those that are tried. */
  names: { before: RuleNames; after: RuleNames }
}

/** Tries a version on past orders. What is asked stands in the address, so that what was found can be shared. */
export function SimulationPage({ id, back, query, errors, simulation, names }: SimulationProps) {
  return (
    <>
      <PageHeader title={t.simulateTitle} back={back} about={t.simulateAbout} />
      <div class="stack">
        <form class="form" method="get" action={`${path}/${id}/simulation`} data-form="simulation">
          <div class="fields">
            <Input name="days" label={t.days} inputmode="numeric" value={query.days} error={errors.days} />
            <Input name="order" label={t.orderNumber} value={query.order} error={errors.order} />
          </div>
          <div class="form-actions">
            <button type="submit" class="button button-primary">
              {t.simulate}
            </button>
          </div>
        </form>
        {simulation ? <Result id={id} simulation={simulation} names={names} isSingle={query.order !== ''} /> : null}
      </div>
    </>
  )
}

interface ResultProps extends Pick<SimulationProps, 'id' | 'names'> {
  simulation: Simulation
  isSingle: boolean
}

function Result({ id, simulation, names, isSingle }: ResultProps) {
  const { orders, changed, totals, differences, comparedWith, isPartial } = simulation
  if (orders === 0) return <Empty title={t.noOrders} />
  const against = comparedWith === 0 ? 'what the hub begins with' : `version ${comparedWith}`
  return (
    <>
      <Notice
        tone={changed === 0 ? 'good' : 'info'}
        title={changed === 0 ? t.noChange : `${changed} of ${orders} orders would go elsewhere.`}
      >
        Compared with {against}.{isPartial ? ` Only the newest ${orders} orders were tried.` : ''}
      </Notice>
      {totals.map(({ currency, before, after }) => (
        <Section title={totals.length > 1 ? `Altogether, ${currency}` : 'Altogether'}>
          <Compared before={before} after={after} currency={currency} />
        </Section>
      ))}
      <Sources simulation={simulation} />
      {isSingle ? (
        differences.map(order => <WhyNot order={order} names={names} />)
      ) : (
        <Differences id={id} rows={differences} />
      )}
    </>
  )
}

const figures: { name: keyof Outcome; word: string; money: boolean }[] = [
  { name: 'cost', word: 'Cost', money: true },
  { name: 'items', word: 'Items', money: true },
  { name: 'fees', word: 'Fees', money: true },
  { name: 'shipping', word: 'Shipping', money: true },
  { name: 'surcharges', word: 'Surcharges', money: true },
  { name: 'margin', word: 'Margin', money: true },
  { name: 'shipments', word: 'Shipments', money: false },
  { name: 'miles', word: 'Miles, on average', money: false },
  { name: 'unplacedUnits', word: 'Units not placed', money: false },
]

function Compared({ before, after, currency }: { before: Outcome; after: Outcome; currency: string }) {
  const shown = (outcome: Outcome, { name, money }: (typeof figures)[number]) => {
    const value = outcome[name]
    if (value === undefined) return '–'
    return money ? <Money amount={String(value)} currency={currency} /> : <Quantity value={String(value)} />
  }
  const difference = ({ name, money }: (typeof figures)[number]) => {
    const [was, is] = [before[name], after[name]]
    if (was === undefined || is === undefined) return '–'
    const value = new Big(is).minus(was)
    if (value.eq(0)) return <span class="soft">none</span>
    const size = value.abs().toFixed()
    return (
      <>
        {value.gt(0) ? '+' : '−'}
        {money ? <Money amount={size} currency={currency} /> : <Quantity value={size} />}
      </>
    )
  }
  return (
    <Table
      label="Now and then"
      rows={figures}
      columns={[
        { heading: 'Figure', cell: figure => figure.word },
        { heading: 'Now', number: true, cell: figure => shown(before, figure) },
        { heading: 'With these rules', number: true, cell: figure => shown(after, figure) },
        { heading: 'Difference', number: true, cell: figure => difference(figure) },
      ]}
    />
  )
}

function Sources({ simulation: { sources } }: { simulation: Simulation }) {
  return (
    <Section title="By source">
      <Bars
        label="Units by source with these rules"
        againstWord="Units now"
        bars={sources.slice(0, 20).map(one => ({
          label: one.sourceName,
          value: one.after.units,
          shown: one.after.units,
          against: one.before.units,
        }))}
      />
      <Table
        label="By source"
        rows={sources}
        columns={[
          { heading: 'Source', cell: one => one.sourceName },
          { heading: 'Orders now', number: true, cell: one => String(one.before.shipments) },
          { heading: 'Orders then', number: true, cell: one => String(one.after.shipments) },
          { heading: 'Units now', number: true, cell: one => <Quantity value={one.before.units} /> },
          { heading: 'Units then', number: true, cell: one => <Quantity value={one.after.units} /> },
          {
            heading: 'Cost now',
            number: true,
            cell: one => <Money amount={one.before.cost} currency={one.currency} />,
          },
          {
            heading: 'Cost then',
            number: true,
            cell: one => <Money amount={one.after.cost} currency={one.currency} />,
          },
        ]}
      />
    </Section>
  )
}

function Differences({ id, rows }: { id: string; rows: SimulatedOrder[] }) {
  if (rows.length === 0) return null
  const names = (sources: string[]) => sources.join(', ') || 'Held'
  return (
    <Section title="Orders that would go elsewhere">
      <Table
        label="Orders that would go elsewhere"
        rows={rows}
        columns={[
          {
            heading: 'Order',
            cell: row => <a href={`${path}/${id}/simulation?order=${encodeURIComponent(row.number)}`}>{row.number}</a>,
          },
          { heading: 'Now', cell: row => names(row.before.sources) },
          { heading: 'Then', cell: row => names(row.after.sources) },
          {
            heading: 'Cost now',
            number: true,
            cell: row => <Money amount={row.before.cost} currency={row.currency} />,
          },
          {
            heading: 'Cost then',
            number: true,
            cell: row => <Money amount={row.after.cost} currency={row.currency} />,
          },
          {
            heading: 'Shipments',
            number: true,
            cell: row => change(row.before.shipments, row.after.shipments),
          },
          { heading: 'Miles', number: true, cell: row => change(row.before.miles, row.after.miles) },
          {
            heading: 'Margin now',
            number: true,
            cell: row => <Money amount={row.before.margin} currency={row.currency} />,
          },
          {
            heading: 'Margin then',
            number: true,
            cell: row => <Money amount={row.after.margin} currency={row.currency} />,
          },
        ]}
      />
    </Section>
  )
}

/** `1 → 2`, or one figure where it stays. */
function change(before: number | undefined, after: number | undefined) {
  const shown = (value: number | undefined) => (value === undefined ? '–' : String(value))
  return before === after ? shown(before) : `${shown(before)} → ${shown(after)}`
}

/** Every candidate of every line, now and then: what each was ranked by, or what left it out. */
function WhyNot({ order, names }: { order: SimulatedOrder } & Pick<SimulationProps, 'names'>) {
  return (
    <Section title={`Order ${order.number}`}>
      {order.lines.map(({ before, after }) => (
        <div class="stack-tight">
          <h3>{after.sku}</h3>
          <Table
            label={`Candidates for ${after.sku}`}
            rows={after.candidates}
            columns={[
              { heading: 'Source', cell: one => one.sourceName },
              { heading: 'Now', cell: one => standing(before, one.offerId, names.before) },
              { heading: 'Then', cell: one => standing(after, one.offerId, names.after) },
              { heading: 'Available', number: true, cell: one => <Quantity value={one.available} /> },
              {
                heading: 'Landed cost then',
                number: true,
                cell: one => <Money amount={one.score?.landedCost} currency={order.currency} />,
              },
            ]}
          />
          {after.unplaced ? (
            <p class="bad">
              Then {after.unplaced.quantity} not placed: {unplacedWords[after.unplaced.reason].toLowerCase()}
            </p>
          ) : null}
        </div>
      ))}
    </Section>
  )
}

function standing(line: LineExplanation, offerId: string, names: RuleNames): string {
  const one = line.candidates.find(candidate => candidate.offerId === offerId)
  if (!one) return '–'
  if (one.excluded) return exclusionIn(names, one.excluded)
  return one.placed ? `Gets ${one.placed}` : `Rank ${one.rank}`
}
