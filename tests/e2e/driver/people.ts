import WebSocket from 'ws'
import { demoPassword, type DemoRole } from '../../../supabase/local/accounts/accounts'
import { signIn as signInClient } from '../../../src/data/session'
import { connect } from '../../../src/lib/supabase'
import { expect, type Page } from '../support/browser'

export type { DemoRole }

/**
 * Has somebody signed in before a page is opened, as on a device that kept the session: the way in has tests of its own
 * (`sign-in.spec.ts`), and so no spec opens two pages that it does not ask for.
 */
export async function beSignedIn(page: Page, role: DemoRole): Promise<void> {
  await beSignedInAs(page, `${role}@demo.gridward.cn`, demoPassword)
}

/** The same for whoever has a name and a password. */
export async function beSignedInAs(page: Page, name: string, password: string): Promise<void> {
  const answer = await page.request.get('/env.json')
  const { origin } = new URL(answer.url())
  const { anonKey } = (await answer.json()) as { anonKey: string }
  const kept = new Map<string, string>()
  const sessionStore = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
  const client = connect({ url: origin, anonKey, keepSession: true, sessionStore, webSocket })
  await signInClient(client, name, password)
  await client.auth.stopAutoRefresh()
  const localStorage = [...kept].map(([name, value]) => ({ name, value }))
  await page.context().setStorageState({ cookies: [], origins: [{ origin, localStorage }] })
}

/** Opens the sign-in page and signs in with the form. */
export async function signIn(page: Page, role: DemoRole, password = demoPassword): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel(/邮箱|e-mail/).fill(`${role}@demo.gridward.cn`)
  await page.getByLabel(/^(密码|Password)/).fill(password)
  await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click()
}

/** Signs in with one click on the demo account. */
export async function signInByClick(page: Page, role: DemoRole): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: `${role}@demo.gridward.cn` }).click()
}

/** Expects to be inside: away from the sign-in page. */
export async function expectInside(page: Page): Promise<void> {
  await expect(page).not.toHaveURL(/\/sign-in/)
}
