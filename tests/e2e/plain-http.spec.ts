import { beSignedIn } from './driver/people'
import { expect, test } from './support/browser'

test('given a page that came over plain http, when a department is made, a map added and a bulletin published, then it is done', async ({
  page,
}) => {
  test.setTimeout(240_000)
  // What browsers leave out where the connection is not safe, as in an office that reaches its host by its address.
  await page.addInitScript(() => {
    for (const part of ['randomUUID', 'subtle']) Reflect.deleteProperty(Crypto.prototype, part)
    for (const part of ['locks', 'clipboard', 'serviceWorker', 'wakeLock', 'storage'])
      Reflect.deleteProperty(Navigator.prototype, part)
    Reflect.deleteProperty(globalThis, 'caches')
    Object.defineProperty(globalThis, 'isSecureContext', { value: false })
  })
  const broken: string[] = []
  page.on('pageerror', ({ message }) => broken.push(message))

  await beSignedIn(page, 'admin')
  await page.goto('/setup/departments')
  await page.getByRole('button', { name: '新增部门' }).click()
  await page.locator('[data-test=department-name]').fill('普通连接办')
  await page.locator('[data-test=department-save]').click()
  await expect(page.locator('[data-test=departments]')).toContainText('普通连接办', { timeout: 60_000 })

  await page.goto('/administration/settings')
  const maps = page.getByRole('button', { name: '测试' })
  const before = await maps.count()
  await page.getByRole('button', { name: '增加底图' }).click()
  await expect(maps).toHaveCount(before + 1)

  await beSignedIn(page, 'leader')
  await page.goto('/figures/bulletin')
  await page.getByRole('button', { name: '往前' }).click()
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await expect(page.getByText('已发布第 1 版').first()).toBeVisible({ timeout: 60_000 })
  expect(broken).toEqual([])
})
