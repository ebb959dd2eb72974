import { expect, type Page } from '../support/browser'
import type { Report } from './elsewhere'
import { signInByClick } from './people'

/** Opens the wall as the account of the wall, and waits until its figures are there. */
export async function openWall(page: Page): Promise<void> {
  await signInByClick(page, 'wall')
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
  return page.getByRole('button', { name: label }).locator('.value')
}
