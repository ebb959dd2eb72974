import type { Locator } from '@playwright/test'
import { expect, type Page } from '../../support/browser'
import { beSignedIn } from '../people'
import { RawRows } from './raw'

const PATIENCE_MS = 60_000

/** Opens the heat map as the leader with a selection, without the base map, when its picture is there. */
export async function openHeatMap(page: Page, query = ''): Promise<void> {
  await beSignedIn(page, 'leader')
  await goTo(page, query)
}

/** Opens the heat map of another address and waits until its picture is there. */
export async function goTo(page: Page, query: string): Promise<void> {
  await page.goto(`/analysis?base=0&${query}`)
  await expect(page.getByTestId('density')).toHaveAttribute('data-settled', 'true', { timeout: PATIENCE_MS })
}

/** Returns how many cases are looked at. */
export async function total(page: Page): Promise<number> {
  const words = await page.getByTestId('total').locator('b').innerText()
  return Number(words.replaceAll(',', ''))
}

/** Returns the sum of the table of areas. */
export async function sumOfAreas(page: Page): Promise<number> {
  const more = page.getByTestId('areas').locator('..').getByRole('button', { name: /^全部/ })
  if (await more.isVisible()) await more.click()
  const cells = await page.getByTestId('areas').locator('tbody td:nth-child(2)').allInnerTexts()
  return cells.reduce((sum, words) => sum + Number(words.replaceAll(',', '').trim()), 0)
}

/** Clicks places on the map, parts of its width and height from the upper left. */
export async function clickMap(page: Page, places: readonly (readonly [number, number])[]): Promise<void> {
  const box = await page.getByTestId('density').locator('canvas.maplibregl-canvas').boundingBox()
  if (!box) throw new Error('there is no map')
  for (const [right, down] of places)
    await page.mouse.click(box.x + box.width * right, box.y + box.height * down)
}

/** Drags from one place on the map to another, parts of its width and height from the upper left. */
export async function dragOnMap(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const box = await page.getByTestId('density').locator('canvas.maplibregl-canvas').boundingBox()
  if (!box) throw new Error('there is no map')
  await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1])
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * to[0], box.y + box.height * to[1], { steps: 8 })
  await page.mouse.up()
}

/** Returns the corners of the border that the address says. */
export function cornersIn(page: Page): string[] {
  return new URL(page.url()).searchParams.get('border')?.split('.') ?? []
}

/** Has more cases of public health reported yesterday, in one place of the demo, than is usual there. */
export async function plantAlarm(baseURL: string | undefined): Promise<void> {
  const raw = await RawRows.of(baseURL ?? '')
  await raw.plant('999901', '09', 20)
}

/** Returns the alarm that was planted, once it is there, and how many cases it says. */
export async function plantedAlarm(page: Page): Promise<{ alarm: Locator; cases: number }> {
  const alarm = page
    .getByTestId('unusual')
    .getByRole('listitem')
    .filter({ has: page.getByTestId('alarm') })
    .filter({ hasText: '公共卫生' })
    .first()
  await expect(alarm).toBeVisible({ timeout: PATIENCE_MS })
  const cases = Number((await alarm.getByTestId('alarm').innerText()).match(/：(\d+) 件/)?.[1])
  expect(cases).toBeGreaterThanOrEqual(20)
  return { alarm, cases }
}

/** Returns what the page says of the middle of the map: cases per square kilometre and month. */
export async function middleValue(page: Page): Promise<number> {
  await clickMap(page, [[0.5, 0.5]])
  const value = page.getByTestId('value')
  await expect(value).toContainText('此处')
  return Number((await value.innerText()).replaceAll(',', '').match(/[\d.]+/)?.[0])
}

/** Returns the colour in the middle of the map, as it is on the screen. */
export async function middleColour(page: Page): Promise<string> {
  const box = await page.getByTestId('density').locator('canvas.maplibregl-canvas').boundingBox()
  if (!box) throw new Error('there is no map')
  const clip = { x: box.x + box.width / 2, y: box.y + box.height / 2, width: 1, height: 1 }
  const picture = await page.screenshot({ clip, scale: 'css' })
  return page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const context = document.createElement('canvas').getContext('2d')!
    context.drawImage(image, 0, 0)
    return [...context.getImageData(0, 0, 1, 1).data].join()
  }, picture.toString('base64'))
}
