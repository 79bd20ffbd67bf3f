import type { Step } from '../ui/parts.tsx'
import { Time } from '../ui/time.tsx'
import { inWords } from './texts.ts'

/** Who did it, as people say it: `user:ann@example.com` is ann@example.com, the hub itself is not named. */
function actorWords(actor: string, partners: ReadonlyMap<string, string>): string {
  const [kind, name] = [actor.slice(0, actor.indexOf(':')), actor.slice(actor.indexOf(':') + 1)]
  if (kind === 'user') return name
  if (kind === 'partner') return partners.get(name) ?? 'the partner'
  return ''
}

const badWords = /(rejected|refused|failed|held|cancelled|conflict|exception|duplicated)/
const goodWords = /(shipped|closed|approved|matched|exported)/

/** One line of a history. */
export function eventStep(
  event: { type: string; at: Date; actor: string; data: Record<string, unknown> },
  partners: ReadonlyMap<string, string>,
): Step {
  const { number, reason, cause } = event.data
  const note = [number, reason ?? cause].filter(value => typeof value === 'string').join(', ')
  const actor = actorWords(event.actor, partners)
  return {
    what: (
      <>
        {inWords(event.type)}
        {note ? <span class="soft"> {note}</span> : null}
      </>
    ),
    meta: (
      <>
        <Time at={event.at} />
        {actor ? ` by ${actor}` : ''}
      </>
    ),
    ...(badWords.test(event.type)
      ? { tone: 'bad' as const }
      : goodWords.test(event.type)
        ? { tone: 'good' as const }
        : {}),
  }
}
