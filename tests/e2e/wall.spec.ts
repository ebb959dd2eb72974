import { reportElsewhere } from './driver/elsewhere'
import { expectConnected, expectLost, expectOnTop, openWall, reportedToday } from './driver/wall'
import { expect, test } from './support/browser'

test('given a wall, when an incident is reported elsewhere, then it appears without a reload', async ({
  page,
  baseURL,
}) => {
  await openWall(page)
  const before = await reportedToday(page)
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  const report = await reportElsewhere(String(baseURL))
  await expectOnTop(page, report)
  await expect.poll(() => reportedToday(page), { timeout: 20_000 }).toBeGreaterThan(before)
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
})

test.describe('a wall without connection', () => {
  test.use({ isLoggingAllowed: true })

  test('given a wall, when the connection is lost, then it keeps its figures, says so, and comes back with what it missed', async ({
    page,
    baseURL,
    context,
  }) => {
    await openWall(page)
    const before = await reportedToday(page)
    await context.setOffline(true)
    await expectLost(page)
    expect(await reportedToday(page)).toBe(before)
    const report = await reportElsewhere(String(baseURL))
    await context.setOffline(false)
    await expectConnected(page)
    await expectOnTop(page, report)
  })
})
