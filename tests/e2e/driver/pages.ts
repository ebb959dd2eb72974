import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router'
import { projectRoot } from '../../../supabase/local/start/process'
import { listAreas } from '../../../src/data/areas'
import { listVolunteers } from '../../../src/data/setup/volunteers'
import { listPlans } from '../../../src/data/plans/plans'
import { readGridsInForce } from '../../../src/data/plans/in-force'
import { tabs } from '../../../src/features/administration/tabs'
import { parts } from '../../../src/features/setup/parts'
import type { Client } from '../../../src/lib/supabase'
import { expect, type Page } from '../support/browser'
import type { DemoRole } from './people'

/** A page as somebody opens it, and what stands on it once it is there. */
export interface PageToSee {
  name: string
  as: DemoRole
  path: string
  ready: string
  /** Opened after that, before the page is looked at. */
  open?: string
}

/** Returns somebody who was certified, of the demo district. */
async function certified(database: Client): Promise<{ id: number; certificate: string }> {
  const community = (await listAreas(database)).find(({ kind }) => kind === 'community')
  const { volunteers } = await listVolunteers(database, community?.id ?? 0)
  const found = volunteers.find(({ certificate }) => certificate)
  if (!found?.certificate) throw new Error('Nobody is certified.')
  return { id: found.id, certificate: found.certificate }
}

/** Returns every page of the application with something on it, for a database with the demo district. */
export async function everyPage(database: Client): Promise<PageToSee[]> {
  const areas = await listAreas(database)
  const district = areas.find(({ parentId }) => parentId === null)
  if (!district) throw new Error('There is no district.')
  const plans = await listPlans(database, district.id)
  const inForce = plans.find(({ inForce }) => inForce > 0)
  const [grid] = await readGridsInForce(database, district.id)
  if (!inForce || !grid) throw new Error('No plan is in force.')
  const community = areas.find(({ id }) => id === grid.community)
  const plan = `plan=${inForce.id}`
  const volunteer = await certified(database)
  return [
    { name: 'plans', as: 'planner', path: '/planner', ready: '.planner[data-stage=ready] [data-plan]' },
    {
      name: 'what can be done with a plan',
      as: 'planner',
      path: '/planner',
      ready: '.planner[data-stage=ready] [data-menu]',
      open: '[data-menu]',
    },
    {
      name: 'a new plan',
      as: 'planner',
      path: '/planner',
      ready: '.planner[data-stage=ready] [data-test=new-plan]',
      open: '[data-test=new-plan]',
    },
    {
      name: 'a plan',
      as: 'planner',
      path: `/planner/${inForce.areaCode}?${plan}`,
      ready: '.planner[data-stage=ready] [data-test=grid-count]',
    },
    {
      name: 'a plan with its table',
      as: 'planner',
      path: `/planner/${inForce.areaCode}?${plan}&grid=${grid.key}`,
      ready: '.planner[data-stage=ready] [data-test=grid-inspector]',
      open: '[data-test=table]',
    },
    {
      name: 'exports',
      as: 'planner',
      path: `/planner/${inForce.areaCode}?${plan}`,
      ready: '.planner[data-stage=ready] [data-test=grid-count]',
      open: '[data-test=export]',
    },
    { name: 'in force', as: 'planner', path: '/planner/in-force', ready: '.in-force[data-ready] canvas' },
    {
      name: 'comparison, nothing chosen',
      as: 'planner',
      path: '/planner/compare',
      ready: '.compare [data-test=compare-a]',
    },
    {
      name: 'comparison',
      as: 'planner',
      path: `/planner/compare?a=force&b=${inForce.id}`,
      ready: '.compare[data-ready] canvas',
    },
    { name: 'report', as: 'planner', path: `/planner/report?${plan}`, ready: '.report[data-ready]' },
    {
      name: 'notice boards',
      as: 'planner',
      path: `/planner/notice-boards?${plan}&of=${community?.code}`,
      ready: '.boards[data-ready] [data-board]',
    },
    { name: 'a grid', as: 'planner', path: `/planner/grid/${grid.code}`, ready: '[data-test=grid-state]' },
    { name: 'no such grid', as: 'planner', path: '/planner/grid/1', ready: '[data-test=unknown-grid]' },
    { name: 'incidents', as: 'dispatcher', path: '/incidents', ready: '.list [data-id]' },
    {
      name: 'reporting',
      as: 'dispatcher',
      path: '/incidents',
      ready: '.report-button',
      open: '.report-button',
    },
    { name: 'import', as: 'admin', path: '/import', ready: 'main h1' },
    { name: 'figures', as: 'leader', path: '/figures', ready: '[data-testid=ranking] tbody tr' },
    {
      name: 'the cases of a figure',
      as: 'leader',
      path: '/figures?unit=street',
      ready: '[data-testid^=why-]',
      open: '[data-testid^=why-]',
    },
    { name: 'bulletin', as: 'leader', path: '/figures/bulletin', ready: '[data-testid=bulletin] table' },
    {
      name: 'assessment',
      as: 'leader',
      path: '/figures/assessment',
      ready: '[data-testid=assessment] tbody tr',
    },
    { name: 'heat map', as: 'leader', path: '/analysis', ready: '[data-testid=density][data-settled=true]' },
    { name: 'set-up', as: 'admin', path: '/setup', ready: '.setup .part :is(h1, h2)' },
    ...parts.map(({ key }) => ({
      name: `set-up: ${key}`,
      as: 'admin' as const,
      path: `/setup/${key}`,
      ready: '.setup .part :is(h1, h2)',
    })),
    {
      name: 'a certificate',
      as: 'admin',
      path: `/setup/certificate/${volunteer.id}`,
      ready: '.paper .sheet strong',
    },
    ...tabs.map(({ path }) => ({
      name: `administration: ${path}`,
      as: 'admin' as const,
      path: `/administration/${path}`,
      ready: '.administration .page :is(h1, h2, table)',
    })),
    { name: 'wall', as: 'wall', path: '/wall', ready: '.wall[data-line=live] .figure .value' },
    { name: 'no such page', as: 'planner', path: '/nowhere', ready: 'main h1' },
    { name: 'a page for others', as: 'planner', path: '/not-for-you', ready: 'main h1' },
  ]
}

