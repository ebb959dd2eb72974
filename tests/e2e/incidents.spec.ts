import {
  describeIncident,
  history,
  historyRow,
  openAs,
  openCase,
  openIncidents,
  report,
  rows,
  startReport,
  takeStep,
} from './driver/incidents'
import { beSignedIn, expectInside, signIn } from './driver/people'
import { expect, test } from './support/browser'

test('given a dispatcher, when an incident is reported on the map and goes its way, then its history tells of it', async ({
  page,
}) => {
  await signIn(page, 'dispatcher')
  await expectInside(page)
  await openIncidents(page)
  await report(page, '东门外有垃圾')
  await expect(openCase(page).getByText('责任人', { exact: true })).toBeVisible()

  await takeStep(page, '受理')
  await takeStep(page, '立案')
  await takeStep(page, '派遣', { note: '请尽快处理' })
  await takeStep(page, '开始处置')
  await takeStep(page, '处置完成')
  await takeStep(page, '核查结案', { reason: '已解决' })
  await expect(openCase(page).getByText('已结案').first()).toBeVisible()
  await expect
    .poll(() => history(page))
    .toEqual(['上报', '受理', '立案', '派遣', '开始处置', '处置完成，待核查', '核查结案'])
  await expect(openCase(page).getByText('结案原因：已解决')).toBeVisible()
  await expect(historyRow(page, '核查结案')).toContainText('已解决')
  await expect(historyRow(page, '派遣')).toContainText('请尽快处理')
  await expect(openCase(page).getByRole('button', { name: '重新立案' })).toBeVisible()
})

test('given an address with filters, when it is opened, then it shows just that and stays in the address', async ({
  page,
}) => {
  await beSignedIn(page, 'dispatcher')
  await openIncidents(page, '?state=closed&category=0201&order=newest')
  await expect(rows(page).first()).toBeVisible()
  const texts = await rows(page).allTextContents()
  expect(texts.filter((text) => !text.includes('井盖缺失') || !text.includes('已结案'))).toEqual([])

  await rows(page).nth(1).click()
  const id = await rows(page).nth(1).getAttribute('data-id')
  await expect(page).toHaveURL(new RegExp(`state=closed.*id=${id}`))
  await page.reload()
  await expect(openCase(page).getByRole('heading', { name: '井盖缺失' })).toBeVisible()
  await page.getByRole('button', { name: '关闭' }).click()
  await page.getByRole('group', { name: '按状态' }).getByRole('button', { name: /超期/ }).click()
  await expect(page.getByText('没有符合条件的事件')).toBeVisible()
})

test('given the list, when only the keyboard is used, then cases are found, opened and closed', async ({
  page,
}) => {
  await beSignedIn(page, 'dispatcher')
  await openIncidents(page)
  await expect(rows(page).nth(2)).toBeVisible()
  const ids = await rows(page).evaluateAll((elements) =>
    elements.slice(0, 3).map((one) => one.getAttribute('data-id')),
  )
  // Address, description and grid, as the list shows them.
  const described = async () =>
    (await rows(page).locator('.where').allInnerTexts())
      .map((text) => text.split(' · '))
      .filter((parts) => parts.length > 2)
  const [[, description]] = await described()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`id=${ids[1]}`))
  await page.keyboard.press('j')
  await expect(page).toHaveURL(new RegExp(`id=${ids[2]}`))
  await page.keyboard.press('k')
  await page.keyboard.press('Escape')
  await expect(openCase(page)).toHaveCount(0)
  await page.keyboard.press('/')
  await page.keyboard.type(description)
  await expect(page).toHaveURL(/text=/)
  await expect(rows(page).filter({ hasText: description }).first()).toBeVisible()
  const others = async () => (await described()).filter(([, words]) => words !== description)
  await expect.poll(others).toEqual([])
})

test('given two people on one case, when one moves it, then the other sees it, and cannot move it from where it was', async ({
  browser,
}) => {
  const dispatcher = await openAs(browser, 'dispatcher')
  const number = await report(dispatcher, '两人同时处理')
  const admin = await openAs(browser, 'admin', `?text=${number}&state=all`)
  await rows(admin).first().click()
  await openCase(admin).getByRole('button', { name: '不予受理' }).click()
  await openCase(admin).getByLabel('说明').fill('重复报了')
  await admin.route('**/rpc/incident_changes', (route) => route.abort())

  await takeStep(dispatcher, '受理')
  await openCase(admin).getByRole('button', { name: '不予受理' }).click()
  await expect(openCase(admin).getByText(/刚把这件事件改为「已受理」/)).toBeVisible()
  await expect(openCase(admin).getByText('未提交的说明：重复报了')).toBeVisible()

  await admin.unroute('**/rpc/incident_changes')
  await takeStep(dispatcher, '立案')
  await expect(openCase(admin).getByText('已立案').first()).toBeVisible({ timeout: 40_000 })
  await Promise.all([dispatcher.context().close(), admin.context().close()])
})

test('given a lost connection, when a report cannot be sent, then nothing typed is lost and it is registered once', async ({
  browser,
}) => {
  const page = await openAs(browser, 'dispatcher')
  const form = await startReport(page)
  await describeIncident(form, '断网时上报')
  // The first attempt arrives, but its answer is lost: the worst case.
  await page.route('**/rpc/report_incident', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await form.getByRole('button', { name: '提交' }).click()
  await expect(form.getByText('填写的内容已保留')).toBeVisible()
  await page.unroute('**/rpc/report_incident')
  await page.reload()
  await page.getByRole('button', { name: '上报事件' }).filter({ visible: true }).click()
  await expect(page.getByLabel('情况描述')).toHaveValue('断网时上报')
  await page.getByRole('button', { name: '提交' }).click()
  await expect(openCase(page).getByText('断网时上报')).toBeVisible()
  await openIncidents(page, '?text=断网时上报&state=all')
  await expect(rows(page)).toHaveCount(1)
  await page.context().close()
})

test('given a telephone, when a case is opened, then everything fits and can be hit with a thumb', async ({
  browser,
}) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  await beSignedIn(page, 'worker')
  await openIncidents(page, '?state=working')
  await rows(page).first().tap()
  await expect(openCase(page).getByRole('heading').first()).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  const buttons = openCase(page).locator('.buttons:not(.quiet) button')
  await expect(buttons.first()).toBeVisible()
  for (const button of await buttons.all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(48)
  await page.getByRole('button', { name: '关闭' }).tap()
  await page.getByRole('button', { name: '地图', exact: true }).tap()
  await expect(page.locator('[data-ready]')).toBeVisible()
  await context.close()
})
