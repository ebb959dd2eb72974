import type { Context } from 'hono'
import type { Backend } from '../backend'
import { Disk } from '../folder/disk'
import { reasonOf } from '../refusal'

/** How a host's database is: it reads and writes, others keep it busy, it refuses, or its disk has no room. */
export type HealthStatus = 'ok' | 'busy' | 'failing' | 'disk-full'

const words: Record<HealthStatus, string> = {
  ok: '正常：数据库可读可写。 The database reads and writes.',
  busy: '繁忙：数据库正在处理其他请求。 The database is busy with other requests.',
  failing: '故障：数据库无法读写。 The database does not read or write.',
  'disk-full':
    '磁盘已满：无法保存，请腾出空间。 The disk is full: nothing can be saved until there is room again.',
}

interface Health {
  status: HealthStatus
  /** What the database said, when it is failing. */
  reason?: string
}

const patienceMs = 5_000
const freshMs = 1_000

/** Returns the handler of `/health`, which reads and writes in earnest: 200 when both went well, else 503. */
export function createHealth(
  backend: Pick<Backend, 'database' | 'disk' | 'facts'>,
  patience = patienceMs,
): (context: Context) => Promise<Response> {
  const startedAt = Date.now()
  const measure = shared(() => examine(backend, patience))
  return async (context) => {
    const { status, reason } = await measure()
    const { postgres, postgis, migrations } = backend.facts
    const uptimeSeconds = Math.floor((Date.now() - startedAt) / 1000)
    const facts = { database: backend.database.kind, postgres, postgis, migrations, uptimeSeconds }
    const body = { status, message: words[status], ...(reason && { reason }), ...facts }
    return context.json(body, status === 'ok' ? 200 : 503)
  }
}

/** Many who ask at once, or one after the other within a second, cost the database one examination. */
function shared(examineNow: () => Promise<Health>): () => Promise<Health> {
  let last: { at: number; health: Promise<Health> } | undefined
  return () => {
    if (!last || Date.now() - last.at > freshMs) last = { at: Date.now(), health: examineNow() }
    return last.health
  }
}

async function examine(
  { database, disk = new Disk() }: Pick<Backend, 'database' | 'disk'>,
  patience: number,
): Promise<Health> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'busy' }), patience)
  })
  const found = database.query(readAndWrite).then(
    async (): Promise<Health> => {
      disk.noteWritten()
      return { status: (await disk.isFull()) ? 'disk-full' : 'ok' }
    },
    async (thrown: unknown): Promise<Health> => {
      const isFull = disk.note(thrown) || (await disk.isFull())
      return { status: isFull ? 'disk-full' : 'failing', reason: reasonOf(thrown) }
    },
  )
  return Promise.race([found, late]).finally(() => clearTimeout(timer))
}

/** One row of a table without a log, so that a monitor that asks each second leaves nothing behind. */
const readAndWrite = `
  insert into gridward_host.pulse (beats)
  select count(*) from gridward_host.migrations
  on conflict (id) do update set beats = gridward_host.pulse.beats + 1, at = now()`
