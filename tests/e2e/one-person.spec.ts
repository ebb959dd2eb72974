import { expectLive, openSmallWall, reportPast, signInSmall } from './driver/hard-day'
import { expect, type Page } from './support/browser'
import type { OwnHost } from './support/own-host'
import { test } from './support/own-host-test'
import { worker } from './support/small-host-account'

test.use({ isLoggingAllowed: true })

/** The wall as the worker of the west community sees it, with a case. */
async function openWallAsWorker(page: Page, host: OwnHost): Promise<void> {
  await reportPast(host, '0101')
  await signInSmall(page, worker)
  await page.goto('/wall')
}

test('given a wall in one window, when another account signs in in a second, then the first is emptied and opens under the new one', async ({
  page,
  context,
  host,
}) => {
  await reportPast(host, '0101')
  await openSmallWall(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('小区县网格治理')
  const other = await context.newPage()
  await other.goto('/wall')
  await other.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.endsWith('-auth-token')) localStorage.removeItem(key)
  })
  await signInSmall(other, worker)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('西社区网格治理', { timeout: 90_000 })
  await other.close()
})

test('given a worker, when pages are opened, then they are titled with what they show, and an unknown area is said', async ({
  page,
  host,
}) => {
  await openWallAsWorker(page, host)
  await expectLive(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('西社区网格治理')
  await page.goto('/wall?area=990601')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('西社区网格治理')

  await page.goto('/wall?area=123456')
  await expect(page.getByTestId('unknown-area')).toContainText('123456')
  await page.goto('/incidents?area=123456')
  await expect(page.getByTestId('unknown-area')).toContainText('123456')
  await page.getByRole('button', { name: '查看我的辖区' }).click()
  await expect(page.locator('.row').first()).toBeVisible()
  await page.goto('/incidents?area=990601')
  await expect(page.getByText('只显示您负责的范围：西社区')).toBeVisible()
})

test('given a case that was opened from the list, when it is closed, then Back leaves the list', async ({
  page,
  host,
}) => {
  await openWallAsWorker(page, host)
  await page.goto('/incidents')
  await page.locator('.row').first().click()
  await expect(page).toHaveURL(/id=\d+/)
  await page.getByRole('button', { name: '关闭' }).click()
  await expect(page).not.toHaveURL(/id=/)
  await page.goBack()
  await expect(page).toHaveURL(/\/wall/)
})

test('given a wall, when its session is ended elsewhere, then nothing of it stays on the screen', async ({
  page,
  host,
}) => {
  await reportPast(host, '0101')
  await openSmallWall(page)
  await host.run('delete from auth.refresh_tokens; delete from auth.sessions')
  await expect(page).toHaveURL(/\/sign-in/, { timeout: 60_000 })
  await expect(page.getByTestId('wall-feed')).toHaveCount(0)
})
