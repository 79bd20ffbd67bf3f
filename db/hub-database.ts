import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { type DrizzleTransactionLike, fromDrizzle, type Job, type JobResult, PgBoss } from 'pg-boss'
import { z } from 'zod'
import { whyNotOpened } from './cannot-open.ts'
import { type Database, type DatabaseSettings, type Orm, openDatabase, rowsOf } from './connection.ts'
import { idMaker } from './ids.ts'
import { intervalOf, type JobName, type JobOptions, type JobPayload, jobKinds, jobNames } from './jobs.ts'
import type { Statement } from './statements.ts'
import { type Actor, isTransient, type Work } from './work.ts'

/** The queue that keeps what could not be done after all its tries, until a person retries or discards it. */
const deadLetterQueue = 'dead-letters'

/** A worker that dies is noticed after this many seconds without a sign of life, and its job is handed to another. */
const heartbeatSeconds = 10

/** Woken by NOTIFY; polling every second finds what became due by time. A full batch means that more is waiting. */
const workerOptions = {
  batchSize: 10,
  perJobResults: true,
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1,
} as const

/** What a handler is given: the validated payload. Throwing makes the job be tried again later. */
export type JobHandler<N extends JobName> = (payload: JobPayload<N>) => Promise<void>
export type JobHandlers = { [N in JobName]: JobHandler<N> }

/** A job that waits for a person. */
export interface DeadLetter {
  id: string
  name: string
  payload: unknown
  error: unknown
  failedAt: Date
}

export interface HubDatabaseSettings extends DatabaseSettings {
  now?: () => Date
  newId?: () => string
  onError?: (error: Error) => void
}

/** The system of record and its jobs: the only object through which the rest of the hub reads, writes and enqueues. */
export class HubDatabase {
  readonly #boss: PgBoss
  readonly #onError: (error: Error) => void
  readonly #clocks: NodeJS.Timeout[] = []
  readonly database: Database
  readonly now: () => Date
  readonly newId: () => string

