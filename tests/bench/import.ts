/**
 * `npm run -s bench:import`: one JSON line per figure, of 200,000 buildings on PostgreSQL and on PGlite: how long, how much
 * memory, and how long others wait meanwhile. `-- pglite` or `-- postgres` for one of them; BENCH_ROWS for fewer rows.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import WebSocket from 'ws'
import { commitImport, createDistrict, prepareImport, readTarget } from '../../src/data/imports'
import { ImportJob } from '../../src/import/job'
import { type Client, connect } from '../../src/lib/supabase'
import { startCluster } from '../support/cluster'
import { areasFile, buildingsFile } from './import/files'

const ROWS = Number(process.env.BENCH_ROWS ?? 200_000)
const COMMUNITIES = 200
const DISTRICT = '990901'
const BARS_S = { postgres: 60, pglite: 180 }
type Kind = keyof typeof BARS_S

function print(name: string, value: number, unit: string, bar: number | null = null): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, bar }))
}

function start(file: string, argv: string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const path = fileURLToPath(new URL(`import/${file}`, import.meta.url))
  return fork(path, argv, { execArgv: ['--import', 'tsx'], env: { ...process.env, ...environment } })
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
}

/** The most memory that a process has held, megabytes; 0 where the system does not tell. */
function peakMegabytes(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1024
  } catch {
    return 0
  }
}

async function bring(client: Client, name: string, text: string): Promise<Record<string, number>> {
  const times: Record<string, number> = {}
  let from = performance.now()
  const lap = (step: string) => {
    times[step] = (times[step] ?? 0) + (performance.now() - from) / 1000
    from = performance.now()
  }
  const job = new ImportJob()
  await job.open(new Blob([text]), name)
  const settings = job.propose(DISTRICT)
  const facts = await job.read(settings, (await readTarget(client, DISTRICT))!, () => undefined)
  lap('read')
  const file = { districtCode: DISTRICT, kind: settings.kind, fileName: name, total: facts.staged }
  let last = 'stage'
  const { id, summary } = await prepareImport(
    client,
    file,
    (at) => job.chunk(at),
    (step) => {
      if (step !== last) lap(last)
      last = step
    },
  )
  lap('check')
  if (summary.refused > 0) throw new Error(JSON.stringify(summary))
  await commitImport(client, id)
  lap('write')
  return times
}

async function measure(kind: Kind): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gridward-bench-'))
  const cluster = kind === 'postgres' ? await startCluster() : undefined
  const host = start('host.ts', [folder], { DATABASE_URL: cluster?.url })
  try {
    const { address, serviceKey } = await nextMessage<{ address: string; serviceKey: string }>(host)
    const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
    const client = connect({ url: address, anonKey: serviceKey, keepSession: false, webSocket })
    await createDistrict(client, { code: DISTRICT, name: '量测区' })
    await bring(client, 'areas.geojson', areasFile(COMMUNITIES))
    const text = buildingsFile(ROWS, COMMUNITIES)
    const before = peakMegabytes(host.pid)
    const reader = start('reader.ts', [address, serviceKey])
    await nextMessage(reader)
    const times = await bring(client, 'buildings.csv', text)
    const waits = nextMessage<number[]>(reader)
    reader.send('stop')
    const sorted = (await waits).sort((one, other) => one - other)
    const name = `${kind}: ${ROWS} buildings`
    for (const [step, seconds] of Object.entries(times)) print(`${name}, ${step}`, seconds, 's')
    print(
      name,
      Object.values(times).reduce((sum, seconds) => sum + seconds, 0),
      's',
      BARS_S[kind],
    )
    print(`${name}, another's read meanwhile, p95`, sorted[Math.ceil(0.95 * sorted.length) - 1], 'ms', 1000)
    print(`${name}, another's read meanwhile, longest`, sorted.at(-1) ?? 0, 'ms')
    print(`${name}, host's memory before`, before, 'MB')
    print(`${name}, host's memory at most`, peakMegabytes(host.pid), 'MB')
    print(`${name}, importer's memory at most`, peakMegabytes(process.pid), 'MB')
    const { count } = await client.from('buildings').select('id', { count: 'exact', head: true })
    if (count !== ROWS) throw new Error(`${count} buildings are there`)
  } finally {
    host.kill('SIGKILL')
    await cluster?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const chosen = process.argv.slice(2)
for (const kind of ['postgres', 'pglite'] as const)
  if (chosen.length === 0 || chosen.includes(kind)) await measure(kind)
process.exit(0)
