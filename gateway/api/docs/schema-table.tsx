import type { FC } from 'hono/jsx'
import { nameIn, type Schema } from './description.ts'
import { limitsText, typeText } from './type-text.ts'

/** A type in words, with links to the schemas that it names. */
export const Type: FC<{ schema: Schema }> = ({ schema }) => {
  if (schema.$ref) return <a href={`#schema-${nameIn(schema.$ref)}`}>{nameIn(schema.$ref)}</a>
  if (schema.type === 'array' && schema.items?.$ref) {
    return (
      <>
        array of <Type schema={schema.items} />
      </>
    )
  }
  return <>{typeText(schema)}</>
}

/** The fields of an object, those of objects within it below their own names: `shipTo.city`, `lines[].sku`. */
export const Fields: FC<{ schema: Schema }> = ({ schema }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Field</th>
        <th scope="col">Type</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      {fieldsOf(schema, '').map(({ name, required, schema: field }) => (
        <tr>
          <td>
            <code>{name}</code>
            {required ? '' : ' (optional)'}
          </td>
          <td>
            <Type schema={field} />
          </td>
          <td>{[field.description, limitsText(field)].filter(Boolean).join(' ')}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

interface Field {
  name: string
  required: boolean
  schema: Schema
}

function fieldsOf({ properties = {}, required = [], allOf = [] }: Schema, prefix: string): Field[] {
  const own = Object.entries(properties).flatMap(([key, schema]): Field[] => {
    const name = prefix + key
    const field = { name, required: required.includes(key), schema }
    const inner = schema.items ?? schema
    return [field, ...(inner.$ref ? [] : fieldsOf(inner, schema.items ? `${name}[].` : `${name}.`))]
  })
  return [...allOf.filter(part => !part.$ref).flatMap(part => fieldsOf(part, prefix)), ...own]
}
