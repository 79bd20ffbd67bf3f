import { and, desc, eq, like, or } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { auditLog } from '../../../db/schema/index.ts'
import { Section, Timeline } from '../../ui/parts.tsx'
import { Time } from '../../ui/time.tsx'
import { texts } from './texts.ts'

/** One change of a setting: which section, by whom, and what differs. */
export interface Change {
  at: Date
  who: string
  section: string
  differences: { name: string; before: string; after: string }[]
}

const most = 30

/** The latest changes of what was agreed with a partnership, or of a retailer's books: `subject` is the id of either. */
export async function loadChanges(orm: Orm, retailerId: string, subject: string): Promise<Change[]> {
  const rows = await orm
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.retailerId, retailerId),
        eq(auditLog.subject, subject),
        or(like(auditLog.action, 'partnership.%-changed'), like(auditLog.action, 'retailer.%-changed')),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(most)
  return rows.map(row => ({
    at: row.at,
    who: row.actor.replace(/^user:/, ''),
    section: sectionOf(row.action),
    differences: differences(row.before, row.after),
  }))
}

/** `partnership.ship-via-changed` → `Ship-via codes`; `retailer.default-terms-changed` → `Payment`. */
function sectionOf(action: string): string {
  const name = action.replace(/^[^.]+\.(default-)?/, '').replace(/-changed$/, '')
  const key = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return texts.sections[key as keyof typeof texts.sections] ?? name
}

/** Every leaf that differs, by its path. */
export function differences(before: unknown, after: unknown): Change['differences'] {
  const [was, is] = [leaves(before), leaves(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .map(name => ({ name, before: was.get(name) ?? texts.unset, after: is.get(name) ?? texts.unset }))
    .filter(one => one.before !== one.after)
}

/** `cutOff` → `cut off`. */
function inWords(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}

function leaves(value: unknown, path = ''): Map<string, string> {
  if (value === null || value === undefined) return new Map()
  if (typeof value !== 'object') return new Map([[path, String(value)]])
  if (Array.isArray(value)) return new Map([[path, value.join(', ')]])
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...leaves(inner, path ? `${path} ${inWords(name)}` : inWords(name)),
    ]),
  )
}

/** Who changed what, the latest first. */
export function ChangeHistory({ changes }: { changes: readonly Change[] }) {
  return (
    <Section title={texts.history}>
      {changes.length === 0 ? (
        <p class="soft small">{texts.noHistory}</p>
      ) : (
        <Timeline
          steps={changes.map(change => ({
            what: `${change.section}: ${change.differences.map(one => `${one.name} ${one.before} → ${one.after}`).join('; ')}`,
            meta: (
              <>
                {change.who}, <Time at={change.at} />
              </>
            ),
          }))}
        />
      )}
    </Section>
  )
}
