import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { type partnershipStatuses, partnerships } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { lockPartnership } from '../../partners/onboarding/lock-partnership.ts'
import { keepProgress } from '../../partners/onboarding/progress.ts'
import { type ChannelProblems, loadOnboarding } from './load.ts'
import { certificationLacks } from './steps.ts'
import type { Whose } from './test-order.ts'

type Status = (typeof partnershipStatuses)[number]

/** What a person may do with a partnership: from which states, and to which. */
export const partnershipMoves = {
  certify: { from: ['invited', 'testing'], to: 'certified', event: 'partnership.certified' },
  'go-live': { from: ['certified'], to: 'live', event: 'partnership.went-live' },
  pause: { from: ['live'], to: 'paused', event: 'partnership.paused' },
  resume: { from: ['paused'], to: 'live', event: 'partnership.resumed' },
  'test-again': { from: ['certified', 'paused'], to: 'testing', event: 'partnership.tested-again' },
  end: { from: ['invited', 'testing', 'certified', 'live', 'paused'], to: 'ended', event: 'partnership.ended' },
} as const satisfies Record<string, { from: readonly Status[]; to: Status; event: string }>
export type PartnershipMove = keyof typeof partnershipMoves

/** Moves that say why. */
export const movesWithReason: ReadonlySet<PartnershipMove> = new Set(['pause', 'end', 'test-again'])

export interface MoveCommand extends Whose {
  move: PartnershipMove
  /** Why: for moves that need one, and to certify before everything is done. */
  reason?: string
  /** Whether whoever does it may certify, for a reason, a partner that lacks something. */
  mayOverride: boolean
}

/**
 * Moves a partnership from one state to the next. Throws `wrong-state` where that does not follow from its state, or where something is lacking and no reason was
 * given by somebody who may; `invalid-input` for a missing reason.
 */
export async function movePartnership(work: Work, command: MoveCommand, problemsOf: ChannelProblems): Promise<void> {
  const { retailerId, partnershipId, move } = command
  const reason = command.reason?.trim() ?? ''
  const { from, to, event } = partnershipMoves[move]
  const partnership = await lockPartnership(work, command)
  if (!(from as readonly Status[]).includes(partnership.status))
    throw new ApplicationError('wrong-state', `A partner that is ${partnership.status} cannot do this.`)
  if (movesWithReason.has(move) && reason === '') {
    const says = 'Say why.'
    throw new ApplicationError('invalid-input', says, { reason: says })
  }
  if (move === 'certify') await refuseUnlessDone(work, command, reason, problemsOf)
  await work.tx
    .update(partnerships)
    .set({ status: to })
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  if (move === 'certify') {
    const certified = { at: work.now.toISOString(), by: work.actor, ...(reason && { reason }) }
    await keepProgress(work, partnership, { certified })
  }
  if (move === 'test-again') await keepProgress(work, partnership, { certified: undefined })
  await recordEvent(work, retailerId, event, { partnershipId }, reason ? { reason } : {})
  const change = { before: { status: partnership.status }, after: { status: to, ...(reason && { reason }) } }
  await recordChange(work, { retailerId, action: `partner.${move}`, subject: partnershipId, ...change })
}

async function refuseUnlessDone(work: Work, command: MoveCommand, reason: string, problemsOf: ChannelProblems) {
  const { steps } = await loadOnboarding(work.tx, command, work.now, problemsOf)
  const lacks = certificationLacks(steps)
  if (lacks.length === 0) return
  if (!command.mayOverride)
    throw new ApplicationError('wrong-state', 'Something is still missing. An administrator may certify all the same.')
  if (reason === '') {
    const says = 'Something is still missing. Say why the partner may go on all the same.'
    throw new ApplicationError('invalid-input', says, { reason: says })
  }
}
