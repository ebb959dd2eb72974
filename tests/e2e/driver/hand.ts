import { destination } from '@turf/destination'
import { findMap } from '../../bench/planner/planner-page'
import { expect, type Page } from '../support/browser'

export type LngLat = readonly [number, number]
export type Pixel = [x: number, y: number]

/** Buildings of an estate stand well apart here. */
const CLOSE_ZOOM = 17.5
/** So much ground is a pixel in the demo district looked at closely, metres. */
export const METRES_PER_PIXEL = 0.316
const STEP_PIXELS = 20

/** Brings a place into the middle of the map, so near that single buildings can be hit. */
export async function lookCloselyAt(page: Page, center: LngLat, zoom = CLOSE_ZOOM): Promise<void> {
  await findMap(page)
  const to = { center: [...center] as [number, number], zoom }
  await page.evaluate((view) => window.benchMap?.()?.jumpTo(view), to)
}

/** Waits until all that the map is to show has been drawn. */
export async function untilDrawn(page: Page): Promise<void> {
  await findMap(page)
  await page.waitForFunction(() => window.benchMap?.()?.loaded())
}

/** Returns the colours, [red, green, blue], that stand in the middle of the map in so many pictures of the page, one after the other. */
export async function coloursOfMap(page: Page, pictures: number): Promise<number[][]> {
  const box = await page.locator('.planner .canvas').boundingBox()
  if (!box) throw new Error('There is no map.')
  const clip = { x: box.x + box.width / 2, y: box.y + box.height / 2, width: 8, height: 8 }
  const colours: number[][] = []
  for (let taken = 0; taken < pictures; taken++) {
    const picture = (await page.screenshot({ clip })).toString('base64')
    const colour = await page.evaluate(async (encoded) => {
      const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes]))
      const canvas = new OffscreenCanvas(1, 1)
      const context = canvas.getContext('2d')!
      context.drawImage(bitmap, 0, 0)
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
    }, picture)
    colours.push(colour)
  }
  return colours
}

/** Returns where positions stand on the screen now. */
export async function onScreen(page: Page, positions: readonly LngLat[]): Promise<Pixel[]> {
  const box = await page.locator('.planner .canvas').boundingBox()
  if (!box) throw new Error('There is no map.')
  const inMap = await page.evaluate(
    (all) => all.map((at) => window.benchMap?.()?.project([at[0], at[1]]) ?? { x: NaN, y: NaN }),
    positions.map(([lng, lat]) => [lng, lat]),
  )
  return inMap.map(({ x, y }) => [box.x + x, box.y + y])
}

/** Takes up a tool of the rail. */
export async function takeUp(page: Page, tool: string): Promise<void> {
  await page.locator(`[data-tool=${tool}]`).click()
  await expect(page.locator(`[data-tool=${tool}]`)).toHaveAttribute('aria-pressed', 'true')
}

/** Draws along places of the screen, a step a frame, and keeps the button down. */
export async function begin(page: Page, path: readonly Pixel[]): Promise<void> {
  await page.mouse.move(...path[0])
  await page.mouse.down()
  for (const [index, [x, y]] of path.slice(1).entries()) {
    const [fromX, fromY] = path[index]
    const steps = Math.ceil(Math.hypot(x - fromX, y - fromY) / STEP_PIXELS)
    for (let step = 1; step <= steps; step++) {
      await page.mouse.move(fromX + ((x - fromX) * step) / steps, fromY + ((y - fromY) * step) / steps)
      await page.evaluate(() => new Promise(requestAnimationFrame))
    }
  }
}

/** Draws along places of the screen and lets go. */
export async function draw(page: Page, path: readonly Pixel[]): Promise<void> {
  await begin(page, path)
  await page.mouse.up()
}

/** Passes over two places of the screen in a single leap, as a quick hand is heard, from before the one to behind the other. */
export async function dash(page: Page, [x, y]: Pixel, [toX, toY]: Pixel, overshoot: number): Promise<void> {
  const length = Math.hypot(toX - x, toY - y)
  const [beyondX, beyondY] = [((toX - x) * overshoot) / length, ((toY - y) * overshoot) / length]
  await page.mouse.move(x - beyondX, y - beyondY)
  await page.mouse.down()
  await page.mouse.move(toX + beyondX, toY + beyondY)
  await page.mouse.up()
}

/** Breaks off what the hand is doing, and lets go. */
export async function breakOff(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

/** Returns the corners of a box on the screen around places, so many pixels away from them. */
export function boxAround(places: readonly Pixel[], away: number): [Pixel, Pixel] {
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)]
  return [
    [Math.min(...xs) - away, Math.min(...ys) - away],
    [Math.max(...xs) + away, Math.max(...ys) + away],
  ]
}

/** Returns a closed way around a place of the screen. */
export function ringAround([x, y]: Pixel, radius: number): Pixel[] {
  const turns = Array.from({ length: 17 }, (_, turn) => (turn * Math.PI) / 8)
  return turns.map((angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)])
}

/** Returns the corners of a rectangle around a place, as long and as high as said, metres. */
export function rectangleAround([lng, lat]: LngLat, east: number, north: number): LngLat[] {
  const halfLng = beyond([lng, lat], east / 2, 90)[0] - lng
  const halfLat = beyond([lng, lat], north / 2, 0)[1] - lat
  return [
    [lng - halfLng, lat - halfLat],
    [lng + halfLng, lat - halfLat],
    [lng + halfLng, lat + halfLat],
    [lng - halfLng, lat + halfLat],
  ]
}

/** What the page says a held border would do: households before and after, by the number of the grid; else why it cannot lie there. */
export async function promisedByBorder(page: Page): Promise<Map<number, [number, number]> | string> {
  const text = (await page.locator('[data-test=moving]').allTextContents()).join('').trim()
  const sides = [...text.matchAll(/(\d+)：([\d,]+) → ([\d,]+) 户/g)]
  const count = (digits: string) => Number(digits.replaceAll(',', ''))
  return sides.length
    ? new Map(sides.map(([, grid, before, after]) => [Number(grid), [count(before), count(after)]]))
    : text
}

/** What the page says it has measured: a length in metres, and an area in square metres where the line is closed. */
export async function measured(page: Page): Promise<{ metres: number; squareMetres: number | null }> {
  const text = (await page.locator('[data-test=measured]').textContent()) ?? ''
  const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1].replace(/,/g, '') ?? NaN)
  const isFar = text.includes('公里')
  const hectares = number(/([\d.,]+) ?公顷/)
  return {
    metres: isFar ? 1000 * number(/([\d.,]+)公里/) : number(/([\d.,]+)米/),
    squareMetres: Number.isNaN(hectares) ? null : 10_000 * hectares,
  }
}

/** The position so many metres from another one, in a direction in degrees from north to east. */
function beyond(from: LngLat, metres: number, degrees: number): LngLat {
  return destination([...from], metres, degrees, { units: 'meters' }).geometry
    .coordinates as unknown as LngLat
}
