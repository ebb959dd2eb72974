import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { processStart } from './process-start'
import { isSystemError, Refusal } from '../refusal'

/** What a lock file says about its holder. */
interface Holder {
  pid: number
  /** When the process began, so that a number given to a new process is not taken for the old one. */
  startedAt: string
  machine: string
  address: string
  released: boolean
}

/** A folder that this process alone may open. */
export interface FolderLock {
  /** Notes the address at which the holder answers, for whoever is refused. */
  announce(address: string): Promise<void>
  release(): Promise<void>
}

const heartbeatMs = 5_000
const silenceMs = 60_000

/**
 * Takes the folder or throws a Refusal that names who has it. A lock left by a killed process is taken over.
 *
 * Lock files are numbered and the highest number decides. A new one is made by `link`, which fails when the number is
 * taken, and the highest is never deleted, so of several processes that find the same dead holder exactly one succeeds.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const holder = { ...(await ownIdentity()), address: '', released: false }
  for (;;) {
    const current = await highest(folder)
    const other = current > 0 ? await readHolder(folder, current) : undefined
    if (other === 'gone') continue
    if (other === 'unreadable') throw unreadable(pathOf(folder, current))
    if (other && (await isAlive(other, pathOf(folder, current)))) throw refusal(folder, other)
    const mine = current + 1
    if (!(await create(folder, mine, holder))) continue
    if ((await highest(folder)) === mine) return hold(folder, mine, holder)
    await rm(pathOf(folder, mine), { force: true })
  }
}

/** Returns the address at which a living host on this machine serves the folder, or undefined. Changes nothing. */
export async function runningAddress(folder: string): Promise<string | undefined> {
  const current = await highest(folder).catch(() => 0)
  const found = current > 0 ? await readHolder(folder, current) : undefined
  const holder = typeof found === 'object' ? found : undefined
  const answers = holder?.machine === hostname() && (await isAlive(holder, pathOf(folder, current)))
  return answers && holder.address ? holder.address : undefined
}

async function hold(folder: string, number: number, holder: Holder): Promise<FolderLock> {
  await removeBelow(folder, number)
  const path = pathOf(folder, number)
  const beat = setInterval(
    () => void utimes(path, new Date(), new Date()).catch(() => undefined),
    heartbeatMs,
  )
  beat.unref()
  return {
    announce: (address) => replace(path, { ...holder, address }),
    release: async () => {
      clearInterval(beat)
      await replace(path, { ...holder, released: true })
    },
  }
}

function refusal(folder: string, { pid, machine, address }: Holder): Refusal {
  const where = machine === hostname() ? '' : ` on ${machine}`
  const answers = address ? `and answers at ${address}` : 'and is still starting'
  return new Refusal(
    `The folder ${folder} is in use by process ${pid}${where}, which serves it ${answers}. Stop that one, or give another folder with --data.`,
  )
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.released) return false
  if (holder.machine === hostname()) return (await processStart(holder.pid)) === holder.startedAt
  return Date.now() - (await stat(path)).mtimeMs < silenceMs
}

async function ownIdentity() {
  return { pid: process.pid, startedAt: (await processStart(process.pid)) ?? '', machine: hostname() }
}

async function create(folder: string, number: number, holder: Holder): Promise<boolean> {
  const draft = join(folder, `lock-draft-${randomUUID()}`)
  await writeFile(draft, JSON.stringify(holder))
  try {
    await link(draft, pathOf(folder, number))
    return true
  } catch (thrown) {
    if (isSystemError(thrown, 'EEXIST')) return false
    throw thrown
  } finally {
    await rm(draft, { force: true })
  }
}

async function replace(path: string, holder: Holder): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, JSON.stringify(holder))
  await rename(draft, path)
}

/** A lock that says nothing may be held: only one that is read, or is not there any more, can be passed. */
async function readHolder(folder: string, number: number): Promise<Holder | 'gone' | 'unreadable'> {
  try {
    const found: unknown = JSON.parse(await readFile(pathOf(folder, number), 'utf8'))
    return isHolder(found) ? found : 'unreadable'
  } catch (thrown) {
    return isSystemError(thrown, 'ENOENT') ? 'gone' : 'unreadable'
  }
}

function isHolder(found: unknown): found is Holder {
  const { pid, startedAt, machine, released } = (found ?? {}) as Partial<Record<keyof Holder, unknown>>
  const isText = typeof startedAt === 'string' && typeof machine === 'string'
  return isText && typeof pid === 'number' && typeof released === 'boolean'
}

function unreadable(path: string): Refusal {
  return new Refusal(
    `The lock ${path} cannot be read, so nobody knows whether a Gridward runs on this folder. If none does, on this machine or another, delete that file and start again.`,
  )
}

async function numbers(folder: string): Promise<number[]> {
  const names = await readdir(folder)
  return names.map((name) => Number(/^lock-(\d+)\.json$/.exec(name)?.[1] ?? 0)).filter((number) => number > 0)
}

async function highest(folder: string): Promise<number> {
  return Math.max(0, ...(await numbers(folder)))
}

async function removeBelow(folder: string, number: number): Promise<void> {
  const old = (await numbers(folder)).filter((other) => other < number)
  await Promise.all(old.map((other) => rm(pathOf(folder, other), { force: true })))
}

function pathOf(folder: string, number: number): string {
  return join(folder, `lock-${number}.json`)
}
