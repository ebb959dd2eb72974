import { goTo, sumOfAreas, total } from './driver/figures/analysis'
import {
  cellsOf,
  count,
  daysBefore,
  grouped,
  numberIn,
  numbersIn,
  type Pair,
  rankingOf,
  type RawCase,
  shareWords,
  standingAt,
} from './driver/figures/counted'
import { openIncidents } from './driver/incidents'
import { beSignedIn, beSignedInAs } from './driver/people'
import { RawRows } from './driver/figures/raw'
import { openWallOf, standing } from './driver/wall'
import { expect, type Page, test } from './support/browser'
import { INCIDENT_GROUPS, OPEN_GROUPS } from '../../src/lib/incidents/incident-groups'

/**
 * Signs in as each role, reads the figures that its pages show, and counts the raw rows beside them. What is of now is held
 * between a count before and one after: deadlines pass while pages are looked at.
 */
const DISTRICT = '999901'
const DAYS = 28

test.describe.configure({ timeout: 300_000 })

let rows: RawRows
let cases: RawCase[]
const days = daysBefore(Date.now(), DAYS)

test.beforeAll(async ({ baseURL }) => {
  rows = await RawRows.of(baseURL ?? '')
  // A month more: the bulletin is of the last whole one.
  cases = await rows.casesSince(DISTRICT, new Date(days.since - 40 * 86_400_000).toISOString())
  expect(cases.length).toBeGreaterThan(1000)
})

const open = (list: readonly RawCase[]) => list.filter(({ isProtected }) => !isProtected)
const BY: Record<string, (one: RawCase) => string | null> = {
  street: ({ community }) => community.slice(0, 9),
  community: ({ community }) => community,
  class: ({ category }) => category.slice(0, 2),
  category: ({ category }) => category,
  source: ({ source }) => source,
  department: ({ department_id: id }) => (id === null ? null : String(id)),
}

/** Expects a ranking to be that of the rows, unit by unit; a unit without cases has none. */
function expectSame(shown: Map<string, Pair>, list: readonly RawCase[], unit: string, indicator: string) {
  const groups = grouped(list, BY[unit])
  const zero: Pair = count([], days)[indicator]
  const counted = new Map([...groups].map(([code, own]) => [code, count(own, days)[indicator]]))
  for (const code of new Set([...shown.keys(), ...counted.keys()]))
    expect(shown.get(code) ?? zero, `${indicator} of ${unit} ${code}`).toEqual(counted.get(code) ?? zero)
}

/** Expects what is of now to be between two moments: before it was read, and now. */
function expectStanding(shown: { open: number; overdue: number }, list: readonly RawCase[], before: number) {
  expect(shown.open).toBe(standingAt(list, before).open)
  expect(shown.overdue).toBeGreaterThanOrEqual(standingAt(list, before).overdue)
  expect(shown.overdue).toBeLessThanOrEqual(standingAt(list, Date.now()).overdue)
}

const headline = (page: Page, code: string) => page.getByTestId(`headline-${code}`)
const wallFigure = (page: Page, label: string) =>
  numberIn(page.locator('.figure', { hasText: label }).locator('.value').first())

async function expectWall(page: Page, list: readonly RawCase[]): Promise<void> {
  const before = Date.now()
  await openWallOf(page, DISTRICT)
  const shown = { open: await wallFigure(page, '未结'), overdue: await wallFigure(page, '超期') }
  expectStanding(shown, list, before)
  expect(await wallFigure(page, '急件')).toBe(standingAt(list, before).urgent)
}

async function expectList(page: Page, list: readonly RawCase[]): Promise<void> {
  const before = Date.now()
  await openIncidents(page)
  const chips = page.locator('.chips button small')
  await expect(chips.first()).toHaveText(/\d/)
  const [all, overdue, ...groups] = (await chips.allInnerTexts()).map((words) => numbersIn(words)[0] ?? 0)
  expectStanding({ open: all, overdue }, list, before)
  const inGroup = OPEN_GROUPS.map(
    (group) => list.filter(({ state }) => INCIDENT_GROUPS[group].includes(state)).length,
  )
  expect(groups.slice(0, inGroup.length)).toEqual(inGroup)
}

test('leader: home and rankings', async ({ page }) => {
  await beSignedIn(page, 'leader')
  const before = Date.now()
  for (const [unit, indicator] of [
    ['street', 'onTimeClosure'],
    ['community', 'cameIn'],
    ['class', 'closedCases'],
    ['category', 'filedCases'],
  ]) {
    expectSame(await rankingOf(page, days, unit, indicator), cases, unit, indicator)
  }
  for (const unit of ['source', 'department'])
    expectSame(await rankingOf(page, days, unit, 'closureRate'), cases, unit, 'closureRate')

  const counted = count(cases, days)
  for (const code of ['cameIn', 'closedCases'])
    expect(await numberIn(headline(page, code).locator('.value'))).toBe(counted[code][0])
  await expect(headline(page, 'onTimeClosure').locator('.value')).toHaveText(
    shareWords(counted.onTimeClosure),
  )
  const parts = numbersIn(await headline(page, 'onTimeClosure').locator('.comparison').innerText())
  expect(parts.slice(0, 2)).toEqual(counted.onTimeClosure)
  const overdue = await numberIn(headline(page, 'overdueOpen').locator('.value'))
  const late = page.getByTestId('late').locator('tbody tr').last().getByRole('button')
  for (const shown of [overdue, await numberIn(late)])
    expectStanding({ open: standingAt(cases, before).open, overdue: shown }, cases, before)
})

