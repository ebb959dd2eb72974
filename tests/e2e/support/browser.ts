import { expect, test as base, type Page } from '@playwright/test'

/** What a driver needs of the page; drivers and specs know Playwright through this file only. */
export type { Browser, Locator, Page } from '@playwright/test'
export { expect }

/**
 * A test whose page must stay silent: it fails when the page throws, logs an error, or asks for anything that is not
 * on the host's own address.
 */
export const test = base.extend<{ silentPage: Page; isLoggingAllowed: boolean }>({
  /** For tests that break the connection: what the browser logs of that is no complaint. */
  isLoggingAllowed: [false, { option: true }],
  silentPage: [
    async ({ page, baseURL, isLoggingAllowed }, use) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error' && !isLoggingAllowed) complaints.push(message.text())
      })
      page.on('request', (request) => {
        const url = request.url()
        if (/^https?:/.test(url) && !url.startsWith(`${baseURL}/`)) complaints.push(`asked for ${url}`)
      })
      await use(page)
      expect(complaints, 'what the page complained of').toEqual([])
    },
    { auto: true },
  ],
})
