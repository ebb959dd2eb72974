// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { followMissingParts } from '../../../src/lib/missing-parts'

let isThere = true
const reload = vi.fn()
const tell = vi.fn()
followMissingParts({ isHostThere: () => Promise.resolve(isThere), reload, tell })

/** The browser could not load a part of the page. */
async function miss(): Promise<void> {
  window.dispatchEvent(new Event('vite:preloadError'))
  await Promise.resolve()
  await Promise.resolve()
}

beforeEach(() => sessionStorage.clear())
afterEach(() => void vi.clearAllMocks())

it('after an upgrade of the host the new page is loaded, but not again and again', async () => {
  isThere = true
  await miss()
  await miss()
  expect(reload).toHaveBeenCalledOnce()
  expect(tell).not.toHaveBeenCalled()
})

it('without a connection the page that is open stays, and says so', async () => {
  isThere = false
  await miss()
  expect(reload).not.toHaveBeenCalled()
  expect(tell).toHaveBeenCalledOnce()
})
