/** `npm run -s bench:planner`: one JSON line per figure, of the planner in a real browser with 10,080 buildings and 716 grids. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { buildApplication } from '../../supabase/local/serve/build'
import { projectRoot } from '../../supabase/local/start/process'
import { browserArguments } from '../e2e/support/browser-arguments'
import { findBrowser } from '../e2e/support/find-browser'
import { createDrags, halfOfCommunity } from './planner/borders'
import { generator } from './planner/district'
import { type BenchPlan, seedBench, startBenchHost } from './planner/host'
import { addProbe, type Interaction } from './planner/probe'
import {
  accept,
  choose,
  drawAnew,
  dragBorder,
  findMap,
  lookAt,
  mapBox,
  type Opening,
  openPlan,
  paint,
  PAUSE_MS,
  press,
  signIn,
  untilStill,
} from './planner/planner-page'
import { measureTerraDraw } from './planner/terra-draw'

const EDITS = Number(process.env.BENCH_EDITS ?? 40)
const HOUR_EDITS = Number(process.env.BENCH_HOUR ?? 400)
const CENTRE: [number, number] = [113.255, 35.227]
const ZOOM = 14.6
function print(name: string, value: number, unit: string, bar: number | null = null): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, bar }))
}

/** The least value that so large a share of the values does not exceed (nearest rank). */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
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
    if (await page.locator('[data-offer]').nth(1).isVisible()) {
      await page.waitForTimeout(PAUSE_MS)
      accepted.push(await accept(page))
    }
    await page.keyboard.press('Escape')
    await page.waitForTimeout(PAUSE_MS)
  }
  report('painting', preview)
  report('accepting what is painted', accepted)
}

async function measureDragging(page: Page, plan: BenchPlan): Promise<void> {
  const times: Interaction[] = []
  const next = createDrags(page, plan, random)
  for (let edit = 0; edit < EDITS; edit++) {
    const way = await next()
    await page.waitForTimeout(PAUSE_MS)
    times.push(await dragBorder(page, ...way))
  }
  const done = times.filter(({ isChanged }) => isChanged)
  print('border drag: drags that changed figures', done.length, `of ${EDITS}`)
  report('border drag', done)
  await page.keyboard.press('Escape')
}

/** What is done to chosen grids with one key; every deed is taken back before the next. */
async function measureDeeds(page: Page, address: string, plan: BenchPlan): Promise<void> {
  const ten = halfOfCommunity(plan, 'both').slice(0, 10)
  const deeds: [name: string, key: string, grids: number[]][] = [
    ['locking ten grids', 'o', ten],
    ['solving ten grids again', 'r', ten],
    ['merging the grids of a piece', 'j', halfOfCommunity(plan, 'west')],
    ['splitting a grid', 'p', ten.slice(0, 1)],
  ]
  await openPlan(page, address, plan)
  await findMap(page)
  await lookAt(page, CENTRE, ZOOM)
  for (const [name, key, grids] of deeds) {
    const times: number[] = []
    for (let time = 0; time < Math.min(EDITS, 10); time++) {
      await choose(page, grids)
      times.push((await press(page, key)).figuresMs)
      await page.keyboard.press('Control+z')
      await untilStill(page)
    }
    print(`${name} (${grids.length} chosen): figures on screen, median`, quantile(times, 0.5), 'ms', 100)
    print(`${name} (${grids.length} chosen): figures on screen, worst`, Math.max(...times), 'ms')
  }
}

/** The longest task of the page while the engine draws the whole plan anew in its workers, and when its plan is taken over. */
async function measureEngine(page: Page): Promise<void> {
  const { drawing, takingOver } = await drawAnew(page)
  print('the engine at work: longest task of the page', drawing, 'ms', 50)
  print('taking over its plan: longest task of the page', takingOver, 'ms', 50)
}

/** What the page holds after a collection, in megabytes of its JavaScript heap. */
async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}

/** As many random border edits as an hour has: one every nine seconds, here without the pauses. */
async function measureHour(page: Page, plan: BenchPlan): Promise<void> {
  print('memory before the hour', await heapMegabytes(page), 'MB')
  await page.keyboard.press('d')
  let next = createDrags(page, plan, random)
  for (let edit = 0; edit < HOUR_EDITS; edit++) {
    if (edit % 40 === 0) {
      await lookAt(page, [CENTRE[0] + 0.04 * random(), CENTRE[1] + 0.02 * random()], ZOOM)
      next = createDrags(page, plan, random)
    }
    const [from, to] = await next()
    await page.mouse.move(...from)
    await page.mouse.down()
    await page.mouse.move(...to, { steps: 3 })
    await page.mouse.up()
  }
  print(`memory after ${HOUR_EDITS} random edits`, await heapMegabytes(page), 'MB', 400)
}

async function measureOpening(page: Page, address: string, plan: BenchPlan): Promise<void> {
  const openings: Opening[] = []
  for (let time = 0; time < 3; time++) {
    openings.push(await openPlan(page, address, plan))
    await findMap(page)
    await untilStill(page)
  }
  const median = (of: (opening: Opening) => number) => quantile(openings.map(of), 0.5)
  print(
    'opening the plan: figures on screen, median of 3',
    median(({ figuresMs }) => figuresMs),
    'ms',
    1500,
  )
  print(
    'opening the plan: ready to be drawn on, median of 3',
    median(({ readyMs }) => readyMs),
    'ms',
    3000,
  )
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
    await measureOpening(page, host.address, plan)
    await lookAt(page, CENTRE, ZOOM)
    await measurePainting(page)
    await measureDragging(page, plan)
    await measureHour(page, plan)
    await measureDeeds(page, host.address, plan)
    await measureEngine(page)
    await page.close()
    report('terra-draw, a corner dragged', await measureTerraDraw(context, plan.rings, CENTRE, EDITS))
  } finally {
    await browser.close()
    await host.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
