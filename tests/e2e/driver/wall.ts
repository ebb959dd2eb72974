import { expect, type Page } from '../support/browser'
import type { Report } from './elsewhere'
import { beSignedIn } from './people'

/** Opens the wall as the account of the wall, and waits until its figures are there. */
export async function openWall(page: Page): Promise<void> {
  await beSignedIn(page, 'wall')
  await page.goto('/')
  await expect(page).toHaveURL(/\/wall/)
  await expect(figure(page, '今日上报')).toHaveText(/\d/)
}

/** Returns how many incidents the wall says were reported today. */
export async function reportedToday(page: Page): Promise<number> {
  const text = (await figure(page, '今日上报').textContent()) ?? ''
  return Number(text.replace(/\D/g, ''))
}

/** Expects the first line of the feed to be the report. */
export async function expectOnTop(page: Page, report: Report): Promise<void> {
  const first = page.getByTestId('wall-feed').getByRole('listitem').first()
  await expect(first).toContainText(report.category, { timeout: 15_000 })
  await expect(first).toContainText(report.community)
}

/** Expects the wall to say that its connection is gone and from when its data is. */
export async function expectLost(page: Page): Promise<void> {
  await expect(page.getByText(/连接中断.*数据停留在 \d\d:\d\d/)).toBeVisible({ timeout: 20_000 })
}

/** Expects the wall to be connected. */
export async function expectConnected(page: Page): Promise<void> {
  await expect(page.getByText('已连接')).toBeVisible({ timeout: 40_000 })
}

function figure(page: Page, label: string) {
  return page.locator('.figure', { hasText: label }).locator('.value')
}

/** What the wall says of a plan in force and its grids. */
export interface Standing {
  /** Grids with every exclusive post filled, of all grids. */
  filledGrids: number
  grids: number
  /** Households in visited buildings, of all households. */
  visited: number
  households: number
}

/** Opens the wall of an area, as whoever is signed in, and waits until its figures are there. */
export async function openWallOf(page: Page, areaCode: string): Promise<void> {
  await page.goto(`/wall?area=${areaCode}`)
  await expect(figure(page, '今日上报')).toHaveText(/\d/, { timeout: 90_000 })
}

/** Returns how the area stands. */
export async function standing(page: Page): Promise<Standing> {
  const [filledGrids, grids] = await fraction(page, '任职率')
  const [visited, households] = await fraction(page, '走访覆盖率')
  return { filledGrids, grids, visited, households }
}

async function fraction(page: Page, rate: string): Promise<[number, number]> {
  const line = page.locator('.rate', { hasText: rate }).locator('.fraction')
  const found = ((await line.textContent()) ?? '').match(/[\d,]+/g) ?? []
  return [Number(found[0]?.replace(/,/g, '')), Number(found[1]?.replace(/,/g, ''))]
}
