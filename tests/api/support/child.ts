import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HostMessage } from './host-process'

/** A local host in a process of its own. */
export interface ChildHost extends HostMessage {
  pid: number
  /** Ends it with SIGKILL and returns when it is gone. */
  kill: () => Promise<void>
}

/** Starts a host on a folder. Rejects with what it printed when it ends before it answers. */
export async function startChild(folder: string): Promise<ChildHost> {
  const child = spawnHost(folder)
  let printed = ''
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const message = await new Promise<HostMessage>((resolve, reject) => {
    child.once('message', (given) => resolve(given as HostMessage))
    void gone.then(() => reject(new Error(printed)))
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  return { ...message, pid: child.pid ?? 0, kill }
}

/** Starts a host on a folder and ends it with SIGKILL after so long, whether it answers by then or not. */
export async function killSoon(folder: string, afterMs: number): Promise<void> {
  const child = spawnHost(folder)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  child.kill('SIGKILL')
  await gone
}

function spawnHost(folder: string): ChildProcess {
  const file = fileURLToPath(new URL('host-process.ts', import.meta.url))
  return fork(file, [folder], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
}
