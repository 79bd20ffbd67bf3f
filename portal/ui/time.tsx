import { useView } from './view.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', { timeZone, ...options })
  formats.set(key, made)
  return made
}

/** A moment in the viewer's zone; the exact instant stands in the title. */
export function Time({ at }: { at: Date | null | undefined }) {
  const { timeZone, now } = useView()
  if (!at) return <span class="soft">–</span>
  const year = formatter(timeZone, { year: 'numeric' })
  const sameYear = year.format(at) === year.format(now)
  const text = formatter(timeZone, {
    month: 'short',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
  return (
    <time class="nowrap" datetime={at.toISOString()} title={at.toISOString()}>
      {text}
    </time>
  )
}

/** When figures were right that were not reckoned just now. */
export function AsOf({ at }: { at: Date }) {
  return (
    <span class="small soft">
      As of <Time at={at} />
    </span>
  )
}

/** A calendar day, `YYYY-MM-DD`: it has no zone and is the same day for everybody. */
export function Day({ date }: { date: string | null | undefined }) {
  if (!date) return <span class="soft">–</span>
  const text = formatter('UTC', { month: 'short', day: 'numeric', year: 'numeric' }).format(
    new Date(`${date}T00:00:00Z`),
  )
  return (
    <time class="nowrap" datetime={date}>
      {text}
    </time>
  )
}

/** The viewer's calendar day at a moment, `YYYY-MM-DD`. */
export function dayIn(timeZone: string, at: Date): string {
  const parts = formatter(timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at)
  const part = (type: string) => parts.find(candidate => candidate.type === type)!.value
  return `${part('year')}-${part('month')}-${part('day')}`
}
