import { beSignedIn } from './driver/people'
import { openPlanner } from './driver/planner'
import { expect, test } from './support/browser'

test('the area picker: given any page, when somebody types, leaves and closes it by keyboard, then it does what it says', async ({
  page,
}) => {
  await beSignedIn(page, 'planner')
  await openPlanner(page, '999901')
  for (const path of ['/planner', '/incidents', '/import', '/planner/in-force']) {
    await page.goto(`${path}?area=999901`)
    const picker = page.getByRole('combobox', { name: '选择辖区' })
    await expect(picker).toBeVisible()

    // Escape closes it and changes nothing.
    await picker.focus()
    await page.keyboard.press('Enter')
    const list = page.locator('.area-options')
    await expect(list).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(list).toBeHidden()
    await expect(page).toHaveURL(/area=999901(&|$)/)

    // Typing a code or a part of a name finds it; Enter goes there and closes.
    await page.keyboard.press('Enter')
    await page.keyboard.type('999901004')
    await expect(list.getByRole('option').first()).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(list).toBeHidden()
    await expect(page).toHaveURL(/999901004/)
  }

  // What there is not is said.
  const picker = page.getByRole('combobox', { name: '选择辖区' })
  await picker.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('没有这样的社区名')
  await expect(page.getByText('没有这个区域')).toBeVisible()
})
