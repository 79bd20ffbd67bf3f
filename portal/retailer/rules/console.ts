import type { Child } from 'hono/jsx'
import type { Orm } from '../../../db/connection.ts'
import type { RuleBook, RuleContent, RuleVersion } from '../../../engine/rule-sets/book.ts'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import type { FormValues } from '../../ui/form-data.ts'

/** What every rule has. */
export interface AnyRule {
  id: string
  name?: string | undefined
  off?: boolean | undefined
}

/** A form that was read: what it says, or what is wrong with which field. */
export type Read<T> = { value: T } | { errors: FormValues }

/** What the fields of a form are given. */
export interface FieldProps {
  values: FormValues
  errors: FormValues
  /** What may be named in the fields, where the kind tells. */
  names?: readonly string[]
}

/** How a version is tried before anybody relies on it. */
export interface Trial<Content extends RuleContent> {
  /** What the button says. */
  word: string
  /** The page's address below the version's. */
  at: string
  show(
    c: PortalContext,
    deps: PortalDeps,
    version: RuleVersion<Content>,
    back: { href: string; word: string },
  ): Promise<Response>
}

/** How one kind of rules is shown and edited in the console. */
export interface RuleConsole<Rule extends AnyRule, Content extends RuleContent & { rules: Rule[] }> {
  book: RuleBook<Content>
  /** Where the pages live. */
  path: string
  /** The entry of the navigation. */
  nav: string
  title: string
  about: string
  /** What holds while there is no rule. */
  noneHint: string
  /** What follows once a version is published. */
  publishHint: string
  /** A page that belongs to these rules: what the button says, and its address. */
  beside?: { word: string; href: string }
  /** When a rule applies and what it does, in words. */
  words(rule: Rule): { when: string; effect: string }
  valuesOf(rule: Rule): FormValues
  /** `id` is that of the rule being changed; a new one gets its own, told apart from `taken`. */
  readRule(values: FormValues, id: string | undefined, taken: readonly string[]): Read<Rule>
  Fields(props: FieldProps): Child
  /** What the fields may name, such as sources. */
  names?(orm: Orm, retailerId: string): Promise<string[]>
  settings?: {
    title: string
    facts(settings: Content['settings']): [string, Child][]
    valuesOf(settings: Content['settings']): FormValues
    read(values: FormValues): Read<Content['settings']>
    Fields(props: FieldProps): Child
  }
  trial: Trial<Content>
}
