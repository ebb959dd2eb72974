import axe from 'axe-core'
import { expect, type Page } from '../support/browser'
import { nothingToCome } from './pages'

/** Both languages. */
const LANGUAGES = ['zh-CN', 'en'] as const
type Language = (typeof LANGUAGES)[number]

/** The rules that look at colours, of those that axe-core has by default. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * Returns what axe-core finds on the page that is open in both languages and both themes: a line for each element, empty
 * where it finds nothing. The page is opened once and then changed, as its buttons change it, and stays in the language
 * that it was not opened in. Colours are the same in each language, and in the other theme nothing but colours is other.
 */
export async function complaints(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const opened = await languageOf(page)
  const found: string[] = []
  const look = async (name: string, rules?: string[]) => {
    await settle(page)
    for (const line of await complaintsAsItIs(page, rules)) found.push(`${name}: ${line}`)
  }
  await look(`${opened}, light`)
  const other = LANGUAGES.find((language) => language !== opened)!
  await changeLanguage(page, other)
  await nothingToCome(page)
  await look(`${other}, light`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await look(`${other}, dark`, OF_COLOURS)
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

function languageOf(page: Page): Promise<Language> {
  return page.evaluate(() => document.documentElement.lang as Language)
}

/** Puts the page into another language as its button does, which not every page has before it. */
async function changeLanguage(page: Page, language: Language): Promise<void> {
  await page.evaluate((chosen) => {
    interface Stores {
      _s: Map<string, { language: string }>
    }
    const root = document.querySelector('#app') as unknown as {
      __vue_app__: { config: { globalProperties: { $pinia: Stores } } }
    }
    root.__vue_app__.config.globalProperties.$pinia._s.get('preferences')!.language = chosen
  }, language)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/**
 * Waits until colours and menus that come in softly are there: half seen they have other colours. Transitions are left
 * out, since a map that is drawn without a graphics card can keep them at their beginning for seconds.
 */
export async function settle(page: Page): Promise<void> {
  await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important }' })
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    const over = Promise.all(ending.map(({ finished }) => finished.catch(() => null)))
    // One that stands still never ends.
    const drawn = new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const long = new Promise((resolve) => setTimeout(resolve, 1000))
    return drawn.then(() => Promise.race([over, long])).then(() => null)
  })
}

async function complaintsAsItIs(page: Page, rules?: string[]): Promise<string[]> {
  const violations = await page.evaluate(async (only) => {
    const { axe: onPage } = window as unknown as { axe: typeof axe }
    const { violations } = await onPage.run(document, {
      resultTypes: ['violations'],
      ...(only && { runOnly: { type: 'rule', values: only } }),
    })
    // An open menu belongs to its button and lies at the end of the document, outside of every landmark.
    const isInMenu = (target: unknown) => document.querySelector(String(target))?.closest('.el-popper')
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: id === 'region' ? nodes.filter(({ target }) => !isInMenu(target[0])) : nodes,
    }))
  }, rules)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all, none }) => {
      const [reason] = [...any, ...all, ...none].map(({ message }) => message)
      return `${id}: ${target.join(' ')}: ${reason ?? ''}`
    }),
  )
}
