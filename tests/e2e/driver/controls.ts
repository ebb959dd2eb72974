import { expect, type Locator, type Page } from '../support/browser'
import { enter, signInByKeyboard, tabTo } from './by-keyboard'
import { beSignedIn, type DemoRole } from './people'

/** How somebody works a page: with the keyboard alone, or with a mouse. */
export interface Controls {
  signIn(role: DemoRole): Promise<void>
  press(on: Locator): Promise<void>
  fill(on: Locator, text: string): Promise<void>
  /** Chooses in a list that opens, by a part of the words. */
  choose(from: Locator, words: string): Promise<void>
}

/** No list is as long as this. */
const MOST_OPTIONS = 200

/** Works a page without a mouse. */
export function byKeyboard(page: Page): Controls {
  return {
    async signIn(role) {
      await page.goto('/sign-in')
      await signInByKeyboard(page, role)
    },
    press: (on) => enter(page, on),
    async fill(on, text) {
      await tabTo(page, on)
      await page.keyboard.type(text)
    },
    async choose(from, words) {
      await enter(page, from)
      await expect(page.getByRole('option').filter({ hasText: words })).toBeVisible()
      for (let step = 0; step < MOST_OPTIONS; step++) {
        await page.keyboard.press('ArrowDown')
        const id = (await from.getAttribute('aria-activedescendant')) ?? ''
        const active = page.locator(`[id="${id}"]`)
        if ((await active.count()) && (await active.textContent())?.includes(words)) break
      }
      await page.keyboard.press('Enter')
    },
  }
}

/** Works a page with a mouse, and types where words are asked for. */
export function byMouse(page: Page): Controls {
  return {
    signIn: (role) => beSignedIn(page, role),
    press: (on) => on.click(),
    fill: (on, text) => on.fill(text),
    async choose(from, words) {
      await from.click()
      await page.getByRole('option', { name: words }).click()
    },
  }
}
