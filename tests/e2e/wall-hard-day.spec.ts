import {
  addCategory,
  countCases,
  countRenewals,
  endToken,
  expectCases,
  expectEmptied,
  expectLive,
  expectMarkedForAWhile,
  expectNoLongerLive,
  expectServerTime,
  expectGrids,
  makeClockSettable,
  openSmallWall,
  publishPlan,
  reportPast,
  setClock,
  setRight,
} from './driver/hard-day'
import { expect } from './support/browser'
import { test } from './support/own-host-test'

test.use({ isLoggingAllowed: true })
test.setTimeout(240_000)

test('given a wall, when all goes wrong that can in a day, then nothing old is shown as live for long and it recovers by itself', async ({
  page,
  context,
  host,
}) => {
  await makeClockSettable(page)
  await reportPast(host, '0101')
  await openSmallWall(page)
  let cases = await countCases(page)
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))

  for (const time of ['once', 'twice'])
    await test.step(`the host is killed ${time}`, async () => {
      await host.kill()
      await expectNoLongerLive(page, /连接中断.*数据停留在 \d\d:\d\d/)
      await host.start()
      await reportPast(host, '0101')
      await expectLive(page)
      await expectCases(page, ++cases, '')
    })

  await test.step('the network is gone', async () => {
    await context.setOffline(true)
    await expectNoLongerLive(page, /连接中断/)
    await reportPast(host, '0101')
    await context.setOffline(false)
    await expectLive(page)
    await expectCases(page, ++cases, '')
  })

  await test.step('the token ends', async () => {
    const renewals = await endToken(page)
    await reportPast(host, '0101')
    await expectCases(page, ++cases, '')
    await expectLive(page)
    expect(renewals()).toBe(1)
  })

  await test.step('the host stands still', async () => {
    host.stop()
    await expectNoLongerLive(page, /数据停留在 \d\d:\d\d/)
    host.goOn()
    await expectLive(page)
  })

  for (const hours of [3, -3])
    await test.step(`the clock of the display is ${hours} hours wrong`, async () => {
      const renewals = countRenewals(page)
      await setClock(page, hours)
      await reportPast(host, '0101')
      await expectMarkedForAWhile(page)
      await expectCases(page, ++cases, '')
      await expectLive(page)
      await expectServerTime(page)
      expect(renewals()).toBe(0)
      await setClock(page, 0)
    })

  await test.step('the right is taken away, and given back', async () => {
    await setRight(host, false)
    await expectEmptied(page)
    await setRight(host, true)
    await expectLive(page)
    await expectCases(page, cases, '')
  })

  await test.step('a plan is published', async () => {
    const read = expectGrids(page, 2)
    await publishPlan(host)
    await read
  })

  await test.step('a category is added', async () => {
    await addCategory(host, '9901', '共享单车乱放')
    await reportPast(host, '9901')
    await expectCases(page, ++cases, '共享单车乱放')
  })

  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
})
