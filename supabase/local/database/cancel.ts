import { AsyncLocalStorage } from 'node:async_hooks'
import type { ReservedSql, Sql } from 'postgres'

interface Asked {
  signal: AbortSignal
  /** What runs at the moment, as the driver has it. */
  running: Set<{ cancel(): void }>
}

const asked = new AsyncLocalStorage<Asked>()

/** Lets what runs on connections that `driver` reserves be cancelled by `whileAsked`. */
export function makeCancellable(driver: Pick<Sql, 'reserve'>): void {
  const reserve = driver.reserve.bind(driver)
  driver.reserve = async () => {
    const connection = await reserve()
    if (asked.getStore()?.signal.aborted) {
      connection.release()
      throw cancelled()
    }
    watch(connection)
    return connection
  }
}

function watch(connection: ReservedSql): void {
  const unsafe = connection.unsafe.bind(connection)
  const watched: typeof unsafe = (sql, ...given) => {
    const current = asked.getStore()
    if (current?.signal.aborted && !/^\s*rollback/i.test(sql)) return Promise.reject(cancelled()) as never
    const query = unsafe(sql, ...given)
    if (!current) return query as never
    current.running.add(query)
    const ended = () => void current.running.delete(query)
    query.then(ended, ended)
    return query as never
  }
  connection.unsafe = watched
}

/** The error that PostgreSQL gives to a statement that was cancelled. */
function cancelled(): Error {
  return Object.assign(new Error('canceling statement due to user request'), { code: '57014' })
}

/**
 * Runs `work`, and cancels the statement that it is at when `signal` fires, because its answer takes too long or is for
 * nobody any more. On PGlite the statement goes on to its own limit.
 */
export async function whileAsked<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const current: Asked = { signal, running: new Set() }
  const cancel = () => {
    for (const query of current.running) query.cancel()
  }
  signal.addEventListener('abort', cancel)
  try {
    return await asked.run(current, work)
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
