import {
  chooseAreaByKeyboard,
  enter,
  signInByKeyboard,
  signOutByKeyboard,
  tabTo,
} from '../driver/by-keyboard'
import { clerk, historyOnPage, openPlanId, storedPlan } from '../driver/planner'
import { expect, test } from '../support/browser'

const COMMUNITY = '999901002001'

test('without a mouse: given a community, when somebody signs in, draws, moves a border, checks and submits, and a reviewer publishes, then it is in force', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(300_000)
  const database = await clerk(baseURL ?? '')
  await page.goto('/sign-in')
  await signInByKeyboard(page, 'planner')
  const planner = page.locator('.planner')
  await chooseAreaByKeyboard(page, COMMUNITY)
  await expect(planner).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })

  // A new plan, drawn by the engine.
  await enter(page, page.locator('[data-test=new-plan]'))
  await tabTo(page, page.locator('[data-test=plan-name]'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('只用键盘画的')
  await enter(page, page.locator('[data-test=start-plan]'))
  await expect(page.locator('.bar h1')).toHaveText('只用键盘画的', { timeout: 30_000 })
  await expect(page.locator('[data-test=partition]')).toBeEnabled({ timeout: 60_000 })
  await enter(page, page.locator('[data-test=partition]'))
  await expect(page.locator('[data-test=grid-count]').first()).toContainText(/[2-9]|\d\d/, {
    timeout: 90_000,
  })
  await expect(page.locator('[data-test=partition-take]')).toBeHidden({ timeout: 60_000 })
  const plan = openPlanId(page)

  // A corner of a border between two grids, moved by ten metres; where a building stands in the way, the next one.
  await page.keyboard.press('Escape')
  await page.keyboard.press(']')
  await expect(page.locator('[data-test=grid-inspector]')).toBeVisible()
  await page.keyboard.press('d')
  const isMoved = async () => (await historyOnPage(page)).some((line) => line.includes('边界'))
  for (let corner = 0; corner < 40 && !(await isMoved()); corner++) {
    await page.keyboard.press('=')
    await page.keyboard.press(corner % 2 ? 'ArrowUp' : 'ArrowRight')
    await page.keyboard.press('Enter')
    await page.waitForTimeout(100)
  }
  expect(await isMoved()).toBe(true)
  await page.keyboard.press('v')
  await page.keyboard.press('Escape')

  // Checked and handed in.
  await page.keyboard.press('Control+s')
  await expect(page.locator('.bar').getByText('已保存')).toBeVisible({ timeout: 30_000 })
  expect((await storedPlan(database, plan)).faults).toEqual([])
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.bar [data-state=submitted]')).toBeVisible({ timeout: 60_000 })

  // Somebody else looks at it and publishes it.
  await signOutByKeyboard(page)
  await signInByKeyboard(page, 'leader')
  await page.goto('/planner')
  await chooseAreaByKeyboard(page, COMMUNITY)
  await enter(page, page.locator(`[data-plan="${plan}"]`))
  await expect(page.locator('.bar h1')).toHaveText('只用键盘画的', { timeout: 30_000 })
  await enter(page, page.locator('[data-test=publish]'))
  const dialog = page.getByRole('dialog')
  await enter(page, dialog.getByRole('button', { name: '发布' }))
  await expect(page.locator('[data-test=published]')).toBeVisible({ timeout: 60_000 })
  await enter(page, page.locator('[data-test=published-seen]'))
  await expect(page.locator('.bar [data-state=published]')).toBeVisible()
  const stored = await storedPlan(database, plan)
  expect(stored.faults).toEqual([])
  expect(stored.detail.plan.state).toBe('published')
})
