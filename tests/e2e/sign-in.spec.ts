import { demoAccounts } from '../../supabase/local/accounts/accounts'
import { expectInside, signIn, signInByClick } from './driver/people'
import { expect, test } from './support/browser'

/** Where a day begins for whom that is not where most begin. */
const STARTS = new Map([
  ['leader', /\/figures/],
  ['wall', /\/wall/],
])

for (const { role } of demoAccounts) {
  test(`given a demo, when the ${role}'s account is clicked, then they are in`, async ({ page }) => {
    await signInByClick(page, role)
    await expectInside(page)
    await expect(page).toHaveURL(STARTS.get(role) ?? /./)
  })
}

test('given the form, when the password is right, then the person is in', async ({ page }) => {
  await signIn(page, 'planner')
  await expectInside(page)
})

test('given a page behind the sign-in, when it is opened, then signing in leads back to it', async ({
  page,
}) => {
  await page.goto('/planner')
  await expect(page).toHaveURL(/\/sign-in\?next=\/planner/)
})
