import { readFileSync } from 'node:fs'
import WebSocket from 'ws'
import writeExcelFile from 'write-excel-file/node'
import { acceptInvitation } from '../../../../src/data/functions'
import { signIn as signInClient } from '../../../../src/data/session'
import { MEMBER_ROLES, type MemberRole, RIGHTS } from '../../../../src/lib/rights'
import { connect, type Client } from '../../../../src/lib/supabase'
import words from '../../../../src/locales/zh-CN/shell'
import { expect, type Locator, type Page } from '../../support/browser'

/** Somebody of the district's roster: the role that they are to have, and the post that they hold. */
export interface Member {
  number: string
  name: string
  role: MemberRole
  department: string
  area: string
  /** The code of the grid that they manage, blank for none. */
  grid: string
}

/** Somebody who was invited, as the page tells it. */
export interface Invited {
  name: string
  signIn: string
  code: string
}

/** Returns a roster as a spreadsheet, as an office keeps one. */
export async function rosterOf(members: readonly Member[]): Promise<Buffer> {
  const titles = ['工号', '姓名', '工作电话', '单位', '部门', '辖区', '岗位', '网格编码']
  const rows = members.map(({ number, name, role, department, area, grid }) =>
    [number, name, '', `${words.roles[role]}组`, department, area, grid ? '网格管理员' : '', grid].map(
      (value) => ({
        value,
      }),
    ),
  )
  return writeExcelFile([titles.map((value) => ({ value })), ...rows]).toBuffer()
}

/** Chooses from a list in `within` that is called so; what is chosen lies above the field itself. */
async function choose(page: Page, within: Locator, list: string, option: string): Promise<void> {
  const called = page.getByLabel(list, { exact: true })
  await within.locator('.el-select').filter({ has: called }).first().click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Adds a department. */
export async function addDepartment(page: Page, area: string, name: string): Promise<void> {
  await page.goto(`/setup/departments?area=${area}`)
  await page.getByRole('button', { name: '新增部门' }).click()
  await page.locator('input[data-test=department-name], [data-test=department-name] input').first().fill(name)
  await page.locator('[data-test=department-save]').click()
  await expect(page.locator('[data-test=departments]')).toContainText(name)
}

/** Brings a roster in, and expects that every row of it is right. */
export async function bringRoster(page: Page, area: string, members: readonly Member[]): Promise<void> {
  await page.goto(`/setup/roster?area=${area}`)
  const file = { name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: await rosterOf(members) }
  await page.locator('[data-test=roster-file]').setInputFiles([file])
  const report = page.locator('[data-test=roster-report]')
  await expect(report).toContainText(`${members.length} 人（新增 ${members.length}）`)
  await expect(report).toContainText('0 行有误')
  await page.locator('[data-test=roster-write]').click()
  await expect(report).toContainText('已写入')
}

/** Invites everybody of a roster in one go, each kind of role chosen by a word of the list. Returns the codes, which are told once. */
export async function inviteAll(page: Page, area: string, members: readonly Member[]): Promise<Invited[]> {
  await page.goto(`/administration/accounts?area=${area}`)
  await page.getByRole('button', { name: '批量邀请' }).click()
  const dialog = page.getByRole('dialog', { name: '批量邀请' })
  const find = dialog.getByLabel('按姓名、工号、部门、辖区或岗位筛选')
  const everybody = dialog.locator('[data-test=bulk-all]')
  for (const role of new Set(members.map((one) => one.role))) {
    const [first, ...others] = members.filter((one) => one.role === role)
    await find.fill(first.department || `${words.roles[role]}组`)
    await expect(dialog.locator('[data-test=bulk-people] tbody tr')).toHaveCount(others.length + 1)
    // Grid workers are offered the role where they work.
    if (first.area) continue
    await everybody.check()
    await choose(page, dialog, '角色', words.roles[role])
    if (RIGHTS[role].isOfDepartment) await choose(page, dialog, '负责的部门', first.department)
    await dialog.locator('[data-test=bulk-roles]').click()
    await everybody.uncheck()
  }
  await find.fill('')
  await everybody.check()
  await dialog.getByRole('button', { name: `邀请 ${members.length} 人` }).click()
  const issued = dialog.locator('[data-test=bulk-issued]')
  await expect(issued).toContainText(`已生成 ${members.length} 个邀请码，0 人未能邀请`, { timeout: 60_000 })
  const rows = await issued
    .locator('tbody tr')
    .evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? '')),
    )
  return rows.map(([name, signIn, code]) => ({ name, signIn, code }))
}

/** Adds a category of the district's own. */
export async function addCategory(page: Page, area: string, code: string, name: string): Promise<void> {
  await page.goto(`/administration/categories?area=${area}`)
  await page.getByRole('button', { name: '新增事项' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('代码').fill(code)
  await dialog.getByLabel('名称', { exact: true }).fill(name)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('row', { name: new RegExp(`${code}.*${name}`) })).toBeVisible()
}

/** Lays down a year of the calendar: its first day is free, and its holidays are known. */
export async function layDownYear(page: Page, area: string, year: number): Promise<void> {
  await page.goto(`/administration/calendar?area=${area}&year=${year}`)
  await page.locator('.year button').first().click()
  await page.locator('.known .el-switch').click()
  await page.getByRole('button', { name: '保存' }).first().click()
  await expect(page.locator('.admin-head')).toContainText('本区日历')
  await expect(page.locator('.admin-head')).toContainText(`${year}`)
}

/** Names a source of maps, tries it on the page and keeps it. */
export async function addMapSource(page: Page, area: string, name: string, url: string): Promise<void> {
  await page.goto(`/administration/settings?area=${area}`)
  await page.getByRole('button', { name: '增加底图' }).click()
  const source = page.locator('fieldset').last()
  await source.locator('.el-select').first().click()
  await page.getByRole('option', { name: 'XYZ 瓦片' }).click()
  await source.getByLabel('名称').fill(name)
  await source.getByLabel(/^地址/).fill(url)
  await source.getByRole('button', { name: '测试' }).click()
  await expect(source.getByRole('status')).toHaveText('可以使用')
  await page.getByRole('button', { name: '保存' }).first().click()
  await expect(page.getByRole('button', { name: '保存' }).first()).toBeDisabled()
  await page.reload()
  await expect(page.locator('fieldset').last().getByLabel('名称')).toHaveValue(name)
}

/** Takes an invitation with a password of one's own and signs in with it. */
export async function takeInvitation(
  address: string,
  { signIn, code }: Invited,
  password: string,
): Promise<Client> {
  const { anonKey } = (await (await fetch(`${address}/env.json`)).json()) as { anonKey: string }
  const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
  const client = connect({ url: address, anonKey, keepSession: false, webSocket })
  await acceptInvitation(client, code, password)
  await signInClient(client, signIn, password)
  return client
}

/** A call of docs/access.md, and the roles that may make it when each holds theirs in the whole district. */
export function rolesAllowed(call: string): MemberRole[] {
  const rows = readFileSync('docs/access.md', 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const cell = rows.find((cells) => cells[1] === `\`${call}\``)?.[2]
  if (!cell) throw new Error(`docs/access.md has no ${call}`)
  const together = new Map(
    rows
      .filter((cells) => ['everyone', 'staff', 'roster'].includes(cells[1]) && cells[2].includes(', '))
      .map((cells) => [cells[1], cells[2].split(', ')]),
  )
  const named = cell.replace(/^\w+: /, '').split(', ')
  const roles = named.flatMap((word) => together.get(word) ?? [word])
  return MEMBER_ROLES.filter((role) => roles.includes(role))
}
