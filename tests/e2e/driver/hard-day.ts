import { expect, type Page } from '../support/browser'
import type { OwnHost } from '../support/own-host'
import { display } from '../support/small-host-account'

/** Longer than this nothing that is no longer so may be shown as live. */
const LIVE_FOR_MS = 30_000

/** Signs in with an account of the small district and waits until the page is left. */
export async function signInSmall(page: Page, account: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel(/邮箱/).fill(account.email)
  await page.getByLabel(/^密码/).fill(account.password)
  await page.getByRole('button', { name: /^登录$/ }).click()
  await expect(page).not.toHaveURL(/\/sign-in/)
}

/** Opens the wall of the small district as its display. */
export async function openSmallWall(page: Page): Promise<void> {
  await signInSmall(page, display)
  await expect(page).toHaveURL(/\/wall/)
  await expectLive(page)
}

const wall = (page: Page) => page.locator('main.wall')
const feed = (page: Page) => page.getByTestId('wall-feed')

/** Expects the wall to say that what it shows is so now. */
export async function expectLive(page: Page): Promise<void> {
  await expect(wall(page)).toHaveAttribute('data-line', 'live', { timeout: 45_000 })
  await expect(page.getByText('已连接')).toBeVisible()
}

/** Expects the wall to say in time that what it shows may no longer be so, and to go on showing it, seen as such. */
export async function expectNoLongerLive(page: Page, words: RegExp): Promise<void> {
  await expect(wall(page)).not.toHaveAttribute('data-line', 'live', { timeout: LIVE_FOR_MS })
  await expect(page.getByText(words)).toBeVisible()
  await expect(wall(page)).toHaveClass(/stale/)
  await expect(feed(page).getByRole('listitem').first()).toBeVisible()
}

/** Reports a case of a category in the west community, past every page. */
export async function reportPast(host: OwnHost, category: string): Promise<void> {
  await host.run(`
    insert into public.incidents (district_id, category_id, community_id, position, description, address)
    select a.district_id, (select id from public.categories where code = '${category}' order by district_id nulls last limit 1),
      a.id, extensions.st_pointonsurface(a.boundary), '', ''
    from public.areas a where a.code = '990601001001'`)
}

/** Returns how many cases the wall lists. */
export async function countCases(page: Page): Promise<number> {
  await expect(feed(page).getByRole('listitem').first()).toBeVisible()
  return feed(page).getByRole('listitem').count()
}

/** Expects the wall to have so many cases, the last of them on top under its name. */
export async function expectCases(page: Page, count: number, name: string): Promise<void> {
  await expect(feed(page).getByRole('listitem')).toHaveCount(count, { timeout: 45_000 })
  await expect(feed(page).getByRole('listitem').first()).toContainText(name, { timeout: 60_000 })
}

/** Expects the case on top to be marked as new, and the mark to go. */
export async function expectMarkedForAWhile(page: Page): Promise<void> {
  const first = feed(page).getByRole('listitem').first()
  await expect(first).toHaveClass(/arrived/, { timeout: 15_000 })
  await expect(first).not.toHaveClass(/arrived/, { timeout: 20_000 })
}

/** Lets this device's clock be set at will. Called before the page is opened. */
export async function makeClockSettable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const RealDate = Date
    let wrongByMs = 0
    class SetDate extends RealDate {
      constructor(...given: ConstructorParameters<typeof Date> | []) {
        if (given.length) super(...given)
        else super(RealDate.now() + wrongByMs)
      }
      static override now(): number {
        return RealDate.now() + wrongByMs
      }
    }
    Object.assign(window, { Date: SetDate, setClock: (byMs: number) => (wrongByMs = byMs) })
  })
}

/** Sets this device's clock wrong by so many hours. */
export async function setClock(page: Page, hours: number): Promise<void> {
  await page.evaluate(
    (byMs) => (window as unknown as { setClock: (byMs: number) => void }).setClock(byMs),
    hours * 3_600_000,
  )
}

/** Expects the wall's clock to show the time of the server, whatever this device believes. */
export async function expectServerTime(page: Page): Promise<void> {
  const format = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  await expect
    .poll(async () => {
      const shown = (await page.locator('header .clock').textContent())?.trim()
      return [0, 60_000].some((before) => format.format(Date.now() - before) === shown)
    })
    .toBe(true)
}

/** Refuses every token that has been given out so far, as if it had ended. Returns how often one was renewed since. */
export async function endToken(page: Page): Promise<() => number> {
  const given = await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.endsWith('-auth-token')) ?? ''
    return (JSON.parse(localStorage.getItem(key) ?? '{}') as { access_token: string }).access_token
  })
  await page.route('**/rest/v1/**', (route) =>
    route.request().headers().authorization === `Bearer ${given}`
      ? route.fulfill({ status: 401, json: { code: 'PGRST303', message: 'JWT expired' } })
      : route.fallback(),
  )
  return countRenewals(page)
}

/** Counts from now on how often the token is renewed. */
export function countRenewals(page: Page): () => number {
  let count = 0
  page.on('request', (request) => {
    if (request.url().includes('/auth/v1/token')) count++
  })
  return () => count
}

/** Takes the display's right away, or gives it back. */
export async function setRight(host: OwnHost, isGiven: boolean): Promise<void> {
  const who = `(select id from auth.users where email = '${display.email}')`
  await host.run(
    isGiven
      ? `insert into public.memberships (user_id, role, area_id) select ${who}, 'viewer', id from public.areas where code = '990601'`
      : `delete from public.memberships where user_id = ${who}`,
  )
}

/** Expects nothing of the district's cases to be on the screen, and the reason to be said. */
export async function expectEmptied(page: Page): Promise<void> {
  await expect(page.getByText(/不能查看|没有可以查看的辖区/)).toBeVisible({ timeout: LIVE_FOR_MS })
  await expect(feed(page)).toHaveCount(0)
  await expect(page.getByText('连接中断')).toHaveCount(0)
}

/** Puts a plan with two grids into force in the west community. */
export async function publishPlan(host: OwnHost): Promise<void> {
  await host.run(`
    with made as (
      insert into public.plans (district_id, area_id, scheme_id, name, state)
      select a.district_id, a.id, (select min(id) from public.schemes), '现行', 'published'
      from public.areas a where a.code = '990601001001' returning id, area_id, district_id
    ), covered as (
      insert into public.plan_communities (plan_id, community_id, district_id, in_force)
      select id, area_id, district_id, '[2020-01-01,)'::daterange from made
    )
    insert into public.grids (district_id, plan_id, community_id, level, key, code, name, polygon)
    select district_id, id, area_id, 1, n, '99060100100100' || n, '网格' || n,
      extensions.st_multi(extensions.st_makeenvelope(113 + (n - 1) * 0.005, 35, 113 + n * 0.005, 35.01, 4326))
    from made, generate_series(1, 2) n`)
}

/** Waits until the wall has read by itself that so many grids are in force. An earlier question may still be on its way. */
export async function expectGrids(page: Page, count: number): Promise<void> {
  await page.waitForResponse(
    async (response) =>
      response.url().includes('/rpc/grids_map') &&
      ((await response.json()) as { features: unknown[] }).features.length === count,
    { timeout: 60_000 },
  )
}

/** Adds a category of the district's own. */
export async function addCategory(host: OwnHost, code: string, name: string): Promise<void> {
  await host.run(`
    insert into public.categories (district_id, code, name, name_en)
    select id, '${code}', '${name}', '${name}' from public.areas where code = '990601'`)
}
