import type { Page } from '@playwright/test'
import { demoPassword } from '../../../supabase/local/accounts/accounts'
import type { BenchPlan } from './host'
import { type Interaction, timed } from './probe'

export type Pixel = readonly [x: number, y: number]
const FIGURES = '.inspector'
const FRAME_MS = 16
/** Of the five seconds that the engine is given by default. */
const ENGINE_MS = 4_000
/** Between two edits of somebody who knows what comes next. */
export const PAUSE_MS = 700

/** Signs in as the planner of the benchmark's district. */
export async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/sign-in`)
  await page.getByLabel(/邮箱|e-mail/).fill('planner@demo.gridward.cn')
  await page.getByLabel(/^(密码|Password)/).fill(demoPassword)
  await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click()
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
}

/** Milliseconds from the start of the navigation until something is on the screen. */
export interface Opening {
  /** The plan's figures. */
  figuresMs: number
  /** The tools: from here on the plan can be drawn on. */
  readyMs: number
}

/** Opens the plan by its address. */
export async function openPlan(
  page: Page,
  address: string,
  { areaCode, planId }: BenchPlan,
): Promise<Opening> {
  // What the page before has left to do is not part of the opening.
  await page.goto('about:blank')
  await page.waitForTimeout(PAUSE_MS)
  await page.goto(`${address}/planner/${areaCode}?plan=${planId}`, { waitUntil: 'commit' })
  return page.evaluate(async () => {
    const shown = (is: () => boolean) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (is()) requestAnimationFrame(() => resolve(performance.now()))
          else requestAnimationFrame(look)
        }
        look()
      })
    const count = () => document.querySelector('[data-test=grid-count]')?.textContent ?? ''
    const [figuresMs, readyMs] = await Promise.all([
      shown(() => /[1-9]/.test(count())),
      shown(() => document.querySelector('[data-test=undo]') !== null),
    ])
    return { figuresMs, readyMs }
  })
}

/** Waits until nothing on the map changes any more and what it drew is on the screen: frames come in time again. */
export async function untilStill(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const map = window.benchMap?.()
    return map?.loaded() && !map.isMoving()
  })
  await page.waitForTimeout(500)
  await page.evaluate(async (quickMs) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    let before = await frame()
    for (let quick = 0; quick < 10;) {
      const now = await frame()
      quick = now - before < quickMs ? quick + 1 : 0
      before = now
    }
  }, 2 * FRAME_MS)
}

interface BenchMap {
  loaded: () => boolean
  isMoving: () => boolean
  jumpTo: (to: { center: [number, number]; zoom: number }) => void
  project: (at: [number, number]) => { x: number; y: number }
}

declare global {
  interface Window {
    benchMap?: () => BenchMap | undefined
  }
}

/** Makes the page's map reachable, found among the components that the page has mounted. */
export async function findMap(page: Page): Promise<void> {
  await page.evaluate(() => {
    interface Node {
      component?: { exposed?: { map?: { value: unknown } | null } | null; subTree?: Node } | null
      children?: unknown
      suspense?: { activeBranch?: Node } | null
    }
    const search = (node: Node | undefined | null): unknown => {
      if (!node) return undefined
      const own = node.component?.exposed?.map
      if (own?.value) return own.value
      const below = [node.component?.subTree, node.suspense?.activeBranch]
      if (Array.isArray(node.children)) below.push(...(node.children as Node[]))
      for (const child of below) {
        const found = typeof child === 'object' ? search(child) : undefined
        if (found) return found
      }
      return undefined
    }
    const root = document.querySelector('#app') as unknown as { _vnode: Node }
    window.benchMap = () => search(root._vnode) as BenchMap | undefined
  })
}

/** Shows some hundred buildings around a place. */
export async function lookAt(page: Page, center: [number, number], zoom: number): Promise<void> {
  await page.evaluate((to) => window.benchMap?.()?.jumpTo(to), { center, zoom })
  await untilStill(page)
}

/** The middle of the map and its size on the page, pixels. */
export async function mapBox(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.locator('.planner .map canvas.maplibregl-canvas').boundingBox()
  if (!box) throw new Error('The page shows no map.')
  return box
}

/** Where places (degrees) are on the page, pixels; nothing for those that the map does not show well inside. */
export async function pixelsOf(page: Page, places: readonly [number, number][]): Promise<(Pixel | null)[]> {
  const box = await mapBox(page)
  const pixels = await page.evaluate((all) => {
    const map = window.benchMap?.()
    return all.map((place) => {
      const { x, y } = map?.project(place) ?? { x: -1, y: -1 }
      return [x, y] as const
    })
  }, places)
  const [reach, right, bottom] = [120, box.width - 120, box.height - 160]
  return pixels.map(([x, y]) =>
    x > reach && y > reach && x < right && y < bottom ? ([box.x + x, box.y + y] as const) : null,
  )
}

/** A stroke of a hand in a hurry: a place every frame. */
export async function stroke(page: Page, [x, y]: Pixel, [toX, toY]: Pixel, steps = 24): Promise<void> {
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= steps; step++) {
    await page.mouse.move(x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps)
    await page.waitForTimeout(FRAME_MS)
  }
}

/** Paints with the brush from one pixel to another; the time is that from letting go to the figures of both grids. */
export async function paint(page: Page, from: Pixel, to: Pixel): Promise<Interaction> {
  await page.keyboard.press('b')
  await stroke(page, from, to)
  return timed(page, { event: 'mouseup', selector: FIGURES }, () => page.mouse.up())
}

/** Accepts what is painted; the time is that from the key to the figures of the plan. */
export async function accept(page: Page): Promise<Interaction> {
  return timed(page, { event: 'keydown', selector: FIGURES }, () => page.keyboard.press('2'))
}

/** Drags a border; the time is that from letting go to the figures. */
export async function dragBorder(page: Page, from: Pixel, to: Pixel): Promise<Interaction> {
  await page.keyboard.press('d')
  await stroke(page, from, to)
  return timed(page, { event: 'mouseup', selector: FIGURES }, () => page.mouse.up())
}

/** Chooses grids by the address, and waits until nothing moves any more. */
export async function choose(page: Page, grids: readonly number[]): Promise<void> {
  await page.evaluate(async (grid) => {
    interface Router {
      currentRoute: { value: { query: Record<string, string> } }
      replace: (to: { query: Record<string, string> }) => Promise<unknown>
    }
    const root = document.querySelector('#app') as unknown as {
      __vue_app__: { config: { globalProperties: { $router: Router } } }
    }
    const { $router } = root.__vue_app__.config.globalProperties
    await $router.replace({ query: { ...$router.currentRoute.value.query, grid } })
  }, grids.join(','))
  await untilStill(page)
}

/** Does to the chosen grids what a key stands for; the time is that from the key to the figures. */
export async function press(page: Page, key: string): Promise<Interaction> {
  return timed(page, { event: 'keydown', selector: FIGURES, quietMs: 600 }, () => page.keyboard.press(key))
}

/** Lets the engine draw the whole plan anew and returns the longest task meanwhile, and of the second after it, milliseconds. */
export async function drawAnew(page: Page): Promise<{ drawing: number; takingOver: number }> {
  const now = () => page.evaluate(() => performance.now())
  const takeOver = page.locator('[data-test=partition-take]')
  await page.keyboard.press('Escape')
  const began = await now()
  await page.keyboard.press('g')
  await takeOver.waitFor()
  await page.waitForTimeout(ENGINE_MS)
  const [drawing, ended] = await page.evaluate(
    (since) => [window.benchProbe.longestSince(since), performance.now()],
    began,
  )
  await takeOver.waitFor({ state: 'detached', timeout: 60_000 })
  await page.waitForTimeout(1_000)
  const takingOver = await page.evaluate((since) => window.benchProbe.longestSince(since), ended)
  return { drawing, takingOver }
}
