import type { Page } from '../support/browser'
import { nothingToCome } from './pages'

/** The screen of a telephone, pixels of the page. */
const TELEPHONE = { width: 390, height: 844 }

/**
 * Returns what of the page that is open a telephone cannot reach: a line for each control that begins or ends beyond its edges and that
 * nothing moves there, and one where the page itself is wider. The page has its former size afterwards.
 */
export async function outOfReach(page: Page): Promise<string[]> {
  const before = page.viewportSize()
  await page.setViewportSize(TELEPHONE)
  await nothingToCome(page)
  const found = await page.evaluate(() => {
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX)
    const isMoved = (element: Element | null): boolean =>
      element !== null && ((scrolls(element) && element.id !== 'content') || isMoved(element.parentElement))
    const controls = [...document.querySelectorAll('button, a[href], input, select, textarea')]
    const beyond = controls.filter((control) => {
      const { left, right, width } = control.getBoundingClientRect()
      const isSeen = width > 2 && control.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      return isSeen && (right > innerWidth + 1 || left < -1) && !isMoved(control.parentElement)
    })
    const wide = [document.scrollingElement, document.querySelector('main.content')].filter(
      (element) => element && element.scrollWidth > innerWidth + 1,
    )
    return [
      ...beyond.map((control) => `out of the screen: ${control.outerHTML.slice(0, 120)}`),
      ...wide.map((element) => `${element?.scrollWidth} wide: ${element?.className || element?.tagName}`),
    ]
  })
  if (before) await page.setViewportSize(before)
  return found
}
