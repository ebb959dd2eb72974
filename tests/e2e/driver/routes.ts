import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router'
import { projectRoot } from '../../../supabase/local/start/process'

/** Papers of one record: they need one that was just made, and have tests of their own. */
const OF_A_RECORD = ['volunteer-paper']

/** Returns the names of the application's pages that none of the addresses opens. */
export async function pagesNotSeen(addresses: readonly string[]): Promise<string[]> {
  const features = join(projectRoot, 'src/features')
  const routes: RouteRecordRaw[] = []
  for (const feature of await readdir(features)) {
    const module = await import(join(features, feature, 'routes.ts')).catch(() => undefined)
    routes.push(...((module as { routes?: RouteRecordRaw[] } | undefined)?.routes ?? []))
  }
  const router = createRouter({ history: createMemoryHistory(), routes })
  const seen = new Set(addresses.map((address) => router.resolve(address).name))
  return router
    .getRoutes()
    .filter(({ redirect, name }) => !redirect && name && !seen.has(name) && !OF_A_RECORD.includes(String(name)))
    .map(({ name }) => String(name))
}
