import type postgres from 'postgres'

type Run = (tx: postgres.TransactionSql) => unknown

/** One transaction, which may be over before its work is: the connection was lost. */
interface Standing {
  isOver: boolean
}

/**
 * Lets a process outlive a connection that is lost within a transaction, as when the server restarts. The driver gives such a transaction up, and then all
 * the same sends its `rollback` (or what else the transaction still asks for) to the connection that is gone, which throws where nobody can catch it and
 * ends the process. Here nothing follows once the connection is lost: what is still asked for fails, and the end of the transaction is not sent. The
 * driver has the first query of the next connection in that place fail as well; who may try again does.
 */
export function surviveLostConnections(client: postgres.Sql): postgres.Sql {
  const begin = client.begin.bind(client)
  client.begin = (async (...given: unknown[]) => {
    const run = given.pop() as Run
    const [options = ''] = given as string[]
    const standing = { isOver: false }
    try {
      return await begin(options, guarded(run, standing))
    } finally {
      standing.isOver = true
    }
  }) as typeof client.begin
  return client
}

/** What runs in a transaction or a savepoint, made to ask for nothing and to end with nothing once the transaction is over. */
function guarded(run: Run, standing: Standing): Run {
  return async tx => {
    guard(tx, standing)
    try {
      const asked = run(tx)
      const result = await (Array.isArray(asked) ? Promise.all(asked) : asked)
      return standing.isOver ? await never : result
    } catch (error) {
      // It may have failed by the loss, of which the transaction is told a moment later.
      await new Promise(resolve => setImmediate(resolve))
      if (standing.isOver) return await never
      throw error
    }
  }
}

function guard(tx: postgres.TransactionSql, standing: Standing): void {
  const unsafe = tx.unsafe.bind(tx)
  tx.unsafe = ((...given: Parameters<typeof unsafe>) => {
    if (standing.isOver) throw new Error('The transaction is over: its connection was lost, or it was not waited for.')
    return noticingLoss(unsafe(...given), standing)
  }) as typeof tx.unsafe
  const savepoint = tx.savepoint.bind(tx)
  tx.savepoint = (async (...given: unknown[]) => {
    const inner = given.pop() as Run
    const [name = ''] = given as string[]
    return await savepoint(name, guarded(inner, standing))
  }) as typeof tx.savepoint
}

/** A query that ends its transaction where it fails for the connection. It is not begun by this: that is for whoever waits for it. */
function noticingLoss<Query extends object>(query: Query, standing: Standing): Query {
  const { reject } = query as { reject?: (error: unknown) => void }
  if (reject)
    Object.assign(query, {
      reject(error: unknown) {
        if (isLoss(error)) standing.isOver = true
        reject(error)
      },
    })
  return query
}

/** Whether the driver, or the system below it, says that there is no connection any more. */
function isLoss(error: unknown): boolean {
  const code = String((error as { code?: unknown } | undefined)?.code)
  return /^(CONNECTION_|E[A-Z]+$)/.test(code)
}

/** Where the transaction was given up before, its work never ends: the driver would tell the connection of it. */
const never = new Promise<never>(() => {})
