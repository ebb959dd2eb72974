import { listSchemes } from '../../../src/data/plans/schemes'
import { clear, drawPlan, lastEdit, pickFrom, saved } from '../driver/editing'
import { beSignedIn } from '../driver/people'
import { chooseGrids, clerk, gridsInTable, openPlanner, tableByHouseholds } from '../driver/planner'
import { expect, test } from '../support/browser'

const STREET = '999901004'

test('given a template, a planner says on what its posts are asked for and over how many grids one officer serves, and as many are counted', async ({
  page,
  baseURL,
}) => {
  const database = await clerk(baseURL ?? '')
  await beSignedIn(page, 'planner')
  await openPlanner(page, STREET)
  await page.locator('[data-test=new-plan]').click()
  await page.locator('[data-copy="jiefang-400"]').click()
  await page.locator('[data-test=scheme-name]').fill('四格一警')
  const posts = page.locator('[data-test="lower.posts"]')
  await posts.getByRole('button', { name: '增加岗位' }).click()
  await posts.getByLabel('岗位名称，第 3 行').fill('社区民警')
  await expect(posts.getByLabel('一人至多几格，第 3 行')).toHaveCount(0)
  await posts.locator('[aria-label="专职，第 3 行"]').click()
  await posts.getByLabel('一人至多几格，第 3 行').fill('4')
  await posts.getByRole('button', { name: '增加岗位' }).click()
  await posts.getByLabel('岗位名称，第 4 行').fill('社区文书')
  await pickFrom(page, 'lower.posts.3.basis', '每若干户')
  await page.locator('[data-test=scheme-save]').click()
  await expect(page.getByText('请先改正标出的内容。')).toBeVisible()
  await posts.getByLabel('每多少户，第 4 行').fill('1000')
  await posts.getByLabel('补贴（元/月），第 4 行').fill('0.5')
  await posts.getByLabel('补贴（元/月），第 4 行').press('Tab')
  await pickFrom(page, 'lower.posts.3.payPer', '每户')
  await page.locator('[data-test=scheme-save]').click()
  const card = page.getByRole('radio', { checked: true }).filter({ hasText: '四格一警' })
  await expect(card).toBeVisible()

  const { districtId } = (
    await database.from('areas').select('districtId:district_id').eq('code', STREET).single()
  ).data as { districtId: number }
  const made = (await listSchemes(database, districtId)).find(({ name }) => name === '四格一警')
  expect(made?.levels[0].posts.slice(2)).toMatchObject([
    { name: '社区民警', basis: 'grid', exclusive: false, span: 4 },
    { name: '社区文书', basis: 'households', basisHouseholds: 1000, allowance: 0.5, payPer: 'household' },
  ])
  const words = (await card.textContent()) ?? ''
  const counted = (name: string) => Number(new RegExp(`${name} (\\d+)`).exec(words)?.[1])
  expect(counted('社区民警')).toBe(Math.ceil(counted('网格管理员') / 4))
  expect(counted('社区文书')).toBeGreaterThan(0)
})

test('given a plan, a grid that is a market has no target: it is no fault, in no histogram, saved, and taken back by one step', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const database = await clerk(baseURL ?? '')
  await beSignedIn(page, 'planner')
  await drawPlan(page, STREET, 'jiefang-400')
  await tableByHouseholds(page)
  const keys = [...(await gridsInTable(page)).keys()]
  // Half of a grid is far under the target.
  await chooseGrids(page, keys.slice(0, 1))
  await page.locator('[data-test=split]').click()
  await expect(page.locator('tr[data-grid]')).toHaveCount(keys.length + 1)
  await chooseGrids(page, keys.slice(0, 1))
  const deviation = page.locator('[data-test=grid-deviation]')
  await expect(deviation).toContainText('超出允许范围')
  await pickFrom(page, 'grid-kind', '专属：市场')
  await expect(deviation).not.toContainText('超出允许范围')
  await expect(deviation).toContainText('–')
  await expect(page.locator(`tr[data-grid="${keys[0]}"]`)).toContainText('专属：市场')
  await clear(page)
  expect(await lastEdit(page)).toMatch(/^网格 \d{3} 改为专属：市场$/)
  const stored = await saved(page, database)
  expect(stored.faults).toEqual([])
  expect(stored.detail.grids.filter(({ kind }) => kind).map(({ key, kind }) => [key, kind])).toEqual([
    [keys[0], 'market'],
  ])
  await page.keyboard.press('Control+z')
  await chooseGrids(page, keys.slice(0, 1))
  await expect(deviation).toContainText('超出允许范围')
  expect((await saved(page, database)).detail.grids.filter(({ kind }) => kind)).toEqual([])
})
