import type { Page } from '@playwright/test'
import { demoPassword } from '../../../supabase/local/accounts'
import type { BenchPlan } from './host'
import { type Interaction, timed } from './probe'

type Pixel = readonly [x: number, y: number]
const FIGURES = '.inspector'

/** Signs in as the planner of the benchmark's district. */
export async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/sign-in`)
  await page.getByLabel(/^(邮箱|Email)/).fill('planner@demo.gridward.cn')
  await page.getByLabel(/^(密码|Password)/).fill(demoPassword)
  await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click()
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
}

/** Opens the plan by its address and returns the milliseconds from the start of the navigation to its figures on screen. */
export async function openPlan(
  page: Page,
  address: string,
  { areaCode, planId }: BenchPlan,
): Promise<number> {
  await page.goto(`${address}/planner/${areaCode}?plan=${planId}`, { waitUntil: 'commit' })
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const count = document.querySelector('[data-test=grid-count]')
          if (/[1-9]/.test(count?.textContent ?? '')) requestAnimationFrame(() => resolve(performance.now()))
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
}

/** Waits until nothing on the map changes any more. */
export async function untilStill(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const map = window.benchMap?.()
    return map?.loaded() && !map.isMoving()
  })
  await page.waitForTimeout(500)
}

interface BenchMap {
  loaded: () => boolean
  isMoving: () => boolean
  jumpTo: (to: { center: [number, number]; zoom: number }) => void
  project: (at: [number, number]) => { x: number; y: number }
  queryRenderedFeatures: (options: { layers: string[] }) => {
    geometry: { type: string; coordinates: unknown }
  }[]
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

/** Corners of borders between grids that are on the screen, pixels of the page. */
export async function borderPixels(page: Page): Promise<Pixel[]> {
  const box = await mapBox(page)
  const corners = await page.evaluate(() => {
    const map = window.benchMap?.()
    const rings = (map?.queryRenderedFeatures({ layers: ['grids-fill'] }) ?? []).flatMap(({ geometry }) => {
      const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as [
        number,
        number,
      ][][][]
      return polygons.flat()
    })
    return rings.flat().map((at) => {
      const { x, y } = map?.project(at) ?? { x: -1, y: -1 }
      return [x, y] as const
    })
  })
  const [reach, right, bottom] = [120, box.width - 120, box.height - 160]
  return corners
    .filter(([x, y]) => x > reach && y > reach && x < right && y < bottom)
    .map(([x, y]) => [box.x + x, box.y + y] as const)
}

async function stroke(page: Page, path: readonly Pixel[]): Promise<void> {
  const [[x, y], ...rest] = path
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (const [toX, toY] of rest) await page.mouse.move(toX, toY)
}

/** Paints with the brush from one pixel to another; the time is that from letting go to the figures of both grids. */
export async function paint(page: Page, from: Pixel, to: Pixel): Promise<Interaction> {
  await page.keyboard.press('b')
  await stroke(page, wayFrom(from, to))
  return timed(page, { event: 'mouseup', selector: FIGURES }, () => page.mouse.up())
}

/** Accepts what is painted; the time is that from the key to the figures of the plan. */
export async function accept(page: Page): Promise<Interaction> {
  return timed(page, { event: 'keydown', selector: FIGURES }, () => page.keyboard.press('2'))
}

/** Drags a border; the time is that from letting go to the figures. */
export async function dragBorder(page: Page, from: Pixel, to: Pixel): Promise<Interaction> {
  await page.keyboard.press('d')
  await stroke(page, wayFrom(from, to))
  return timed(page, { event: 'mouseup', selector: FIGURES }, () => page.mouse.up())
}

function wayFrom([x, y]: Pixel, [toX, toY]: Pixel, steps = 6): Pixel[] {
  return Array.from({ length: steps + 1 }, (_, step) => [
    x + ((toX - x) * step) / steps,
    y + ((toY - y) * step) / steps,
  ])
}
