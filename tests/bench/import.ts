/**
 * `npm run -s bench:import`: one JSON line per figure, of 200,000 buildings on PostgreSQL and on PGlite: how long, how much
 * memory, and how long others wait meanwhile; then how long they wait on PGlite while 20,000 cases are imported, and while
 * 2,466 grids of a city with 20,000 cases are submitted and published. `-- pglite`, `-- postgres`, `-- others` or
 * `-- publishing` for one of them; BENCH_ROWS for fewer rows.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import WebSocket from 'ws'
import { commitImport, createDistrict, prepareImport, readTarget } from '../../src/data/imports/imports'
import { ImportJob } from '../../src/import/job'
import { type Client, connect } from '../../src/lib/supabase'
import { startCluster } from '../support/cluster'
import { areasFile, buildingsFile, incidentsFile } from './import/files'
import { meanwhile, nextMessage, peakMegabytes, start, type Waits } from './import/processes'

const ROWS = Number(process.env.BENCH_ROWS ?? 200_000)
const CASES = 20_000
const COMMUNITIES = 200
const DISTRICT = '990901'
const BARS_S = { postgres: 60, pglite: 180 }
type Kind = keyof typeof BARS_S

function print(name: string, value: number, unit: string, bar: number | null = null): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, bar }))
}

function printWaits(name: string, { p95, longest }: Waits): void {
  print(`${name}, another's read meanwhile, p95`, p95, 'ms', 1000)
  print(`${name}, another's read meanwhile, longest`, longest, 'ms')
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
  if (settings.mapping.category) {
    const { words, proposed } = await job.categories(settings.mapping.category)
    settings.categories = Object.fromEntries(words.map(([word]) => [word, proposed[word] ?? '0101']))
  }
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
    let times: Record<string, number> = {}
    const waits = await meanwhile(address, serviceKey, async () => {
      times = await bring(client, 'buildings.csv', text)
    })
    const name = `${kind}: ${ROWS} buildings`
    for (const [step, seconds] of Object.entries(times)) print(`${name}, ${step}`, seconds, 's')
    print(
      name,
      Object.values(times).reduce((sum, seconds) => sum + seconds, 0),
      's',
      BARS_S[kind],
    )
    printWaits(name, waits)
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

/** A city whose plan of 2,466 grids in force is replaced by another, and whose staff may do so. */
async function citySql(): Promise<string> {
  const sql = (file: string) => readFile(new URL(`incidents/${file}`, import.meta.url), 'utf8')
  return `${await sql('city.sql')}; set bench.cases = ${CASES}; ${await sql('cases.sql')};
    select bench.add_plan('草案', 'draft');
    insert into public.memberships (user_id, role, area_id)
    select md5('bench')::uuid, 'reviewer', id from public.areas where code = '990100';
    analyze`
}

/** A host over PGlite, which serves one at a time: others wait while somebody's work is large. */
async function onPglite(
  seed: string | undefined,
  work: (at: Record<'address' | 'serviceKey' | 'anonKey' | 'staffToken', string>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gridward-bench-'))
  const host = start('host.ts', [folder], seed ? { SEED: seed } : {})
  try {
    await work(await nextMessage(host))
  } finally {
    host.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}

const measureOthers = () =>
  onPglite(undefined, async ({ address, serviceKey }) => {
    const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
    const client = connect({ url: address, anonKey: serviceKey, keepSession: false, webSocket })
    await createDistrict(client, { code: DISTRICT, name: '量测区' })
    await bring(client, 'areas.geojson', areasFile(COMMUNITIES))
    const cases = incidentsFile(CASES, COMMUNITIES)
    const importing = await meanwhile(address, serviceKey, () => bring(client, 'incidents.csv', cases))
    printWaits('pglite: import of 20,000 incidents', importing)
  })

const measurePublishing = async () =>
  onPglite(await citySql(), async ({ address, serviceKey, anonKey, staffToken }) => {
    const asStaff = async (step: string) => {
      const response = await fetch(`${address}/rest/v1/rpc/${step}`, {
        method: 'POST',
        headers: {
          apikey: anonKey,
          authorization: `Bearer ${staffToken}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ plan: 2 }),
      })
      if (!response.ok) throw new Error(await response.text())
      return (await response.json()) as { isDone?: boolean }
    }
    for (const step of ['submit_plan', 'publish_plan']) {
      let [seconds, last] = [0, 0]
      const waits = await meanwhile(address, serviceKey, async () => {
        const from = performance.now()
        // As the page does it: what is done in steps is not done again.
        let isDone = false
        while (!isDone) isDone = (await asStaff('check_plan')).isDone === true
        last = performance.now()
        await asStaff(step)
        seconds = (performance.now() - from) / 1000
        last = performance.now() - last
      })
      print(`pglite: ${step} of 2,466 grids, in steps`, seconds, 's')
      print(`pglite: ${step} of 2,466 grids, its last step`, last, 'ms', 1000)
      printWaits(`pglite: ${step} of 2,466 grids`, waits)
    }
  })

const chosen = process.argv.slice(2)
for (const kind of ['postgres', 'pglite'] as const)
  if (chosen.length === 0 || chosen.includes(kind)) await measure(kind)
if (chosen.length === 0 || chosen.includes('others')) await measureOthers()
if (chosen.length === 0 || chosen.includes('others') || chosen.includes('publishing'))
  await measurePublishing()
process.exit(0)
