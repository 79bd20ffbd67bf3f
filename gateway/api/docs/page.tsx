import type { FC } from 'hono/jsx'
import { apiBase } from '../base.ts'
import { problemStatuses, titleOf } from '../problem.ts'
import { anchorOf, type Description, type Operation, type Schema } from './description.ts'
import { sampleOf } from './sample.ts'
import { Fields, Type } from './schema-table.tsx'

/** The whole API on one page, from its description alone: no script, nothing from elsewhere. */
export const DocsPage: FC<{ description: Description }> = ({ description }) => {
  const routes = routesOf(description)
  const tags = Map.groupBy(routes, route => route.operation.tags[0] ?? '')
  const { title, version, description: about = '' } = description.info
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} API ${version}`}</title>
        <link rel="stylesheet" href={`${apiBase}/docs/style.css`} />
      </head>
      <body>
        <div class="page">
          <Contents tags={tags} />
          <main>
            <h1>{`${title} API ${version}`}</h1>
            {about.split('\n\n').map(paragraph => (
              <p>{paragraph.replaceAll('`', '')}</p>
            ))}
            <p>
              The same as <a href={`${apiBase}/openapi.json`}>OpenAPI 3.1</a>.
            </p>
            {[...tags].map(([tag, ofTag]) => (
              <>
                <h2>{tag}</h2>
                {ofTag.map(route => (
                  <Route {...route} description={description} />
                ))}
              </>
            ))}
            <h2>Schemas</h2>
            {Object.entries(description.components.schemas).map(([name, schema]) => (
              <section id={`schema-${name}`}>
                <h3>{name}</h3>
                {schema.description ? <p>{schema.description}</p> : null}
                <Fields schema={schema} />
              </section>
            ))}
            <Problems />
          </main>
        </div>
      </body>
    </html>
  )
}

interface Route {
  method: string
  path: string
  operation: Operation
}

function routesOf({ paths }: Description): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method, path, operation })),
  )
}

const Contents: FC<{ tags: Map<string, Route[]> }> = ({ tags }) => (
  <nav aria-label="Contents">
    {[...tags].map(([tag, routes]) => (
      <>
        <h2>{tag}</h2>
        <ul>
          {routes.map(({ method, path, operation }) => (
            <li>
              <a href={`#${anchorOf(method, path)}`}>{operation.summary}</a>
            </li>
          ))}
        </ul>
      </>
    ))}
  </nav>
)

const Route: FC<Route & { description: Description }> = ({ method, path, operation, description }) => {
  const body = operation.requestBody?.content['application/json']
  return (
    <section id={anchorOf(method, path)}>
      <h3>{operation.summary}</h3>
      <p>
        <span class="method">{method}</span> <code>{apiBase + path}</code>
      </p>
      {operation.description.split('\n\n').map(paragraph => (
        <p>{paragraph.replaceAll('`', '')}</p>
      ))}
      <Parameters operation={operation} />
      {body ? (
        <>
          <h4>
            Body: <Type schema={body.schema} />
          </h4>
          <Json value={body.example} />
        </>
      ) : null}
      <h4>Answers</h4>
      <table>
        <tbody>
          {Object.entries(operation.responses).map(([status, answer]) => (
            <tr>
              <th scope="row">{status}</th>
              <td>{answer.description}</td>
              <td>{answer.content ? <Type schema={schemaIn(answer.content)} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Sample operation={operation} description={description} />
    </section>
  )
}

const Parameters: FC<{ operation: Operation }> = ({ operation: { parameters = [] } }) => {
  if (parameters.length === 0) return null
  const properties = Object.fromEntries(
    parameters.map(({ name, schema, description }) => [name, { ...schema, ...(description ? { description } : {}) }]),
  )
  const required = parameters.filter(parameter => parameter.required).map(parameter => parameter.name)
  return (
    <>
      <h4>Parameters</h4>
      <Fields schema={{ properties, required }} />
    </>
  )
}

const Sample: FC<{ operation: Operation; description: Description }> = ({ operation, description }) => {
  const schema = Object.values(operation.responses)[0]?.content?.['application/json']?.schema
  if (!schema) return null
  return (
    <details>
      <summary>What an answer looks like</summary>
      <Json value={sampleOf(schema, description)} />
    </details>
  )
}

const Json: FC<{ value: unknown }> = ({ value }) => (
  <pre>
    <code>{JSON.stringify(value, undefined, 2)}</code>
  </pre>
)

function schemaIn(content: Record<string, { schema: Schema }>): Schema {
  return Object.values(content)[0]!.schema
}

const Problems: FC = () => (
  <>
    <h2>Problems</h2>
    <table>
      <tbody>
        {Object.entries(problemStatuses).map(([code, status]) => (
          <tr id={`problem-${code}`}>
            <th scope="row">{status}</th>
            <td>
              <code>{code}</code>
            </td>
            <td>{titleOf(code as keyof typeof problemStatuses)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
)
