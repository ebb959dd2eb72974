import { expect, type Page } from '../../support/browser'

/** A person as an administrator invites them. */
export interface Invited {
  name: string
  signIn: string
}

/** Invites somebody as a grid worker of the district and returns the address that they are given. */
export async function invite(page: Page, { name, signIn }: Invited): Promise<string> {
  await page.goto('/administration/accounts')
  await page.getByRole('button', { name: '邀请人员' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('姓名').fill(name)
  await dialog.getByLabel('登录名').fill(signIn)
  await dialog.getByRole('button', { name: '生成邀请码' }).click()
  const link = await dialog.getByRole('link').getAttribute('href')
  await page.keyboard.press('Escape')
  return link!
}

/** Opens an invitation and sets a password. */
export async function join(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel(/^新密码/).fill(password)
  await page.getByLabel('再输入一次').fill(password)
  await page.getByRole('button', { name: '设置并登录' }).click()
  await expect(page).not.toHaveURL(/\/join/)
}

/** Ends the account of somebody, or revokes a wall. */
export async function endAccount(page: Page, name: string): Promise<void> {
  await page.goto('/administration/accounts')
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('button', { name: /^(停用账号|撤销大屏)$/ }).click()
  await page
    .getByRole('dialog', { name: new RegExp(`停用“${name}”`) })
    .getByRole('button', { name: /^(停用账号|撤销大屏)$/ })
    .click()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('已停用')
}

/** Enters the code that a wall shows, in the district of `area` where there is more than one. */
export async function pair(page: Page, code: string, name: string, area = ''): Promise<void> {
  await page.goto(`/administration/accounts${area && `?area=${area}`}`)
  await page.getByRole('button', { name: '配对大屏' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('屏幕上的配对码').fill(code)
  await dialog.getByLabel('大屏名称').fill(name)
  await dialog.getByRole('button', { name: '配对大屏' }).click()
  await expect(dialog).toBeHidden()
}
