import { readChanges } from '../../src/data/changes'
import { listAreas } from '../../src/data/areas'
import { listPeople } from '../../src/data/setup/people'
import { MEMBER_ROLES, type MemberRole, RIGHTS } from '../../src/lib/rights'
import { pair } from './driver/setup/accounts'
import * as district from './driver/setup/district'
import { chooseFile, makeDistrict, toCheck, write } from './driver/import'
import { beSignedIn } from './driver/people'
import { clerkAs, openPlanId, storedPlan } from './driver/planner'
import { drawGrids, publish } from './driver/planning'
import { expect, test } from './support/browser'

const CODE = '999960'
const COMMUNITIES = ['柳岸社区', '荷塘社区']
const PASSWORD = 'a-word-of-my-own'
/** A picture of one point, as a server of maps gives one. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Blocks of flats of two communities, eight a row, forty households each. */
function blocks(): string {
  const lines = COMMUNITIES.flatMap((name, community) =>
    Array.from({ length: 40 }, (_, at) => {
      const [lng, lat] = [113.52 + 0.012 * community + 0.001 * (at % 8), 35.54 + 0.001 * Math.floor(at / 8)]
      return [`${community}-${at}y`, 40, name, '河西街道', lng.toFixed(6), lat.toFixed(6)].join(',')
    }),
  )
  return ['楼栋编号,户数,社区,街道,经度,纬度', ...lines, ''].join('\n')
}

/** Sixty people: whoever works in the office of the district, a department's, and those of the grids. */
function staffOf(grids: readonly string[]): district.Member[] {
  const office = MEMBER_ROLES.filter((role) => !['worker', 'handler', 'display'].includes(role))
  const counted: [MemberRole, number][] = [
    ...office.map((role): [MemberRole, number] => [role, 2]),
    ['handler', 6],
  ]
  const roles = counted.flatMap(([role, count]) => Array.from({ length: count }, () => role))
  const workers = Array.from({ length: 60 - roles.length }, (): MemberRole => 'worker')
  return [...roles, ...workers].map((role, at) => ({
    number: `sd${1001 + at}`,
    name: `试${at + 1}`,
    role,
    department: role === 'handler' ? '市容管理局' : '',
    area: role === 'worker' ? COMMUNITIES[at % 2] : '',
    grid: role === 'worker' ? (grids[at - roles.length] ?? '') : '',
  }))
}

test('given buildings in a file, when an administrator sets the district up in the browser alone, then each of sixty people signs in and sees what docs/access.md says', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(420_000)
  const address = baseURL ?? ''
  await beSignedIn(page, 'admin')
  const clerk = await clerkAs(address, 'admin')

  const grids = await test.step('the buildings, and grids in force', async () => {
    await chooseFile(page, { name: '试点楼栋.csv', content: blocks() })
    await makeDistrict(page, CODE, '试点区')
    await toCheck(page)
    await write(page)
    await page.locator('[data-test=to-planner]').click()
    expect(await drawGrids(page)).toBe(8)
    await publish(page)
    const stored = await storedPlan(clerk, openPlanId(page))
    return stored.detail.grids.flatMap(({ code }) => code ?? [])
  })
  expect(grids).toHaveLength(8)
  const areas = (await listAreas(clerk)).filter(({ code }) => code.startsWith(CODE))
  const districtId = areas.find(({ code }) => code === CODE)!.id
  const staff = staffOf(grids)

  await test.step('departments, people and their posts', async () => {
    await district.addDepartment(page, CODE, '市容管理局')
    await district.bringRoster(page, CODE, staff)
    const { people } = await listPeople(clerk, districtId)
    expect(people).toHaveLength(60)
    expect(people.flatMap(({ posts }) => posts.map(({ grid }) => grid)).sort()).toEqual([...grids].sort())
  })

  await test.step('own categories, the calendar of next year, a map, a wall', async () => {
    await district.addCategory(page, CODE, '0698', '共享单车乱停')
    await district.layDownYear(page, CODE, new Date().getFullYear() + 1)
    await page.route('**/tiles-of-the-district/**', (route) =>
      route.fulfill({ contentType: 'image/png', body: Buffer.from(PICTURE, 'base64') }),
    )
    await district.addMapSource(page, CODE, '区里底图', `${address}/tiles-of-the-district/{z}/{x}/{y}.png`)
    const wall = await (await browser.newContext()).newPage()
    await wall.goto('/pair')
    const shown = await wall.getByRole('status').first().innerText()
    await pair(page, shown, '试点大屏', CODE)
    await expect(wall).toHaveURL(/\/wall/, { timeout: 30_000 })
    await wall.context().close()
  })

  const invited = await test.step('accounts', () => district.inviteAll(page, CODE, staff))
  expect(new Set(invited.map(({ code }) => code)).size).toBe(60)

  await test.step('each of sixty signs in with a password of their own', async () => {
    const calls: [call: string, name: string, parameters: object][] = [
      ['list_departments(:district)', 'list_departments', { district: districtId }],
      ['list_people(:district)', 'list_people', { district: districtId }],
      ['account_list(:district)', 'account_list', { district: districtId }],
      ['audit_page(:district)', 'audit_page', { district: districtId }],
    ]
    const allowed = new Map(calls.map(([call, name]) => [name, district.rolesAllowed(call)]))
    const wrong: string[] = []
    for (const member of staff) {
      const client = await district.takeInvitation(
        address,
        invited.find(({ signIn }) => signIn === member.number)!,
        PASSWORD,
      )
      const { memberships } = await readChanges(client)
      const areaId = member.area ? areas.find(({ name }) => name === member.area)!.id : districtId
      expect(memberships, member.name).toMatchObject([{ role: member.role, areaId }])
      for (const [, name, parameters] of calls) {
        const { error } = await client.rpc(name as 'list_people', parameters as { district: number })
        const may = allowed.get(name)!.includes(member.role)
        if ((error === null) !== may) wrong.push(`${member.name} ${member.role} ${name} ${error?.message}`)
      }
    }
    expect(wrong).toEqual([])
  })

  for (const role of ['leader', 'dispatcher', 'worker', 'handler'] as const)
    await test.step(`${role} in the browser`, async () => {
      const own = await (await browser.newContext()).newPage()
      await own.goto('/sign-in')
      await own.getByLabel('工号、手机号或邮箱').fill(staff.find((member) => member.role === role)!.number)
      await own.getByLabel(/^密码/).fill(PASSWORD)
      await own.getByRole('button', { name: '登录' }).click()
      await expect(own).toHaveURL(new RegExp(`/${RIGHTS[role].home}`))
      const bar = own.getByRole('navigation', { name: '主导航' })
      for (const [path, action] of [
        ['setup', 'read-places'],
        ['import', 'import'],
        ['figures', 'read-figures'],
      ] as const)
        await expect(bar.locator(`a[href^="/${path}"]`)).toHaveCount(
          RIGHTS[role].may.includes(action) ? 1 : 0,
        )
      await own.context().close()
    })
})
