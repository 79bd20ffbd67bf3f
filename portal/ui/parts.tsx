import type { Child } from 'hono/jsx'
import type { Tone } from './badge.tsx'
import { Icon, type IconName } from './icons.tsx'

/** The head of a page: its name, its state, and the one next action. */
export function PageHeader(props: {
  title: Child
  state?: Child
  back?: { href: string; word: string }
  about?: Child
  action?: Child
}) {
  return (
    <header class="page-header">
      <div class="titles">
        {props.back ? (
          <a class="back" href={props.back.href}>
            <Icon name="left" />
            {props.back.word}
          </a>
        ) : null}
        <div class="title">
          <h1>{props.title}</h1>
          {props.state}
        </div>
        {props.about ? <div class="soft">{props.about}</div> : null}
      </div>
      {props.action ? <div class="row no-print">{props.action}</div> : null}
    </header>
  )
}

/** A part of a page under its own heading. */
export function Section({ title, aside, children }: { title: string; aside?: Child; children?: Child }) {
  return (
    <section>
      <div class="section-head">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

const noticeIcons: Record<Tone, IconName> = { good: 'check', warn: 'alert', bad: 'alert', info: 'info', idle: 'info' }

/** Something to be read before going on. Errors are told to screen readers at once. */
export function Notice({ tone, title, children }: { tone: Tone; title: string; children?: Child }) {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={noticeIcons[tone]} />
      <div>
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  )
}

/** Names and values side by side. Rows without a value are left out. */
export function Facts({ rows }: { rows: [name: string, value: Child][] }) {
  const given = rows.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
  return (
    <dl class="facts">
      {given.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}

/** One step of a history. */
export interface Step {
  what: Child
  meta?: Child
  tone?: Tone
}

/** What happened, oldest first. */
export function Timeline({ steps }: { steps: Step[] }) {
  return (
    <ol class="timeline">
      {steps.map(step => (
        <li class={step.tone ? `timeline-${step.tone}` : ''}>
          {step.what}
          {step.meta ? <div class="timeline-meta">{step.meta}</div> : null}
        </li>
      ))}
    </ol>
  )
}

/** A list's quick filters, each a link that can be kept and shared. */
export function Filters(props: {
  label: string
  options: { href: string; word: string; current: boolean; count?: number | string | undefined }[]
}) {
  return (
    <nav class="filters" aria-label={props.label}>
      {props.options.map(option => (
        <a href={option.href} aria-current={option.current ? 'true' : undefined}>
          {option.word}
          {option.count ? <span class="count">{option.count}</span> : null}
        </a>
      ))}
    </nav>
  )
}

/** A number to act on, linked to what it counts. */
export function Task(props: { href: string; icon: IconName; word: string; count: number | string; hint?: string }) {
  return (
    <a class={String(props.count) === '0' ? 'task task-zero' : 'task'} href={props.href}>
      <span class="task-head">
        <Icon name={props.icon} />
        {props.word}
      </span>
      <span class="task-number">{props.count}</span>
      {props.hint ? <span class="small soft">{props.hint}</span> : null}
    </a>
  )
}

/** Searches a list; `keep` are the filters that stay. */
export function SearchForm(props: { action: string; value: string; label: string; keep?: Record<string, string> }) {
  return (
    <search>
      <form class="search" method="get" action={props.action}>
        {Object.entries(props.keep ?? {}).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="search" name="q" value={props.value} aria-label={props.label} placeholder={props.label} />
        <button type="submit" class="button">
          Find
        </button>
      </form>
    </search>
  )
}

/** Where in a long list the reader is. Lists go from newest to oldest, so paging never skips or repeats a row. */
export function Pages({
  first,
  older,
  shown,
  words = { first: 'Newest', next: 'Older' },
}: {
  first: string | undefined
  older: string | undefined
  shown: number
  /** What the two links say. */
  words?: { first: string; next: string }
}) {
  if (!first && !older) return null
  return (
    <nav class="pages" aria-label="Pages">
      <span>{shown} shown</span>
      <span class="row">
        {first ? (
          <a class="button button-small" href={first}>
            {words.first}
          </a>
        ) : null}
        {older ? (
          <a class="button button-small" href={older} rel="next">
            {words.next}
            <Icon name="right" />
          </a>
        ) : null}
      </span>
    </nav>
  )
}
