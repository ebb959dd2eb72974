import { choose, complaints, LANGUAGES, type Theme } from './driver/axe'
import { everyPage, pagesNotSeen, PUBLIC_PAGES, see } from './driver/pages'
import { expectInside, signInByClick } from './driver/people'
import { clerk } from './driver/planner'
import { expect, test } from './support/browser'

test.use({ isLoggingAllowed: true })

test('every page of the application is looked at', async ({ baseURL }) => {
  const pages = await everyPage(await clerk(baseURL ?? ''))
  expect(await pagesNotSeen([...PUBLIC_PAGES, ...pages.map(({ path }) => path)])).toEqual([])
})

for (const language of LANGUAGES) {
  // Colours are the same in each language.
  const themes: readonly Theme[] = language === LANGUAGES[0] ? ['light', 'dark'] : ['light']
  test(`no page keeps anybody out: axe-core finds nothing, ${language}`, async ({ page, baseURL }) => {
    test.setTimeout(900_000)
    const pages = await everyPage(await clerk(baseURL ?? ''))
    await page.goto('/sign-in')
    await choose(page, language)
    const found: Record<string, string[]> = {}
    for (const path of PUBLIC_PAGES) {
      await page.goto(path)
      await expect(page.locator('#content')).toBeVisible()
      found[path] = await complaints(page, themes)
    }
    for (const role of [...new Set(pages.map(({ as }) => as))]) {
      await page.evaluate(() => localStorage.clear())
      await page.goto('/sign-in')
      await choose(page, language)
      await signInByClick(page, role)
      await expectInside(page)
      for (const one of pages.filter(({ as }) => as === role)) {
        await see(page, one)
        found[one.name] = await complaints(page, themes)
      }
    }
    expect(Object.entries(found).filter(([, list]) => list.length)).toEqual([])
    expect(Object.keys(found).length).toBe(pages.length + PUBLIC_PAGES.length)
  })
}
