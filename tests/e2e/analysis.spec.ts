import { goTo, middleColour, openHeatMap, sumOfAreas, total } from './driver/analysis'
import { expect, test } from './support/browser'

test('given the heat map, when it is zoomed, or another area is chosen, then the same place has the same colour', async ({
  page,
}) => {
  await openHeatMap(page, 'by=street')
  const view = await page.getByTestId('density').getAttribute('data-middle')
  await page.getByTestId('areas').locator('tbody button').first().click()
  await expect(page).toHaveURL(/area=\d+/)
  const code = new URL(page.url()).searchParams.get('area') ?? ''
  const colours: string[] = []
  for (const zoom of ['12.00', '13.50', '15.00'])
    for (const area of ['999901', code]) {
      await goTo(page, `view=${view}_${zoom}&area=${area}`)
      colours.push(await middleColour(page))
    }
  expect(colours).toEqual(colours.map(() => colours[0]))
  // It is a colour of the scale: where nothing is counted the ground is bare.
  await goTo(page, `view=${view}_13.50&from=2001-01-01&until=2001-02-01`)
  expect(await middleColour(page)).not.toBe(colours[0])
})

test('given a window of time, when it moves, then total, table and address follow', async ({ page }) => {
  await openHeatMap(page)
  const before = await total(page)
  expect(before).toBeGreaterThan(0)
  expect(await sumOfAreas(page)).toBe(before)
  await page.getByTestId('forth').click()
  await page.keyboard.press('ArrowLeft')
  await page.getByTestId('of-open').click()
  await expect(page).toHaveURL(/of=open/)
  await page.reload()
  await expect(page.getByTestId('of-open')).toHaveAttribute('aria-pressed', 'true', { timeout: 60_000 })
  await expect.poll(() => total(page), { timeout: 60_000 }).toBeGreaterThan(0)
})

test('given a week, when an unusual class or a repeat place is chosen, then page and map look at it', async ({
  page,
}) => {
  await openHeatMap(page)
  const repeats = page.getByTestId('repeats').getByRole('button')
  await expect(repeats.first()).toBeVisible({ timeout: 60_000 })
  await repeats.first().click()
  const unusual = page.getByTestId('unusual')
  await expect(unusual.getByRole('status')).toHaveCount(0, { timeout: 60_000 })
  const alarms = unusual.getByRole('button')
  if ((await alarms.count()) === 0) {
    // A demo whose days are drawn anew may have a week like any other: then that is what it says.
    await expect(unusual).toContainText('没有超出')
    return
  }
  const said = (await alarms.first().innerText()).match(/：(\d+) 件/)?.[1]
  await alarms.first().click()
  await expect(page).toHaveURL(/categories=\d\d/)
  await expect.poll(() => total(page), { timeout: 60_000 }).toBe(Number(said))
})
