import { complaints } from './driver/axe'
import { everyPage, type PageToSee, pagesNotSeen, publicPages, see } from './driver/pages'
import { beSignedIn, type DemoRole } from './driver/people'
import { clerk } from './driver/planner'
import { expect, test } from './support/browser'

test.use({ isLoggingAllowed: true })

/** Who opens the pages between them. */
const ROLES: readonly DemoRole[] = ['planner', 'dispatcher', 'leader', 'admin', 'wall']

let listed: Promise<PageToSee[]> | undefined
const pagesOf = (baseURL: string | undefined) => (listed ??= clerk(baseURL ?? '').then(everyPage))

/** What was found, by page, without those on which nothing was. */
const withFindings = (found: Record<string, string[]>) =>
  Object.entries(found).filter(([, list]) => list.length)

test('every page of the application is looked at', async ({ baseURL }) => {
  const pages = await pagesOf(baseURL)
  expect(
    await pagesNotSeen([
      ...(await publicPages(await clerk(baseURL ?? ''))),
      ...pages.map(({ path }) => path),
    ]),
  ).toEqual([])
  expect([...new Set(pages.map(({ as }) => as))].sort()).toEqual([...ROLES].sort())
})

test('no page keeps anybody out who has not signed in: axe-core finds nothing', async ({ page, baseURL }) => {
  const found: Record<string, string[]> = {}
  for (const path of await publicPages(await clerk(baseURL ?? ''))) {
    await page.goto(path)
    await expect(page.locator('#content')).toBeVisible()
    found[path] = await complaints(page)
  }
  expect(withFindings(found)).toEqual([])
})

for (const role of ROLES) {
  test(`no page keeps anybody out: axe-core finds nothing on those of the ${role}`, async ({
    page,
    baseURL,
  }) => {
    test.setTimeout(900_000)
    const pages = (await pagesOf(baseURL)).filter(({ as }) => as === role)
    await beSignedIn(page, role)
    const found: Record<string, string[]> = {}
    for (const one of pages) {
      await see(page, one)
      found[one.name] = await complaints(page)
    }
    expect(withFindings(found)).toEqual([])
    expect(Object.keys(found)).toEqual(pages.map(({ name }) => name))
  })
}
