import { expect, type Page } from '../support/browser'
import { press } from './planner'

/** Opens the palette by its keys and types what is looked for. */
export async function look(page: Page, typed: string): Promise<void> {
  await press(page, 'Control+k')
  await expect(page.locator('[data-test=palette-input]')).toBeFocused()
  await page.keyboard.type(typed)
}

/** The command that the palette points at, and why it cannot be done. */
export async function pointedAt(page: Page): Promise<{ command: string | null; reason: string }> {
  const pointed = page.locator('[role=option][data-command][aria-selected=true]')
  const reason = (await page.locator('[data-test=palette-reason]').textContent()) ?? ''
  return { command: await pointed.getAttribute('data-command'), reason }
}

/** Expects the palette to be gone. */
export async function expectClosed(page: Page): Promise<void> {
  await expect(page.locator('[data-test=palette-input]')).toBeHidden()
}
