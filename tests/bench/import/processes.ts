import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Starts a file beside this one in a process of its own. */
export function start(file: string, argv: string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url))
  return fork(path, argv, { execArgv: ['--import', 'tsx'], env: { ...process.env, ...environment } })
}

/** Returns the next message of a process; rejects when it ends before. */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
}

/** The most memory that a process has held, megabytes; 0 where the system does not tell. */
export function peakMegabytes(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1024
  } catch {
    return 0
  }
}

/** How long others waited for their answers, milliseconds. */
export interface Waits {
  p95: number
  longest: number
}

/** Lets somebody else read, every 200 ms, while `work` runs, and returns how long they waited. */
export async function meanwhile(address: string, key: string, work: () => Promise<unknown>): Promise<Waits> {
  const reader = start('reader.ts', [address, key])
  await nextMessage(reader)
  await work()
  const waits = nextMessage<number[]>(reader)
  reader.send('stop')
  const sorted = (await waits).sort((one, other) => one - other)
  return {
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1],
    longest: sorted.at(-1) ?? 0,
  }
}
