import type postgres from 'postgres'

type Run = (tx: postgres.TransactionSql) => unknown

/**
 * Lets a process outlive a connection that is lost within a transaction, as when the server restarts. The driver gives such a transaction up, and then all
 * the same sends its `rollback` (or what else the transaction still asks for) to the connection that is gone, which throws where nobody can catch it and
 * ends the process. Here nothing follows once the connection is lost: what is still asked for fails, and the end of the transaction is not sent.
 */
export function surviveLostConnections(client: postgres.Sql): postgres.Sql {
  const begin = client.begin.bind(client)
  client.begin = (async (...given: unknown[]) => {
    const run = given.pop() as Run
    const [options = ''] = given as string[]
    let isOver = false
    try {
      return await begin(
        options,
        guarded(run, () => isOver),
      )
    } finally {
      isOver = true
    }
  }) as typeof client.begin
  return client
}

/** What runs in a transaction or a savepoint, made to ask for nothing and to end with nothing once the transaction is over. */
function guarded(run: Run, isOver: () => boolean): Run {
  return async tx => {
    const unsafe = tx.unsafe.bind(tx)
    tx.unsafe = ((...given: Parameters<typeof unsafe>) => {
      if (isOver()) throw new Error('The transaction is over: its connection was lost, or it was not waited for.')
      return unsafe(...given)
    }) as typeof tx.unsafe
    const savepoint = tx.savepoint.bind(tx)
    tx.savepoint = (async (...given: unknown[]) => {
      const inner = given.pop() as Run
      const [name = ''] = given as string[]
      return await savepoint(name, guarded(inner, isOver))
    }) as typeof tx.savepoint
    try {
      const asked = run(tx)
      const result = await (Array.isArray(asked) ? Promise.all(asked) : asked)
      return isOver() ? await never : result
    } catch (error) {
      // It may have failed by the loss, of which the transaction is told a moment later.
      await new Promise(resolve => setImmediate(resolve))
      if (isOver()) return await never
      throw error
    }
  }
}

/** Where the transaction was given up before, its work never ends: the driver would tell the connection of it. */
const never = new Promise<never>(() => {})
