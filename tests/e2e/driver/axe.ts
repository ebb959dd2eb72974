import axe from 'axe-core'
import type { Page } from '../support/browser'

/** Both languages. */
export const LANGUAGES = ['zh-CN', 'en'] as const

/** Chooses the language of the pages that are opened from now on; their theme is the system's. */
export async function choose(page: Page, language: (typeof LANGUAGES)[number]): Promise<void> {
  await page.evaluate((kept) => localStorage.setItem('gridward.preferences', JSON.stringify(kept)), {
    language,
    theme: 'auto',
  })
}

export type Theme = 'light' | 'dark'

/** Returns what axe-core finds on the page in some themes: a line for each element, empty where it finds nothing. */
export async function complaints(
  page: Page,
  themes: readonly Theme[] = ['light', 'dark'],
): Promise<string[]> {
  const found: string[] = []
  await page.evaluate(axe.source)
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme })
    await settle(page)
    for (const line of await complaintsAsItIs(page)) found.push(`${colorScheme}: ${line}`)
  }
  return found
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

async function complaintsAsItIs(page: Page): Promise<string[]> {
  const violations = await page.evaluate(async () => {
    const { axe: onPage } = window as unknown as { axe: typeof axe }
    const { violations } = await onPage.run(document)
    // An open menu belongs to its button and lies at the end of the document, outside of every landmark.
    const isInMenu = (target: unknown) => document.querySelector(String(target))?.closest('.el-popper')
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: id === 'region' ? nodes.filter(({ target }) => !isInMenu(target[0])) : nodes,
    }))
  })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all, none }) => {
      const [reason] = [...any, ...all, ...none].map(({ message }) => message)
      return `${id}: ${target.join(' ')}: ${reason ?? ''}`
    }),
  )
}
