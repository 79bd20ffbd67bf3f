import { nameIn, type Schema } from './description.ts'

/** A schema's type in words: `array of Order`, `text (date)`, `one of web, market`. References are told by their names. */
export function typeText(schema: Schema): string {
  if (schema.$ref) return nameIn(schema.$ref)
  if (schema.enum) return `one of ${schema.enum.map(String).join(', ')}`
  if (schema.const !== undefined) return `always ${JSON.stringify(schema.const)}`
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map(typeText).join(' or ')
  if (schema.allOf) return schema.allOf.map(typeText).join(' and ')
  return [schema.type ?? 'any']
    .flat()
    .map(type => named(type, schema))
    .join(' or ')
}

function named(type: string, schema: Schema): string {
  switch (type) {
    case 'array':
      return `array of ${typeText(schema.items ?? {})}`
    case 'string':
      return schema.format ? `text (${schema.format})` : 'text'
    case 'any':
      return 'anything'
    default:
      return type
  }
}

/** What else must hold of a value: lengths, limits, a pattern, a default. */
export function limitsText(schema: Schema): string {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, pattern } = schema
  return [
    between(minLength, maxLength, 'characters'),
    between(minimum, maximum, ''),
    between(minItems, maxItems, 'items'),
    pattern ? `matches ${pattern}` : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ]
    .filter(Boolean)
    .join('; ')
}

function between(least: number | undefined, most: number | undefined, what: string): string {
  if (least === undefined && most === undefined) return ''
  if (most === undefined) return `at least ${least} ${what}`.trim()
  if (least === undefined) return `at most ${most} ${what}`.trim()
  return `${least} to ${most} ${what}`.trim()
}
