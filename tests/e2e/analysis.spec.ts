import { DENSITY_LIMITS } from '../../src/lib/density'
import {
  clickMap,
  cornersIn,
  dragOnMap,
  goTo,
  middleColour,
  middleValue,
  openHeatMap,
  plantAlarm,
  plantedAlarm,
  sumOfAreas,
  total,
} from './driver/figures/analysis'
import { print } from './driver/paper'
import { expect, test } from './support/browser'

// Colours are compared pixel by pixel: a larger one holds places of two colours.
test.use({ deviceScaleFactor: 1 })

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

test('given two days, then at three zooms, for district and street, a place has the colour of its value', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openHeatMap(page, 'by=street')
  const view = await page.getByTestId('density').getAttribute('data-middle')
  await page.getByTestId('areas').locator('tbody button').first().click()
  await expect(page).toHaveURL(/area=\d+/)
  const street = new URL(page.url()).searchParams.get('area') ?? ''
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  const seen: { class: number; colour: string }[] = []
  // The usual four weeks as they are looked at on two days.
  for (const back of [2, 30]) {
    const colours: string[] = []
    let value = NaN
    for (const zoom of ['12.00', '13.50', '15.00'])
      for (const area of ['999901', street]) {
        await goTo(page, `view=${view}_${zoom}&area=${area}&from=${day(back + 28)}&until=${day(back)}`)
        colours.push(await middleColour(page))
        value = await middleValue(page)
      }
    expect(colours).toEqual(colours.map(() => colours[0]))
    seen.push({ class: DENSITY_LIMITS.filter((limit) => limit <= value).length, colour: colours[0] })
  }
  for (const one of seen)
    for (const other of seen) expect(one.colour === other.colour).toBe(one.class === other.class)
  expect(seen[0].class).toBeGreaterThan(0)
})

test('given a week, when an unusual class or a repeat place is chosen, then page and map look at it', async ({
  page,
  baseURL,
}) => {
  await plantAlarm(baseURL)
  await openHeatMap(page)
  const repeats = page.getByTestId('repeats').getByRole('button')
  await expect(repeats.first()).toBeVisible({ timeout: 60_000 })
  await repeats.first().click()
  const { alarm, cases } = await plantedAlarm(page)
  await alarm.getByTestId('alarm').click()
  await expect(page).toHaveURL(/categories=09/)
  await expect.poll(() => total(page), { timeout: 60_000 }).toBe(cases)
})

test('given the map, when it tells cases by households, then its unit is another and the same place has one colour at every zoom', async ({
  page,
}) => {
  await openHeatMap(page)
  const density = page.getByTestId('density')
  const view = await density.getAttribute('data-middle')
  await expect(density).toContainText('平方公里')
  await page.getByTestId('per-households').click()
  await expect(page).toHaveURL(/per=households/)
  await expect(density).toContainText('件／千户', { timeout: 60_000 })
  await expect(density).toContainText('住户太少')
  const colours: string[] = []
  for (const zoom of ['12.00', '13.50', '15.00']) {
    await goTo(page, `view=${view}_${zoom}&per=households&scale=0.1`)
    await expect(density).toContainText('件／千户', { timeout: 60_000 })
    await expect(density).toHaveAttribute('data-settled', 'true', { timeout: 60_000 })
    colours.push(await middleColour(page))
  }
  expect(colours).toEqual(colours.map(() => colours[0]))
})

test('given a border begun and changed by keyboard, then total, table and address follow it', async ({
  page,
}) => {
  await openHeatMap(page)
  const whole = await total(page)
  await page.getByTestId('border').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('border-around').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('corners').getByRole('spinbutton')).toHaveCount(8)
  await expect.poll(() => total(page)).toBeLessThan(whole)
  const inside = await total(page)
  expect(inside).toBeGreaterThan(0)
  expect(await sumOfAreas(page)).toBe(inside)
  await expect.poll(() => cornersIn(page).length).toBe(4)

  // The second corner farther east: a larger border.
  const lng = page.getByRole('spinbutton', { name: '第 2 点经度' })
  const east = Number(await lng.inputValue())
  await lng.fill(String((east + 0.02).toFixed(5)))
  await lng.press('Enter')
  await expect.poll(() => total(page)).toBeGreaterThanOrEqual(inside)
  await expect.poll(() => cornersIn(page)[1]).toContain(String(Math.round((east + 0.02) * 1e5)))
  await page.getByRole('button', { name: '在第 1 点之后加一点' }).click()
  await expect.poll(() => cornersIn(page).length).toBe(5)
  const changed = await total(page)
  await page.reload()
  await expect.poll(() => total(page), { timeout: 60_000 }).toBe(changed)
  await page.getByTestId('border-clear').click()
  await expect.poll(() => total(page)).toBe(whole)
})

/** A corner of an address ten metres or so to the west. */
const stepWest = (corner: string) => {
  const [lng, lat] = corner.split('_').map(Number)
  return `${lng - 10}_${lat}`
}

