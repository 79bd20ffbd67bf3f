import { and, eq } from 'drizzle-orm'
import { readBlob } from '../../db/blobs.ts'
import { storableText } from '../../db/schema/columns.ts'
import { documents, type InboundStatus, messages } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { openArchive } from '../../engine/archives/open-archive.ts'
import { queueDocument } from '../../engine/documents/queue.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { askForReview } from '../../engine/invoices/review/ask.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import { isTest } from '../../engine/onboarding/test-order.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import type { FoundDocument, FoundPart } from '../formats/format.ts'
import { recogniseFormat } from '../formats/registry.ts'
import { applyInterchangeAcknowledgment } from '../journal/apply-interchange-acknowledgment.ts'
import { storeOutbound } from '../journal/outbound.ts'
import { withinScopes } from './beyond-scopes.ts'
import type { JobContext } from './context.ts'
import { feedFileIn, queueFeedFile } from './feed-file.ts'
import { settleKeptMail, wholeMail } from './kept-mail.ts'
import { reportProblems } from './report-problems.ts'
import { partnerOfMail, unknownSender } from './sender-of-mail.ts'
import { asChanges } from './several-feeds.ts'
import { tooLargeToRead } from './too-large-to-read.ts'
import { encrypted, unknownFormat } from './unreadable.ts'

type Message = typeof messages.$inferSelect

/** Reads a received message, stores its documents, answers it, and has each good document applied by a job of its own. */
export async function processMessage(
  { hub, largestDocument }: JobContext,
  job: { retailerId: string; messageId: string },
): Promise<void> {
  const { retailerId, messageId } = job
  await hub.work('system', async work => {
    const [stored] = await work.tx
      .select()
      .from(messages)
      .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId)))
      .for('update')
    if (stored?.status !== 'received') return
    const message = { ...stored, partnershipId: (await partnerOfMail(work, stored)) ?? null }
    if (message.contentType === wholeMail) return await settleKeptMail(work, message)
    const feed = await feedFileIn(work, message)
    if (feed) return await settle(work, message, feed)
    const tooLarge = tooLargeToRead(message.size, largestDocument)
    if (tooLarge) return await settle(work, message, { parts: [], issues: [tooLarge] })
    const bytes = await readBlob(work.tx, retailerId, message.blobId)
    await settle(work, message, await read(work, message, bytes))
  })
}

type Found = { parts: FoundPart[]; issues: Issue[] }

/** Reads a message; of an archive that no door has opened, since its bytes are proof of what was sent, each file in it. */
async function read(work: Work, message: Message, bytes: Uint8Array): Promise<Found> {
  const fileName = message.fileName ?? undefined
  const archive = openArchive({ bytes, fileName })
  if (typeof archive === 'string') return { parts: [], issues: [notUnpacked(archive)] }
  if (archive === undefined) return await readFile(work, message, { path: fileName, bytes })
  const found: Found[] = []
  for (const file of archive) found.push(await readFile(work, message, file))
  return {
    parts: asChanges(found.map(({ parts }) => parts)),
    issues: archive.length === 0 ? [notUnpacked('It holds no files.')] : found.flatMap(({ issues }) => issues),
  }
}

async function readFile(
  work: Work,
  message: Message,
  { path: fileName, bytes }: { path: string | undefined; bytes: Uint8Array },
): Promise<Found> {
  const sealed = encrypted(bytes)
  if (sealed) return { parts: [], issues: [sealed] }
  const format = recogniseFormat(bytes, fileName)
  if (!format) return { parts: [], issues: [unknownFormat(bytes)] }
  return await format.read(bytes, {
    work,
    retailerId: message.retailerId,
    messageId: message.id,
    partnershipId: message.partnershipId ?? undefined,
    fileName,
  })
}

/** Stores what was found and what follows from it, all in the message's own transaction. */
async function settle(work: Work, message: Message, { parts, issues: unread }: Found): Promise<void> {
  const found = { parts: await withinScopes(work, message, parts), issues: unread }
  let position = 0
  let good = 0
  for (const part of found.parts) {
    for (const document of part.documents) {
      position += 1
      if (await storeDocument(work, message, part, document, position)) good += 1
    }
    if (part.partnershipId) await answerPart(work, message, part, part.partnershipId)
  }
  const status = statusOf(found.parts, position, good)
  const partnershipId = message.partnershipId ?? found.parts.find(part => part.partnershipId)?.partnershipId ?? null
  await work.tx
    .update(messages)
    .set({ status, processedAt: work.now, partnershipId })
    .where(and(eq(messages.retailerId, message.retailerId), eq(messages.id, message.id)))
  const issues = [...found.issues, ...found.parts.flatMap(part => part.issues)]
  const all = [...issues, ...found.parts.flatMap(part => part.documents.flatMap(document => document.issues))]
  if (position > 0 && !partnershipId && !hasErrors(all)) issues.push(await unknownSender(work, message))
  await addMessageEvent(work, message.retailerId, message.id, status === 'rejected' ? 'refused' : 'read', {
    documents: position,
    good,
    status,
    issues,
  })
  if (status === 'rejected') {
    const data = { messageId: message.id, fileName: message.fileName, issues: issues.length }
    await recordEvent(work, message.retailerId, 'message.rejected', { partnershipId }, data)
  }
  if (hasErrors(issues) || good < position) await tellOfProblems(work, { ...message, partnershipId }, found, issues)
}

