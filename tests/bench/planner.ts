/** `npm run -s bench:planner`: one JSON line per figure, of the planner in a real browser with 10,080 buildings and 716 grids. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { buildApplication } from '../../supabase/local/serve/build'
import { projectRoot } from '../../supabase/local/start/process'
import { browserArguments } from '../e2e/support/browser-arguments'
import { findBrowser } from '../e2e/support/find-browser'
import { seedBench, startBenchHost } from './planner/host'
import { addProbe, type Interaction } from './planner/probe'
import {
  accept,
  borderPixels,
  dragBorder,
  findMap,
  lookAt,
  mapBox,
  openPlan,
  paint,
  signIn,
  untilStill,
} from './planner/planner-page'

const EDITS = Number(process.env.BENCH_EDITS ?? 40)
const CENTRE: [number, number] = [113.255, 35.227]
const ZOOM = 14.6

function print(name: string, value: number, unit: string, bar: number | null = null): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, bar }))
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
const random = generator(3)

function report(name: string, times: readonly Interaction[]): void {
  const figures = times.map(({ figuresMs }) => figuresMs)
  print(`${name}: figures on screen, median`, quantile(figures, 0.5), 'ms')
  print(`${name}: figures on screen, p95`, quantile(figures, 0.95), 'ms', 50)
  print(`${name}: longest task`, Math.max(...times.map(({ longestTaskMs }) => longestTaskMs)), 'ms', 50)
}

async function measurePainting(page: Page): Promise<void> {
  const box = await mapBox(page)
  const [preview, accepted]: Interaction[][] = [[], []]
  for (let edit = 0; edit < EDITS; edit++) {
    const x = box.x + 200 + random() * (box.width - 400)
    const y = box.y + 150 + random() * (box.height - 350)
    preview.push(await paint(page, [x, y], [x + 40 * random(), y + 40 * random()]))
    if (await page.locator('[data-offer]').nth(1).isVisible()) accepted.push(await accept(page))
    await page.keyboard.press('Escape')
    await page.waitForTimeout(100)
  }
  report('painting', preview)
  report('accepting what is painted', accepted)
}

async function measureDragging(page: Page): Promise<void> {
  const times: Interaction[] = []
  for (let edit = 0; edit < EDITS; edit++) {
    const corners = await borderPixels(page)
    const from = corners[Math.floor(random() * corners.length)]
    times.push(await dragBorder(page, from, [from[0] + 30 * random() - 15, from[1] + 30 * random() - 15]))
    await page.waitForTimeout(100)
  }
  report('border drag', times)
  await page.keyboard.press('Escape')
}

/** What the page holds after a collection, in megabytes of its JavaScript heap. */
async function measureMemory(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  print(`memory after ${3 * EDITS} gestures`, usedSize / 1e6, 'MB', 400)
}

async function main(): Promise<void> {
  await buildApplication(projectRoot)
  const folder = await mkdtemp(join(tmpdir(), 'gridward-bench-'))
  const data = join(folder, 'data')
  const plan = await seedBench(data)
  print('buildings', plan.buildings, '')
  print('grids', plan.grids, '')
  const host = await startBenchHost(data)
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments })
  try {
    const context = await browser.newContext({
      viewport: { width: 1920, height: 1080 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    const page = await context.newPage()
    await addProbe(page)
    await signIn(page, host.address)
    const openings: number[] = []
    let longestOpening = 0
    for (let time = 0; time < 3; time++) {
      openings.push(await openPlan(page, host.address, plan))
      await findMap(page)
      await untilStill(page)
      longestOpening = Math.max(longestOpening, await page.evaluate(() => window.benchProbe.longestSince(0)))
    }
    print('opening the plan, median of 3', quantile(openings, 0.5), 'ms', 2000)
    print('opening the plan: longest task', longestOpening, 'ms', 50)
    await lookAt(page, CENTRE, ZOOM)
    await measurePainting(page)
    await measureDragging(page)
    await measureMemory(page)
  } finally {
    await browser.close()
    await host.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
