import { and, desc, eq, gte, inArray, like } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { type DocumentStatus, documents, messages, type OutboundStatus } from '../../db/schema/index.ts'
import { type TestedKind, testedKinds } from '../../partners/onboarding/progress.ts'
import { type BusinessDocument, orderNumberIn, type PurchaseOrder } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import { checkAnswer } from './check-answers.ts'
import type { AnswerState, OnboardingFacts } from './steps.ts'
import { testOrderKeys, type Whose } from './test-order.ts'

/** A document that came in answer to a test order, and what is wrong with it. */
export interface TestAnswer {
  id: string
  messageId: string | null
  kind: string
  at: Date
  status: DocumentStatus
  /** In words; empty where it is as it should be. */
  findings: string[]
}

/** The last test order of a partner, how it went, and what came back. */
export interface PartnerTest {
  number: string
  at: Date
  messageId: string | null
  order: NonNullable<OnboardingFacts['test']>['order']
  /** Why it could not be written or was refused. */
  issues: string[]
  answers: TestAnswer[]
}

/** A test is looked at by a person: more than so many answers are not read. */
const mostAnswers = 100

/** How the last test of a partner went; undefined where there was none. Nothing of it is kept: it is read from the journal, so it cannot be out of date. */
export async function loadTest(orm: Orm, { retailerId, partnershipId }: Whose): Promise<PartnerTest | undefined> {
  const mine = and(eq(documents.retailerId, retailerId), eq(documents.partnershipId, partnershipId))
  const [sent] = await orm
    .select({ document: documents, delivery: messages.status })
    .from(documents)
    .leftJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .where(and(mine, like(documents.key, `${testOrderKeys(partnershipId)}%`)))
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(1)
  if (!sent) return undefined
  const { document } = sent
  const order = document.content as PurchaseOrder
  const came = await orm
    .select()
    .from(documents)
    .where(
      and(
        mine,
        eq(documents.direction, 'in'),
        inArray(documents.kind, [...testedKinds]),
        gte(documents.createdAt, document.createdAt),
      ),
    )
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(mostAnswers)
  return {
    number: order.number,
    at: document.createdAt,
    messageId: document.messageId,
    order: orderState(document, sent.delivery as OutboundStatus | null),
    issues: errorsOf(document.issues),
    answers: came.flatMap(row => answerOf(order, row) ?? []),
  }
}

type Row = typeof documents.$inferSelect

function orderState({ status, issues }: Row, delivery: OutboundStatus | null): PartnerTest['order'] {
  if (status === 'refused') return 'refused'
  if (status === 'acknowledged') return 'confirmed'
  if (status === 'queued') return hasErrors(issues as Issue[]) ? 'not-written' : 'waiting'
  if (delivery === 'failed' || delivery === 'retrying') return 'not-delivered'
  return delivery === 'queued' ? 'waiting' : 'delivered'
}

/** What could not be read may have been an answer; what speaks of another order is none. */
function answerOf(order: PurchaseOrder, row: Row): TestAnswer | undefined {
  const content = row.content as BusinessDocument | null
  if (content && orderNumberIn(content) !== order.number) return undefined
  const { id, messageId, kind, createdAt: at, status } = row
  const findings = [...errorsOf(row.issues), ...(content ? checkAnswer(order, content) : [])]
  if (!content && findings.length === 0) findings.push('It could not be read.')
  return { id, messageId, kind, at, status, findings }
}

const errorsOf = (issues: unknown[]) =>
  (issues as Issue[]).filter(issue => issue.severity === 'error').map(issue => issue.message)

/** How each answer that is expected stands: the last of its kind decides, so that a partner can mend what was wrong. */
export function answerStates(test: PartnerTest, expected: readonly TestedKind[]): AnswerState[] {
  return expected.map(kind => {
    const last = test.answers.find(answer => answer.kind === kind)
    return { kind, state: !last ? 'missing' : last.findings.length > 0 ? 'wrong' : 'good' }
  })
}