/** What goes back at once, and what the part itself says of messages that we sent. */
async function answerPart(work: Work, message: Message, part: FoundPart, partnershipId: string): Promise<void> {
  const { retailerId } = message
  for (const answer of part.answers) {
    await queueDocument(work, {
      retailerId,
      partnershipId,
      key: `functional-acknowledgment:${message.id}:${answer.functionalId}:${answer.groupControlNumber}`,
      content: answer,
    })
  }
  // Read again, it was answered the first time.
  if (message.processedAt) return
  for (const reply of part.replies ?? []) {
    await storeOutbound(work, { ...reply, retailerId, id: work.newId(), partnershipId, transport: part.transport! })
  }
  if (part.duplicate) return
  for (const answer of part.interchangeAnswers ?? []) {
    await applyInterchangeAcknowledgment(work, { retailerId, partnershipId, messageId: message.id, answer })
  }
}

function statusOf(parts: FoundPart[], documents: number, good: number): InboundStatus {
  if (parts.length > 0 && parts.every(part => part.duplicate)) return 'duplicate'
  const answers = parts.some(part => part.partnershipId && part.interchangeAnswers?.length && !hasErrors(part.issues))
  if (good === documents && (documents > 0 || answers)) return 'processed'
  return good > 0 ? 'partly-processed' : 'rejected'
}

/** Stores one document. Returns whether it goes on to be applied, at once or after a person has looked at it. */
async function storeDocument(
  work: Work,
  message: Message,
  part: FoundPart,
  document: FoundDocument,
  position: number,
): Promise<boolean> {
  const issues = [...part.issues, ...document.issues]
  const { review } = document
  const readable = (document.content ?? review ?? document.isFile) !== undefined && part.partnershipId !== undefined
  const applies = readable && !hasErrors(issues)
  const test =
    applies &&
    (await isTest(
      work.tx,
      { retailerId: message.retailerId, partnershipId: part.partnershipId! },
      document.content,
      part.test === true,
    ))
  const status = part.duplicate ? 'duplicate' : !applies ? 'rejected' : test ? 'test' : 'received'
  const id = work.newId()
  const { kind, number, content, interchangeNumber, groupNumber, setNumber, functionalId } = document
  const row = {
    retailerId: message.retailerId,
    id,
    direction: 'in',
    kind,
    number: storableText(number),
    partnershipId: part.partnershipId,
    messageId: message.id,
    interchangeNumber,
    groupNumber,
    setNumber,
    functionalId,
    position,
    status,
    content,
    issues,
    createdAt: work.now,
    settledAt: status === 'received' ? null : work.now,
  } as const
  const stored = await work.tx.insert(documents).values(row).onConflictDoNothing().returning({ id: documents.id })
  // Read again, a message has documents that stand already: what became of them stays.
  if (stored.length === 0) return true
  const { retailerId } = message
  if (status === 'received' && review)
    await askForReview(work, { retailerId, partnershipId: part.partnershipId!, documentId: id, reading: review })
  else if (status === 'received' && document.isFile) await queueFeedFile(work, message, id, document.isFile)
  else if (status === 'received') await work.enqueue('apply-document', { retailerId, documentId: id })
  return status !== 'rejected'
}

/** Puts an unreadable message before our people, and tells the partner on the way it came. */
async function tellOfProblems(
  work: Work,
  message: Message,
  found: { parts: FoundPart[] },
  issues: Issue[],
): Promise<void> {
  const all = [...issues, ...found.parts.flatMap(part => part.documents.flatMap(document => document.issues))]
  const errors = all.filter(issue => issue.severity === 'error')
  const first = errors[0]
  await raiseException(work, {
    retailerId: message.retailerId,
    kind: 'not-readable',
    key: `not-readable:${message.id}`,
    partnershipId: message.partnershipId,
    messageId: message.id,
    expected: first?.expected ?? null,
    actual: first?.value ? storableText(first.value) : null,
    summary: `${message.fileName ?? 'A message'}: ${first?.message ?? 'not everything in it could be read.'}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''}`,
  })
  const answeredBySyntax = found.parts.some(part => part.answers.length > 0)
  if (answeredBySyntax || !message.partnershipId) return
  const told = errors.some(issue => issue.code === 'no-rows') ? all : errors
  await reportProblems(work, message, message.partnershipId, told)
}

const notUnpacked = (why: string): Issue => ({
  severity: 'error',
  code: 'not-unpacked',
  message: `The archive cannot be opened. ${why}`,
  at: {},
})
