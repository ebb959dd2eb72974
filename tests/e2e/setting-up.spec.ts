import { beSignedIn } from './driver/people'
import { endAccount, invite, join, pair } from './driver/setup/accounts'
import { expect, test } from './support/browser'

test('given an invitation, when it is used, then the person is in; used twice it is refused; ended, the open page is blank within a minute', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000)
  await beSignedIn(page, 'admin')
  const link = await invite(page, { name: '端到端', signIn: 'e2e-1001' })
  const other = await (await browser.newContext()).newPage()
  await join(other, link, 'a-word-of-my-own')
  const third = await (await browser.newContext()).newPage()
  await third.goto(link)
  await expect(third.getByRole('alert')).toContainText('已经用过')
  await endAccount(page, '端到端')
  await expect(other).toHaveURL(/\/sign-in/, { timeout: 60_000 })
})

test('given a wall that shows a code, when it is entered, then the wall is a display; revoked, it is blank within a minute', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000)
  const wall = await (await browser.newContext()).newPage()
  await wall.goto('/pair')
  const shown = await wall.getByRole('status').first().innerText()
  await beSignedIn(page, 'admin')
  await pair(page, shown, '大厅屏')
  await expect(wall).toHaveURL(/\/wall/, { timeout: 30_000 })
  await endAccount(page, '大厅屏')
  await expect(wall).toHaveURL(/\/sign-in/, { timeout: 60_000 })
})

test('given the audit log, when the address says what is looked for, then the field says it too, and nothing when the address does not', async ({
  page,
}) => {
  await beSignedIn(page, 'admin')
  await page.goto('/administration/audit?text=%E7%94%B2')
  const field = page.getByRole('search').getByRole('textbox').first()
  await expect(field).toHaveValue('甲')
  await field.fill('乙')
  await field.press('Enter')
  await expect(page).toHaveURL(/text=%E4%B9%99/)
  await page.locator('a[href$="/administration/audit"]').first().click()
  await expect(page).not.toHaveURL(/text=/)
  await expect(field).toHaveValue('')
})