/** Returns addresses for who has not signed in: a certificate is checked that is good, and one that nobody has. */
export async function publicPages(database: Client): Promise<string[]> {
  const { certificate } = await certified(database)
  return ['/sign-in', '/join', '/pair', '/certificate', `/certificate/${certificate}`, '/certificate/V-1']
}

/** Opens a page and waits until it is there. */
export async function see(page: Page, { path, ready, open }: PageToSee): Promise<void> {
  await page.goto(path)
  await expect(page.locator(ready).first()).toBeVisible({ timeout: 60_000 })
  await nothingToCome(page)
  if (open) await page.locator(open).first().click()
}

/** Waits until nothing of the page that is open is still to come. */
export async function nothingToCome(page: Page): Promise<void> {
  await expect(page.locator('main p[role=status].quiet')).toHaveCount(0, { timeout: 60_000 })
}

/** Returns the names of the application's pages that none of the addresses opens. */
export async function pagesNotSeen(addresses: readonly string[]): Promise<string[]> {
  const features = join(projectRoot, 'src/features')
  const routes: RouteRecordRaw[] = []
  for (const feature of await readdir(features)) {
    const file = join(features, feature, 'routes.ts')
    if (!existsSync(file)) continue
    const { routes: own } = (await import(file)) as { routes: RouteRecordRaw[] }
    routes.push(...own)
  }
  const router = createRouter({ history: createMemoryHistory(), routes })
  const seen = new Set(addresses.map((address) => router.resolve(address).name))
  return router
    .getRoutes()
    .filter(({ redirect, name }) => !redirect && name && !seen.has(name))
    .map(({ name }) => String(name))
}
