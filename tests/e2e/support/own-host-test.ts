import { test as base } from './browser'
import { OwnHost } from './own-host'

/** A test against a host of its own with a small district, which it may kill and change at will. */
export const test = base.extend<object, { host: OwnHost }>({
  host: [
    async ({}, use) => {
      const host = await OwnHost.open()
      await use(host)
      await host.close()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ host }, use) => use(host.address),
})
