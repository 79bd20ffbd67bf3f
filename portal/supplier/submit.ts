import { and, eq } from 'drizzle-orm'
import { documents } from '../../db/schema/index.ts'
import type { Actor, Work } from '../../db/work.ts'
import { applyInventory } from '../../engine/inventory/apply-advice.ts'
import { receiveInvoice } from '../../engine/invoices/receive.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { acknowledge } from '../../engine/purchase-orders/acknowledge.ts'
import { receiveChangeAcknowledgment } from '../../engine/purchase-orders/receive-change-acknowledgment.ts'
import { ship } from '../../engine/shipments/ship.ts'
import {
  type DocumentKind,
  type DocumentOf,
  documentNumberOf,
  documentSchemas,
} from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'

/** The documents that a supplier can send from the portal. */
export type Submittable = DocumentOf<
  Extract<
    DocumentKind,
    | 'purchase-order-acknowledgment'
    | 'purchase-order-change-acknowledgment'
    | 'ship-notice'
    | 'invoice'
    | 'inventory-advice'
  >
>

/** Undoes the unit of work in which a document turned out to be refused. */
class Refused extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super('The document was refused.')
    this.outcome = outcome
  }
}

interface Sending {
  purchaseOrderId?: string | undefined
  /** How many answers to the order there were when the form was shown. */
  after?: number | undefined
  /** What is added to the document in the same transaction, such as numbers that must have no gaps. */
  complete?: (work: Work) => Promise<Submittable>
}

/**
 * Gives a form's document to the very command that the same document by EDI would reach, and keeps it among the documents. A refused
 * one leaves nothing behind: its issues go back to the form.
 */
export async function submit(
  c: PortalContext,
  { hub }: PortalDeps,
  document: Submittable,
  { purchaseOrderId, after, complete = async () => document }: Sending = {},
): Promise<Outcome> {
  const wrong = malformedIn(document)
  if (wrong) return wrong
  const scope = c.var.supplier
  return await undoneIfRefused(hub, actorOf(c.var.viewer), async work => {
    const whole = await complete(work)
    const documentId = await keep(work, scope, whole, purchaseOrderId)
    const outcome = await apply(work, scope, whole, { documentId, ...(after === undefined ? {} : { after }) })
    if (outcome.result !== 'rejected') await settle(work, scope, documentId, outcome)
    return outcome
  })
}

/** Does one unit of work with a document; a refusal leaves nothing of it behind. */
export async function undoneIfRefused(
  hub: PortalDeps['hub'],
  actor: Actor,
  run: (work: Work) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await hub.work(actor, async work => {
      const outcome = await run(work)
      if (outcome.result === 'rejected') throw new Refused(outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof Refused) return error.outcome
    throw error
  }
}

/** The refusal of a document that a form made and that is none by its schema. */
export function malformedIn(document: Submittable): Outcome | undefined {
  const valid = documentSchemas[document.kind].safeParse(document)
  return valid.success ? undefined : { result: 'rejected', issues: valid.error.issues.map(issueOfSchema) }
}

function issueOfSchema(issue: { path: PropertyKey[]; message: string }): Issue {
  const path = issue.path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text && '.'}${String(step)}`),
    '',
  )
  return { severity: 'error', code: 'invalid-field', message: issue.message, at: { path } }
}

async function keep(
  work: Work,
  scope: SupplierScope,
  document: Submittable,
  purchaseOrderId?: string,
): Promise<string> {
  const id = work.newId()
  await work.tx.insert(documents).values({
    retailerId: scope.retailerId,
    id,
    direction: 'in',
    kind: document.kind,
    number: documentNumberOf(document),
    partnershipId: scope.partnershipId,
    purchaseOrderId,
    status: 'received',
    content: document,
    createdAt: work.now,
  })
  return id
}

function apply(
  work: Work,
  scope: SupplierScope,
  document: Submittable,
  { documentId, ...told }: { documentId: string; after?: number },
): Promise<Outcome> {
  const context = { retailerId: scope.retailerId, partnershipId: scope.partnershipId, documentId }
  switch (document.kind) {
    case 'purchase-order-acknowledgment':
      return acknowledge(work, { ...context, ...told, acknowledgment: document })
    case 'purchase-order-change-acknowledgment':
      return receiveChangeAcknowledgment(work, { ...context, acknowledgment: document })
    case 'ship-notice':
      return ship(work, { ...context, notice: document })
    case 'invoice':
      return receiveInvoice(work, { ...context, invoice: document })
    case 'inventory-advice':
      return applyInventory(work, { ...context, advice: document })
  }
}

async function settle(work: Work, scope: SupplierScope, documentId: string, outcome: Outcome): Promise<void> {
  await work.tx
    .update(documents)
    .set({ status: outcome.result, issues: outcome.issues, settledAt: work.now })
    .where(and(eq(documents.retailerId, scope.retailerId), eq(documents.id, documentId)))
}

/** Splits issues into those of a field of the form and those of the whole, by a function from document path to field name. */
export function sortIssues(
  issues: readonly Issue[],
  fieldOf: (path: string) => string | undefined,
): { errors: Record<string, string>; general: string[] } {
  const errors: Record<string, string> = {}
  const general: string[] = []
  for (const issue of issues.filter(candidate => candidate.severity === 'error')) {
    const field = issue.at.path === undefined ? undefined : fieldOf(issue.at.path)
    if (field === undefined) general.push(issue.message)
    else errors[field] ??= issue.message
  }
  return { errors, general }
}
