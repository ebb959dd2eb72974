import { demoPassword, type DemoRole } from '../../../supabase/local/accounts/accounts'
import { expect, type Page } from '../support/browser'

export type { DemoRole }

/** Opens the sign-in page and signs in with the form. */
export async function signIn(page: Page, role: DemoRole, password = demoPassword): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel(/邮箱|e-mail/).fill(`${role}@demo.gridward.cn`)
  await page.getByLabel(/^(密码|Password)/).fill(password)
  await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click()
}

/** Signs in with one click on the demo account. */
export async function signInByClick(page: Page, role: DemoRole): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: `${role}@demo.gridward.cn` }).click()
}

/** Expects to be inside: away from the sign-in page. */
export async function expectInside(page: Page): Promise<void> {
  await expect(page).not.toHaveURL(/\/sign-in/)
}
