import { movesWithReason, type PartnershipMove, partnershipMoves } from '../../../engine/onboarding/move.ts'
import { certificationLacks, type OnboardingStep, type StepName } from '../../../engine/onboarding/steps.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden, Input } from '../../ui/fields.tsx'
import { Section } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { missingWords, moveWords, stepLooks, stepWords, texts as t } from './texts.ts'

interface StepsProps {
  partnershipId: string
  status: string
  steps: readonly OnboardingStep[]
  mayOperate: boolean
  /** Whether whoever looks may certify a partner that lacks something. */
  mayOverride: boolean
  errors: Record<string, string>
}

/** Where each step is worked on. */
const places: Partial<Record<StepName, (at: string, id: string) => string>> = {
  identity: at => `${at}/identity`,
  channel: at => `${at}/channel`,
  certificates: (_at, id) => `/retailer/certificates/hand-over/${id}`,
  map: at => `${at}/maps`,
  tests: at => `${at}/tests`,
}

/** The steps of a partner that is not live yet: what is done, what is next, what is missing and why. */
export function StepsPart(props: StepsProps) {
  const { partnershipId, steps, mayOperate } = props
  const at = `/retailer/partners/${partnershipId}`
  return (
    <Section title={t.steps}>
      <Table
        label={t.steps}
        rows={[...steps]}
        attributes={step => ({ 'data-step': step.name, 'data-state': step.state })}
        columns={[
          {
            heading: 'Step',
            cell: step => <StepLink step={step} href={mayOperate ? hrefOf(step, at, partnershipId) : undefined} />,
          },
          { heading: t.state, cell: step => <Badge {...stepLooks[step.state]} /> },
          {
            heading: t.missing,
            cell: ({ missing }) =>
              missing.length > 0 ? (
                <ul class="quiet-list">
                  {missing.map(one => (
                    <li>{missingWords(one)}</li>
                  ))}
                </ul>
              ) : null,
          },
        ]}
      />
      {mayOperate ? <Moves {...props} /> : null}
    </Section>
  )
}

const hrefOf = ({ name }: OnboardingStep, at: string, id: string) => places[name]?.(at, id)

function StepLink({ step, href }: { step: OnboardingStep; href: string | undefined }) {
  const word = stepWords[step.name]
  return href ? <a href={href}>{word}</a> : word
}

/** What may be done with the partnership as it stands; the way forward first. */
export function Moves({ partnershipId, status, steps, mayOverride, errors }: Omit<StepsProps, 'mayOperate'>) {
  const lacks = certificationLacks(steps).length > 0
  const moves = (Object.keys(partnershipMoves) as PartnershipMove[]).filter(move =>
    (partnershipMoves[move].from as readonly string[]).includes(status),
  )
  const shown = moves.filter(move => move !== 'certify' || !lacks || mayOverride)
  return (
    <div class="stack-tight after-form">
      {shown.map(move => (
        <MoveForm partnershipId={partnershipId} move={move} lacks={lacks} error={errors[move]} />
      ))}
    </div>
  )
}

function MoveForm(props: { partnershipId: string; move: PartnershipMove; lacks: boolean; error: string | undefined }) {
  const { partnershipId, move, lacks, error } = props
  const { button, bad } = moveWords[move]
  const override = move === 'certify' && lacks
  const form = (
    <form class="form" method="post" action={`/retailer/partners/${partnershipId}/status`} data-form={move}>
      <Hidden name="move" value={move} />
      {movesWithReason.has(move) || override ? (
        <Input name={`reason-${move}`} label={override ? t.overrideReason : t.reason} error={error} required />
      ) : null}
      <div class="row">
        <button type="submit" class={bad ? 'button button-bad' : override ? 'button' : 'button button-primary'}>
          {button}
        </button>
      </div>
    </form>
  )
  if (!movesWithReason.has(move) && !override) return form
  return (
    <details class="more" open={error !== undefined}>
      <summary>{button}</summary>
      {form}
    </details>
  )
}
