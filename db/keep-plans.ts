import type postgres from 'postgres'

/** A statement with more parameters is one of many of its kind (so many rows, so many ids), and not worth keeping. */
const mostParameters = 64

type Queries = Pick<postgres.Sql, 'unsafe'>

/**
 * Has the server keep the plan of each statement on its connection. Drizzle asks for none, and then every query is parsed and described first: a
 * second round trip and a second plan for each. The statements of transactions are kept too.
 */
export function keepPlans(client: postgres.Sql): postgres.Sql {
  keepOf(client)
  const begin = client.begin.bind(client)
  client.begin = (async (...given: unknown[]) => {
    const run = given.pop() as (tx: postgres.TransactionSql) => unknown
    const [options = ''] = given as string[]
    return await begin(options, tx => run(withSavepoints(tx)))
  }) as typeof client.begin
  return client
}

function withSavepoints(tx: postgres.TransactionSql): postgres.TransactionSql {
  keepOf(tx)
  const savepoint = tx.savepoint.bind(tx)
  tx.savepoint = (async (...given: unknown[]) => {
    const run = given.pop() as (inner: postgres.TransactionSql) => unknown
    const [name = ''] = given as string[]
    return await savepoint(name, inner => run(withSavepoints(inner)))
  }) as typeof tx.savepoint
  return tx
}

function keepOf(queries: Queries): void {
  const unsafe = queries.unsafe.bind(queries)
  queries.unsafe = ((
    text: string,
    values: postgres.ParameterOrJSON<never>[] = [],
    options: postgres.UnsafeQueryOptions = {},
  ) => unsafe(text, values, { ...options, prepare: values.length <= mostParameters })) as typeof queries.unsafe
}