test('leader: assessment and bulletin', async ({ page }) => {
  await beSignedIn(page, 'leader')
  const day = `${days.first.slice(0, 7)}-01`
  const month = daysBefore(Date.parse(`${days.first.slice(0, 7)}-01T12:00:00+08:00`), 1)
  const lastMonth = {
    ...month,
    first: `${month.last.slice(0, 7)}-01`,
    since: Date.parse(`${month.last.slice(0, 7)}-01T00:00:00+08:00`),
  }
  expect(day > lastMonth.last).toBe(true)
  await page.goto(`/figures/assessment?unit=community&kind=month&day=${lastMonth.first}`)
  const table = page.getByTestId('assessment').locator('table')
  await expect(table).toBeVisible({ timeout: 90_000 })
  const known = new Map(
    await table.locator('tbody tr').evaluateAll(
      (found) =>
        found.map((row) => [(row as HTMLElement).dataset.code ?? '', (row.querySelector('[data-figure=onTimeClosure]')?.textContent ?? '').trim()] as [string, string]), // prettier-ignore
    ),
  )
  for (const [code, own] of grouped(cases, BY.community))
    expect(known.get(code), code).toBe(shareWords(count(own, lastMonth).onTimeClosure))

  await page.goto(`/figures/bulletin?kind=month&day=${lastMonth.first}`)
  await expect(page.getByTestId('bulletin')).toBeVisible({ timeout: 90_000 })
  // Everybody reads it, so what is protected is rounded or left out; the other rows are exact.
  const protectedClasses = new Set(cases.filter(({ isProtected }) => isProtected).map(BY.class))
  for (const [list, of] of [
    ['class', (one: RawCase) => (protectedClasses.has(BY.class(one)) ? null : BY.class(one))],
    ['source', BY.source],
    ['department', BY.department],
  ] as const) {
    const shown = await cellsOf(page.getByTestId(`bulletin-${list}`))
    for (const [code, own] of grouped(open(cases), of)) {
      const figures = count(own, lastMonth)
      const codes = ['cameIn', 'filedCases', 'closingDue', 'closedCases'] as const
      if (codes.every((one) => figures[one][0] === 0)) continue
      const cells = shown.get(code) ?? []
      expect(cells.slice(0, 4).map((words) => numbersIn(words)[0]), `${list} ${code}`).toEqual(codes.map((one) => figures[one][0])) // prettier-ignore
      expect(cells[4], `${list} ${code}`).toBe(shareWords(figures.onTimeClosure))
    }
  }
})

test('leader: heat map, wall and list', async ({ page }) => {
  await beSignedIn(page, 'leader')
  await goTo(page, `from=${days.first}&until=${daysBefore(days.until + 86_400_000, 1).last}`)
  const happened = count(cases, days).happened[0]
  expect(await total(page)).toBe(happened)
  expect(await sumOfAreas(page)).toBe(happened)
  await expectWall(page, cases)
  await expectList(page, cases)
})

test('planner: rankings of what is told to everybody, wall and list', async ({ page }) => {
  await beSignedIn(page, 'planner')
  // To who handles none of them, welfare and mediation are in no figure by source and department.
  for (const unit of ['source', 'department'])
    expectSame(await rankingOf(page, days, unit, 'onTimeClosure'), open(cases), unit, 'onTimeClosure')
  await expectWall(page, open(cases))
  await expectList(page, open(cases))
})

test('dispatcher: rankings, wall and list', async ({ page }) => {
  await beSignedIn(page, 'dispatcher')
  expectSame(await rankingOf(page, days, 'community', 'onTimeClosure'), cases, 'community', 'onTimeClosure')
  await expectWall(page, cases)
  await expectList(page, cases)
})

test('worker: wall and list of the own community', async ({ page }) => {
  const codes = await rows.communityCodesOf('worker')
  const own = cases.filter(({ community }) => codes.has(community))
  expect(standingAt(own, Date.now()).open).toBeGreaterThan(0)
  await beSignedIn(page, 'worker')
  await expectWall(page, own)
  await expectList(page, own)
})

test('handler: the list of the own department', async ({ page }) => {
  const { signIn, password, department } = await rows.makeHandler(DISTRICT)
  const own = cases.filter((one) => one.department_id === department)
  expect(standingAt(own, Date.now()).open).toBeGreaterThan(0)
  await beSignedInAs(page, signIn, password)
  await expectList(page, own)
})

test('display: the wall, its households and visits', async ({ page }) => {
  await beSignedIn(page, 'wall')
  await expectWall(page, open(cases))
  const today = daysBefore(Date.now() + 86_400_000, 30)
  const { visited, households } = await standing(page)
  const communities = await rows.communitiesOf('wall')
  expect([visited, households]).toEqual(await rows.visitCoverage(communities, today.first, today.last))
})
