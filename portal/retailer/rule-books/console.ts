import type { Child } from 'hono/jsx'
import type { Orm } from '../../../db/connection.ts'
import type { ListingPreview } from '../../../engine/listing/preview.ts'
import type { RuleBook, RuleContent } from '../../../engine/rule-sets/book.ts'
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
  /** When a rule applies and what it does, in words. */
  words(rule: Rule): { when: string; effect: string }
  valuesOf(rule: Rule): FormValues
  /** `id` is that of the rule being changed; a new one gets its own, told apart from `taken`. */
  readRule(values: FormValues, id: string | undefined, taken: readonly string[]): Read<Rule>
  Fields(props: FieldProps): Child
  settings?: {
    facts(settings: Content['settings']): [string, Child][]
    valuesOf(settings: Content['settings']): FormValues
    read(values: FormValues): Read<Content['settings']>
    Fields(props: FieldProps): Child
  }
  preview(orm: Orm, retailerId: string, content: Content, now: Date): Promise<ListingPreview>
}
