import type { Work } from '../../db/work.ts'
import type { ChannelFacts } from '../../partners/channels/channel.ts'
import { usageFor } from '../../partners/channels/usage.ts'
import { takeControlNumbers } from '../../partners/control-numbers.ts'
import type { Issue } from '../../translators/issue.ts'
import type { WriteEnvelope } from '../../translators/x12/index.ts'
import { NotRenderable } from './format.ts'

/** The envelope of the next interchange to a partner: its names, and control numbers taken in the work's transaction. */
export async function nextEnvelope(work: Work, channel: ChannelFacts): Promise<WriteEnvelope> {
  const names = channel.settings.x12
  if (!names) throw new NotRenderable([incomplete('the X12 names of both sides (ISA05 to ISA08)')])
  const { retailerId, partnershipId } = channel
  return {
    senderQualifier: names.own.qualifier,
    sender: names.own.id,
    receiverQualifier: names.partner.qualifier,
    receiver: names.partner.id,
    version: channel.version ?? '004010',
    usage: await usageFor(work.tx, channel),
    acknowledgmentRequested: names.acknowledgmentRequested,
    interchangeControlNumber: await takeControlNumbers(work, retailerId, partnershipId, 'interchange'),
    groupControlNumber: await takeControlNumbers(work, retailerId, partnershipId, 'group'),
    firstSetControlNumber: 1,
    at: work.now.toISOString(),
  }
}

/** `850-000000017.edi`: a set, or `TA1`, and the interchange's control number. */
export function interchangeFileName(set: string, envelope: WriteEnvelope): string {
  return `${set}-${String(envelope.interchangeControlNumber).padStart(9, '0')}.edi`
}

function incomplete(what: string): Issue {
  return { severity: 'error', code: 'settings-incomplete', message: `The channel lacks ${what}.`, at: {} }
}
