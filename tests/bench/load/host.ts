import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startCluster } from '../../support/cluster'
import type { HostReady } from './host-process'

/** A host with the demo district, in a process of its own. */
export interface LoadedHost extends HostReady {
  stop: () => Promise<void>
}

/** Starts a host over a new PGlite folder or a new PostgreSQL server, and fills it with the demo district. */
export async function startLoadedHost(kind: 'pglite' | 'postgres'): Promise<LoadedHost> {
  const folder = await mkdtemp(join(tmpdir(), 'gridward-load-'))
  const cluster = kind === 'postgres' ? await startCluster() : undefined
  const child = fork(
    fileURLToPath(new URL('host-process.ts', import.meta.url)),
    [folder, cluster?.url ?? ''],
    {
      execArgv: [
        '--import',
        'tsx',
        ...(process.env.BENCH_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', process.env.BENCH_PROFILE] : []),
      ],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  )
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = await Promise.race([
    new Promise<HostReady>((resolve) => child.once('message', (message) => resolve(message as HostReady))),
    gone.then(() => Promise.reject(new Error('The host ended before it answered.'))),
  ])
  const stop = async () => {
    child.send('stop')
    await gone
    await cluster?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...ready, stop }
}