  private constructor(database: Database, settings: Pick<HubDatabaseSettings, 'now' | 'newId' | 'onError'>) {
    this.database = database
    this.now = settings.now ?? (() => new Date())
    this.newId = settings.newId ?? idMaker(() => this.now().getTime(), randomBytes)
    this.#boss = new PgBoss({
      ...database.queue,
      schema: 'jobs',
      schedule: false,
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      useListenNotify: true,
    })
    this.#onError = settings.onError ?? (() => undefined)
    this.#boss.on('error', this.#onError)
  }

  /** Opens, migrates and prepares the queues. Several processes may do so at once. Throws `CannotOpen` where the operator has to act. */
  static async open(settings: HubDatabaseSettings): Promise<HubDatabase> {
    let database: Database | undefined
    try {
      database = await openDatabase(settings)
      await database.migrate()
      return await HubDatabase.on(database, settings)
    } catch (error) {
      await database?.close()
      throw whyNotOpened(error, settings)
    }
  }

  /** The same on a database that is open and migrated; closing the hub closes it. */
  static async on(
    database: Database,
    settings: Pick<HubDatabaseSettings, 'now' | 'newId' | 'onError'> = {},
  ): Promise<HubDatabase> {
    const hub = new HubDatabase(database, settings)
    await hub.#boss.start()
    await hub.#prepareQueues()
    return hub
  }

  /** For reading. Changes go through `work`. */
  get orm(): Orm {
    return this.database.orm
  }

  /** Runs one unit of work; deadlocks and serialization failures are tried again, anything else is thrown. */
  work<T>(actor: Actor, run: (work: Work) => Promise<T>): Promise<T> {
    return persistently(() => this.database.orm.transaction(tx => run(this.#workIn(tx as unknown as Orm, actor))))
  }

  /**
   * A unit of work of which no statement needs the answer of another: a server is sent all of it at once, and it takes one round trip. Throws when one of them
   * fails, and nothing is changed then.
   */
  async workAtOnce<N extends JobName>(
    statements: readonly Statement[],
    jobs: readonly { name: N; payloads: readonly JobPayload<N>[] }[],
  ): Promise<void> {
    const all = [...statements]
    const executeSql = async (text: string, values: unknown[] = []) => {
      all.push({ text, values })
      return { rows: [] }
    }
    for (const { name, payloads } of jobs) {
      const data = payloads.map(payload => ({ data: payload }))
      await this.#boss.insert(name, data, { db: { executeSql }, returnId: false })
    }
    await persistently(() => this.database.together(all))
  }

  #workIn(tx: Orm, actor: Actor): Work {
    return {
      tx,
      actor,
      now: this.now(),
      newId: this.newId,
      enqueue: async (name, payload, options) => {
        await this.#boss.send(name, payload, {
          ...sendOptions(options),
          db: fromDrizzle(tx as DrizzleTransactionLike, sql),
        })
      },
      enqueueAll: async (name, payloads) => {
        if (payloads.length === 0) return
        const jobs = payloads.map(data => ({ data }))
        await this.#boss.insert(name, jobs, { db: fromDrizzle(tx as DrizzleTransactionLike, sql), returnId: false })
      },
    }
  }

  async #prepareQueues(): Promise<void> {
    await this.#boss.createQueue(deadLetterQueue, { retentionSeconds: 400 * 86_400 })
    for (const name of jobNames) {
      const { retryLimit, retryDelay } = jobKinds[name]
      await this.#boss.createQueue(name, {
        retryLimit,
        retryDelay,
        retryBackoff: true,
        retryDelayMax: 3600,
        expireInSeconds: 900,
        heartbeatSeconds,
        ...(intervalOf(name) === undefined && { deadLetter: deadLetterQueue }),
        notify: true,
      })
    }
  }

  /** Starts working on jobs in this process. An embedded database has no other process, so what was in hand at a crash is taken up at once. */
  async startWorkers(handlers: JobHandlers, concurrency = 2): Promise<void> {
    if (this.database.kind === 'embedded') await this.#takeUpAbandoned()
    for (const name of jobNames) await this.#startWorker(name, handlers[name] as JobHandler<JobName>, concurrency)
    for (const name of jobNames) await this.#startClock(name, intervalOf(name))
  }

  /** Every process asks for what is done over and over; the queue takes it once in each interval. */
  async #startClock(name: JobName, everySeconds: number | undefined): Promise<void> {
    if (everySeconds === undefined) return
    const ask = async () => {
      await this.#boss.send(name, {}, { singletonSeconds: everySeconds }).catch(this.#onError)
    }
    await ask()
    this.#clocks.push(setInterval(ask, everySeconds * 1000))
  }

  async #startWorker(name: JobName, handle: JobHandler<JobName>, concurrency: number): Promise<void> {
    const options = { ...workerOptions, localConcurrency: concurrency }
    await this.#boss.work(name, options, (jobs: Job<unknown>[]) =>
      Promise.all(
        jobs.map(job => this.#runJob(job, () => handle(jobKinds[name].payload.parse(job.data) as JobPayload<JobName>))),
      ),
    )
  }

  /** One job of a batch fails alone. */
  async #runJob(job: Job<unknown>, run: () => Promise<void>): Promise<JobResult> {
    try {
      await run()
      return { id: job.id, status: 'completed' }
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error))
      this.#onError(new Error(`Job ${job.name} failed: ${failure.message}`, { cause: failure }))
      // A payload that does not fit its schema never will: no use in trying it again.
      const status = failure instanceof z.ZodError ? 'deadletter' : 'failed'
      return { id: job.id, status, output: { message: failure.message, cause: String(failure.cause ?? '') } }
    }
  }

  async #takeUpAbandoned(): Promise<void> {
    await this.orm.execute(sql`update jobs.job set state = 'retry', start_after = now() where state = 'active'`)
  }

  /** How many jobs wait or are in hand, by kind: for metrics, and for knowing when all is quiet. */
  async pendingJobs(): Promise<number> {
    const names = sql.join(
      jobNames.map(name => sql`${name}`),
      sql`, `,
    )
    const [row] = await rowsOf<{ n: number }>(
      this.orm,
      sql`select count(*)::int as n from jobs.job where state in ('created', 'retry', 'active') and start_after <= now() and name in (${names})`,
    )
    return row!.n
  }

  /** What waits for a person, oldest first. */
  async deadLetters(): Promise<DeadLetter[]> {
    const jobs = await this.#boss.findJobs<object>(deadLetterQueue, { queued: true })
    return jobs.map(job => ({
      id: job.id,
      name: job.sourceName ?? 'unknown',
      payload: job.data,
      error: job.sourceOutput,
      failedAt: job.createdOn,
    }))
  }

  /** Puts jobs that waited for a person back into their queues, as new. Returns how many there were. */
  async retryDeadLetters(ids: string[]): Promise<number> {
    return await this.#boss.redrive(deadLetterQueue, { ids })
  }

  /** Forgets jobs that waited for a person, with what the unit of work changes. */
  async dismissDeadLetters(work: Work, ids: string[]): Promise<void> {
    await this.#boss.deleteJob(deadLetterQueue, ids, {
      db: fromDrizzle(work.tx as unknown as DrizzleTransactionLike, sql),
    })
  }

  /** Stops taking jobs, lets those in hand finish for at most so many seconds, hands the rest back, and closes. */
  async close(seconds = 20): Promise<void> {
    for (const clock of this.#clocks.splice(0)) clearInterval(clock)
    await this.#boss.stop({ graceful: true, timeout: seconds * 1000, close: true })
    await this.database.close()
  }
}

async function persistently<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt >= 5 || !isTransient(error)) throw error
    }
  }
}

function sendOptions(options: JobOptions | undefined) {
  return {
    ...(options?.startAfter ? { startAfter: options.startAfter } : {}),
    ...(options?.priority === undefined ? {} : { priority: options.priority }),
  }
}
