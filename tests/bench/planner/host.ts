import { type ChildProcess, spawn } from 'node:child_process'
import { createDrawingBoard, drawPlan } from '../../../supabase/local/demo/plans'
import { seedAccounts } from '../../../supabase/local/demo/seed/accounts'
import { seedAreas } from '../../../supabase/local/demo/seed/areas'
import { seedPlaces } from '../../../supabase/local/demo/seed/places'
import { savePlan } from '../../../supabase/local/demo/seed/plans'
import { openHost } from '../../../supabase/local/start/host'
import { projectRoot } from '../../../supabase/local/start/process'
import { freePort } from '../../support/port'
import { benchDistrict } from './district'

const STEPS = 60

/** What stands in the database of the benchmark. */
export interface BenchPlan {
  planId: number
  areaCode: string
  buildings: number
  grids: number
  /** Outer ring of each grid (closed, degrees); the key of the first grid is 1. */
  rings: [lng: number, lat: number][][]
}

/** Fills an empty data folder with the district of the benchmark and a draft of about 716 grids. */
export async function seedBench(folder: string): Promise<BenchPlan> {
  const district = benchDistrict()
  const drawn = await drawPlan(createDrawingBoard(district), { targetHouseholds: 400, seed: 1, steps: STEPS })
  const host = await openHost({ folder, host: '127.0.0.1', port: 0, demo: false }, () => undefined)
  try {
    const planId = await host.backend.database.transaction(async (queries) => {
      const keys = await seedAreas(queries, district)
      const buildings = await seedPlaces(queries, district, keys)
      await seedAccounts(queries, keys)
      const [{ scheme }] = await queries.query<{ scheme: number | string }>(
        `select id as scheme from public.schemes where code = 'jiefang-400' and district_id is null`,
      )
      const communities = new Set(district.communities.keys())
      const sheet = { area: keys.district, scheme: Number(scheme), name: '量测', drawn, communities }
      return savePlan(queries, sheet, keys, buildings)
    })
    await host.backend.database.exec('analyze')
    const { length: buildings } = district.buildings
    const rings = drawn.polygons.map(([[outer]]) => outer.map(([lng, lat]): [number, number] => [lng, lat]))
    return { planId, areaCode: district.code, buildings, grids: rings.length, rings }
  } finally {
    await host.close()
  }
}

/** A host in a process of its own. */
export interface BenchHost {
  address: string
  stop: () => Promise<void>
}

/** Starts the host on a data folder and waits until it answers. */
export async function startBenchHost(folder: string): Promise<BenchHost> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const program = ['--import', 'tsx', 'supabase/local/main.ts', 'start', '--no-demo']
  const child = spawn(process.execPath, [...program, '--data', folder, '--port', String(port)], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await untilAnswers(address, child)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await gone
  }
  return { address, stop }
}

async function untilAnswers(address: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`${address}/health`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('The host ended before it answered.')
}
