import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { memberships, users } from '../../db/schema/index.ts'
import { assignException } from '../../engine/exceptions/assign.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { Select } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { idIn, idParam } from '../ui/request.ts'
import { texts } from './texts.ts'

const t = texts.exceptions.assignment

/** Who works at the retailer now, by name. */
export async function colleagues(orm: Orm, retailerId: string): Promise<Colleague[]> {
  return await orm
    .select({ id: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.retailerId, retailerId), isNull(memberships.disabledAt), isNull(users.disabledAt)))
    .orderBy(asc(users.name), asc(users.id))
}

/** Somebody to whom an exception can be given. */
export interface Colleague {
  id: string
  name: string
}

interface AssignmentProps {
  exceptionId: string
  assignedTo: string | null
  people: Colleague[]
}

/** Who sees to an open exception, to be given to another or to nobody. */
export function ExceptionAssignment({ exceptionId, assignedTo, people }: AssignmentProps) {
  const options = [{ value: '', word: t.nobody }, ...people.map(({ id, name }) => ({ value: id, word: name }))]
  return (
    <form class="form card" method="post" action={`/retailer/exceptions/${exceptionId}/assignment`}>
      <Select name="userId" label={t.who} value={assignedTo ?? ''} options={options} />
      <button type="submit" class="button">
        {t.assign}
      </button>
    </form>
  )
}

/** Takes the form above. */
export async function takeAssignment(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const exceptionId = idParam(c)
  const { userId: given } = await formValues(c)
  // What is no id is nobody's: the command says so.
  const userId = given ? (idIn(given) ?? '00000000-0000-0000-0000-000000000000') : null
  await hub.work(actorOf(c.var.viewer), work => assignException(work, { retailerId, exceptionId, userId }))
  leaveFlash(c, 'good', userId ? t.assigned : t.putBack)
  return c.redirect(`/retailer/exceptions/${exceptionId}`, 303)
}
