/**
 * `npm run -s bench:load`: one JSON line per figure, of a host with the demo district that many read at once, half of
 * them walls and half of them lists. Each reader asks again as soon as it is answered. Over the loopback only; ends by
 * itself. BENCH_SECONDS (60) of each load, BENCH_KINDS (postgres,pglite).
 */
import { startLoadedHost, type LoadedHost } from './load/host'
import { listQuestions, Readers, wallQuestions } from './load/readers'

const seconds = Number(process.env.BENCH_SECONDS ?? 60)
const kinds = (process.env.BENCH_KINDS ?? 'postgres,pglite').split(',')

/** Readers at once, and the longest that 95 of 100 answers may take. */
const loads = {
  postgres: [
    { readers: 50, barMs: 300 },
    { readers: 200, barMs: 1000 },
  ],
  pglite: [{ readers: 10, barMs: 300 }],
} as const

function print(name: string, value: number, unit: string, bar: number | null = null): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, bar }))
}

/** The least value that so large a share of the values does not exceed (nearest rank). */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}

async function measure(kind: keyof typeof loads, host: LoadedHost): Promise<void> {
  const readers = new Readers(host)
  const [wall, ...desks] = await Promise.all(
    ['wall', 'dispatcher', 'leader'].map((role) => readers.signIn(role)),
  )
  const areas = await readers.areas(desks[0])
  const district = areas.filter(({ kind: level }) => level === 'district').map(({ id }) => id)
  const listed = areas.filter(({ kind: level }) => level !== 'community').map(({ id }) => id)
  for (const { readers: many, barMs } of loads[kind]) {
    const asking = Array.from({ length: many }, (_, reader) =>
      reader % 2 === 0
        ? { token: wall, next: wallQuestions(district[0]) }
        : { token: desks[reader % desks.length], next: listQuestions(listed, reader) },
    )
    const { timesMs, errors } = await readers.read(asking, seconds)
    const name = `${kind}, ${many} readers`
    print(`${name}: p50`, quantile(timesMs, 0.5), 'ms')
    print(`${name}: p95`, quantile(timesMs, 0.95), 'ms', barMs)
    print(`${name}: errors`, errors.length, 'answers', 0)
    print(`${name}: answers`, timesMs.length / seconds, 'answers/s')
    for (const error of new Set(errors)) console.error(error)
  }
  readers.close()
}

for (const kind of ['postgres', 'pglite'] as const) {
  if (!kinds.includes(kind)) continue
  const host = await startLoadedHost(kind)
  try {
    await measure(kind, host)
  } finally {
    await host.stop()
  }
}
