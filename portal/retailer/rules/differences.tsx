import { isDeepStrictEqual } from 'node:util'
import { type RuleDifference, ruleDifferences } from '../../../engine/rule-sets/differences.ts'
import { Badge } from '../../ui/badge.tsx'
import { Section } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { type ContentOf, ruleName } from './book-page.tsx'
import type { AnyRule, RuleConsole } from './console.ts'
import { differenceLooks, texts as t } from './texts.ts'

/** What a version is held against. */
export interface Earlier<C> {
  content: C
  /** `version 3`, `what the hub begins with`. */
  word: string
}

interface Row {
  what: RuleDifference<unknown>['what']
  name: string
  before: string
  now: string
}

/** What a version changes, rule by rule and setting by setting, in words. */
export function Differences<R extends AnyRule, C extends ContentOf<R>>(props: {
  kind: RuleConsole<R, C>
  earlier: Earlier<C>
  now: C
}) {
  const { kind, earlier, now } = props
  const rows = [...ruleRows(kind, earlier.content.rules, now.rules), ...settingRows(kind, earlier.content, now)]
  const title = `Compared with ${earlier.word}`
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <p class="soft">{t.unchanged}</p>
      ) : (
        <Table
          label={title}
          rows={rows}
          columns={[
            { heading: 'Rule or setting', cell: row => row.name },
            { heading: 'What', cell: row => <Badge {...differenceLooks[row.what]} /> },
            { heading: 'Before', cell: row => row.before },
            { heading: 'Now', cell: row => row.now },
          ]}
        />
      )}
    </Section>
  )
}

function ruleRows<R extends AnyRule, C extends ContentOf<R>>(
  { words }: RuleConsole<R, C>,
  before: readonly R[],
  now: readonly R[],
): Row[] {
  const told = (rule: R) => {
    const { when, effect } = words(rule)
    return `${when}: ${effect}${rule.off ? ` (${t.off.toLowerCase()})` : ''}`
  }
  return ruleDifferences(before, now).map((difference): Row => {
    const { what, rule, place } = difference
    const name = ruleName(rule)
    if (what === 'added') return { what, name, before: '', now: `${place}. ${told(rule)}` }
    if (what === 'removed') return { what, name, before: `${place}. ${told(rule)}`, now: '' }
    if (what === 'moved') return { what, name, before: `Place ${difference.from}`, now: `Place ${place}` }
    const renamed = ruleName(difference.before) === name ? '' : `${ruleName(difference.before)}: `
    return { what, name, before: renamed + told(difference.before), now: told(rule) }
  })
}

function settingRows<R extends AnyRule, C extends ContentOf<R>>(
  { settings }: RuleConsole<R, C>,
  before: C,
  now: C,
): Row[] {
  if (!settings || isDeepStrictEqual(before.settings, now.settings)) return []
  const earlier = new Map(settings.facts(before.settings))
  const rows = settings.facts(now.settings).flatMap(([name, value]): Row[] => {
    const was = earlier.get(name)
    if (typeof value !== 'string' || typeof was !== 'string' || value === was) return []
    return [{ what: 'changed', name, before: was, now: value }]
  })
  return rows.length > 0 ? rows : [{ what: 'changed', name: settings.title, before: '', now: t.settingsDiffer }]
}