test('given a border that is drawn with the mouse, when Enter ends it, then it holds, and Escape leaves none', async ({
  page,
}) => {
  await openHeatMap(page)
  const whole = await total(page)
  await page.getByTestId('border').click()
  await clickMap(page, [[0.4, 0.4], [0.6, 0.4], [0.5, 0.6]]) // prettier-ignore
  await page.keyboard.press('Enter')
  await expect.poll(() => cornersIn(page).length).toBe(3)
  await expect.poll(() => total(page)).toBeLessThan(whole)

  // A corner is dragged, and the others stay; beside the corners the map is dragged, and the border stays.
  const [first, second, third] = cornersIn(page)
  const drawn = await total(page)
  await dragOnMap(page, [0.6, 0.4], [0.75, 0.3])
  await expect.poll(() => cornersIn(page)[1]).not.toBe(second)
  await expect.poll(() => total(page)).toBeGreaterThan(drawn)
  const [one, dragged, three] = cornersIn(page)
  expect([one, three]).toEqual([first, third])
  await dragOnMap(page, [0.5, 0.45], [0.45, 0.45])
  await page.getByRole('button', { name: /^移动第 2 点/ }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => cornersIn(page)[1]).toBe(stepWest(dragged))

  await page.getByTestId('border-clear').click()
  await page.getByTestId('border').click()
  await clickMap(page, [[0.4, 0.4], [0.6, 0.4], [0.5, 0.6]]) // prettier-ignore
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('corners')).toHaveCount(0)
  await expect.poll(() => total(page)).toBe(whole)
})

test('given the table by grids, when another day is asked for, then its grids are those of then', async ({
  page,
}) => {
  await openHeatMap(page, 'by=grid')
  const rows = page.getByTestId('areas').locator('tbody tr')
  await expect(rows.first()).toBeVisible({ timeout: 60_000 })
  await goTo(page, 'by=grid&grids=2001-01-01')
  await expect(page.getByText('那一天没有生效的网格。')).toBeVisible({ timeout: 60_000 })
})

test('given what is unusual, when it is asked by grid and for yesterday, then each alarm leads to its cases', async ({
  page,
  baseURL,
}) => {
  await plantAlarm(baseURL)
  await openHeatMap(page)
  const unusual = page.getByTestId('unusual')
  await page.getByTestId('alarms-grid').click()
  await page.getByTestId('lately-day').click()
  await expect(page).toHaveURL(/alarms=grid/)
  await expect(page).toHaveURL(/lately=day/)
  await expect(unusual).toContainText('昨天')
  await plantedAlarm(page)
  await page.getByTestId('lately-week').click()
  await page.getByTestId('alarms-community').click()
  await expect(page).not.toHaveURL(/alarms=grid/)
  const { alarm, cases } = await plantedAlarm(page)
  await alarm.getByTestId('alarm-cases').click()
  await expect(page).toHaveURL(/\/incidents\?.*category=09/)
  await expect(page.locator('[data-id]')).toHaveCount(cases, { timeout: 60_000 })
})

test('given two periods of different length, when they are compared, then what is significant is marked and both counts are told', async ({
  page,
  baseURL,
}) => {
  await plantAlarm(baseURL)
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  await openHeatMap(page, `categories=09&from=${day(3)}&until=${day(-1)}&from2=${day(60)}&until2=${day(30)}`)
  await expect(page.getByTestId('areas').locator('[data-significant="1"]').first()).toContainText('差异显著')
  await expect(page.getByTestId('compared-note')).toContainText('4 天与 30 天')
  await clickMap(page, [[0.5, 0.5]])
  await expect(page.getByTestId('value')).toContainText(/米内本期 \d+ 件，对照 \d+ 件/)
})

test('given the heat map and the leader’s page, when they are printed, then the paper has title, map and all of the page', async ({
  page,
}) => {
  await openHeatMap(page)
  const paper = () =>
    page.locator('canvas.paper').evaluate((canvas: HTMLCanvasElement) => {
      if (!canvas.width) return 0
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      const colours = new Set<number>()
      for (let at = 0; at < data.length; at += 400)
        colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2])
      return colours.size
    })
  expect(await paper()).toBeLessThanOrEqual(1)
  expect((await print(page)).length).toBeGreaterThanOrEqual(2)
  expect(await paper()).toBeGreaterThan(2)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByTestId('printed')).toBeVisible()
  await expect(page.getByTestId('export')).toBeHidden()
  await page.emulateMedia({ media: 'screen' })

  await page.goto('/figures')
  await expect(page.getByTestId('ranking')).toBeVisible({ timeout: 60_000 })
  expect((await print(page)).length).toBeGreaterThanOrEqual(1)
  await page.emulateMedia({ media: 'print' })
  // Not in a frame as high as the screen, of which the rest would be cut off.
  const height = () => page.evaluate(() => document.documentElement.scrollHeight)
  await expect.poll(height).toBeGreaterThan(page.viewportSize()!.height)
  await expect(page.getByTestId('printed')).toBeVisible()
  await expect(page.getByRole('banner')).toBeHidden()
})
