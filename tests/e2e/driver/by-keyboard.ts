import { demoPassword } from '../../../supabase/local/accounts/accounts'
import { expect, type Locator, type Page } from '../support/browser'
import { type DemoRole, expectInside } from './people'

/** No page has more places than these to stop at with the tabulator. */
const MOST_STOPS = 400

const hasFocus = (locator: Locator) =>
  locator.evaluate(
    (element) => element === document.activeElement || element.contains(document.activeElement),
  )

/** Goes with the tabulator until something has the focus. Throws where it is never reached. */
export async function tabTo(page: Page, locator: Locator): Promise<void> {
  await expect(locator).toBeVisible({ timeout: 30_000 })
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await hasFocus(locator)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The tabulator never reaches ${String(locator)}.`)
}

/** Goes there with the tabulator and presses Enter. */
export async function enter(page: Page, locator: Locator): Promise<void> {
  await tabTo(page, locator)
  await page.keyboard.press('Enter')
}

/** Signs in at the form, without a mouse. */
export async function signInByKeyboard(page: Page, role: DemoRole): Promise<void> {
  await tabTo(page, page.getByLabel(/邮箱|e-mail/))
  await page.keyboard.type(`${role}@demo.gridward.cn`)
  await tabTo(page, page.getByLabel(/^(密码|Password)/))
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await expectInside(page)
}

/** Signs out with the menu of the account. */
export async function signOutByKeyboard(page: Page): Promise<void> {
  await enter(page, page.getByRole('button', { name: /账号/ }))
  const out = page.getByRole('menuitem', { name: '退出登录' })
  // The menu takes the focus a moment after it is seen; until then an arrow would close it again.
  await expect.poll(() => hasFocus(page.getByRole('menu').filter({ has: out }))).toBe(true)
  if (!(await hasFocus(out))) await page.keyboard.press('ArrowDown')
  await expect(out).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/sign-in/)
}

/** Chooses an area in the bar on top by its code. */
export async function chooseAreaByKeyboard(page: Page, code: string): Promise<void> {
  const picker = page.getByRole('combobox', { name: '选择辖区' })
  await tabTo(page, picker)
  await page.keyboard.press('Enter')
  await page.keyboard.type(code)
  await expect(page.locator('.area-options').getByRole('option').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(code))
}
