import { type Description, nameIn, type Schema } from './description.ts'

/** How often a schema may stand within itself before the sample leaves it out. */
const deepest = 6

/** Text that each format allows. */
const ofFormat: Record<string, string> = {
  uuid: '01890f3e-7c1a-7000-8000-4b5d1c2a9e10',
  date: '2026-05-04',
  'date-time': '2026-05-04T09:30:00.000Z',
  email: 'dana.reyes@example.com',
  uri: 'https://shop.example.com/hooks',
}

/** Text that the patterns of our vocabulary allow. */
const fitting = [
  'USD',
  'US',
  '12.50',
  '952000000019',
  '9520000000010',
  '10952000000016',
  '195200000000000012',
  'a1b2',
  'order.*',
  '0.25',
  '.99',
  'SHA256:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg',
  'harbor-pine.myshopify.com',
  '2026-10',
  'gid://shopify/Location/1001',
  'gid://shopify/Publication/2002',
  '17:00',
  'orders@supplier.example',
  '004010',
]

/** A value that a schema allows, to be read by people: its own example where it has one, else something plain for each field. */
export function sampleOf(schema: Schema, description: Pick<Description, 'components'>, depth = 0): unknown {
  if (schema.example !== undefined) return schema.example
  if (schema.$ref) return sampleOf(description.components.schemas[nameIn(schema.$ref)]!, description, depth)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const within = (inner: Schema) => sampleOf(inner, description, depth + 1)
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return within(choice)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(part => within(part) as object))
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => depth < deepest || schema.required?.includes(key))
          .map(([key, member]) => [key, within(member)]),
      )
    case 'array':
      return depth < deepest ? [within(schema.items ?? {})] : []
    case 'string':
      return textOf(schema)
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    default:
      return null
  }
}

function textOf({ format, pattern, minLength = 0, maxLength = 40 }: Schema): string {
  if (format && ofFormat[format]) return ofFormat[format]
  if (pattern) return fitting.find(text => new RegExp(pattern).test(text)) ?? ''
  return 'text'.slice(0, maxLength).padEnd(minLength, '.')
}
