import { expectInside, signIn, signInByClick, type DemoRole } from './driver/people'
import { expect, test } from './support/browser'

const roles: DemoRole[] = ['planner', 'dispatcher', 'leader', 'worker', 'admin', 'viewer', 'wall']

for (const role of roles) {
  test(`given a demo, when the ${role}'s account is clicked, then they are in`, async ({ page }) => {
    await signInByClick(page, role)
    await expectInside(page)
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
