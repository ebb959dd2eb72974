import { readPlan } from '../../../src/data/plans/plans'
import { clerk, historyOnPage, openBuilding, openPlanId, press, save, storedPlan } from '../driver/planner'
import {
  branchOfPresent,
  changePlan,
  communitiesByGrids,
  fatesInDialog,
  gridInDatabase,
  gridsOfTheirs,
  groundFaults,
  moveBuilding,
  otherDesk,
  saveIntoDialog,
  sitDown,
} from '../driver/together'
import { expect, test } from '../support/browser'

const STREET = '999901002'

test('given two people on one draft, when both edit and save, then the second sees the difference, merges what does not touch, and overwrites nothing', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const database = await clerk(baseURL ?? '')
  const plan = await branchOfPresent(database, STREET, '两人共改')
  const { stored, communities } = await communitiesByGrids(database, plan)
  const [east, west] = communities

  // Both open it: the second sees who edits.
  const first = await sitDown(page, 'planner', STREET, plan)
  const second = await sitDown(await otherDesk(browser), 'admin', STREET, plan)
  await expect(second.locator('.others')).toContainText('同时在编辑')

  // They edit in different grids, and the first saves.
  const theirs = await moveBuilding(first, stored, { community: east })
  await save(first)
  const mine = await moveBuilding(second, stored, { community: west })
  await press(second, 'h')
  expect(await gridInDatabase(database, plan, theirs.building)).toBe(theirs.to)

  // The second is asked before anything is merged, and may go on looking.
  let dialog = await saveIntoDialog(second)
  await expect(dialog.locator('[data-test=merge-who]')).toContainText('保存了第 2 版')
  expect(await gridsOfTheirs(dialog)).toEqual([theirs.from, theirs.to].sort((one, other) => one - other))
  expect(await fatesInDialog(dialog)).toEqual(['merged', 'merged'])
  await dialog.locator(`[data-theirs="1-${theirs.from}"] [data-show-grid]`).click()
  await expect(second).toHaveURL(new RegExp(`grid=${theirs.from}\\b`))
  await press(second, 'Escape')
  await expect(dialog).toBeHidden()
  await expect(second.locator('.bar').getByText('未保存')).toBeVisible()
  expect(await gridInDatabase(database, plan, mine.building)).toBe(mine.from)

  // Enter merges: the database has both.
  dialog = await saveIntoDialog(second)
  await expect(dialog.locator('[data-test=merge-accept]')).toBeFocused()
  await press(second, 'Enter')
  await expect(second.locator('.bar').getByText('已保存')).toBeVisible({ timeout: 30_000 })
  const both = await storedPlan(database, plan)
  expect(groundFaults(both)).toEqual([])
  expect(await gridInDatabase(database, plan, theirs.building)).toBe(theirs.to)
  expect(await gridInDatabase(database, plan, mine.building)).toBe(mine.to)
  expect(both.detail.locks.buildings).toEqual([mine.building])
  expect(both.detail.edits).toHaveLength(3)

  // The first learns of it and takes the newer version up.
  await first.locator('[data-test=behind]').click({ timeout: 30_000 })
  await expect(first.locator('[data-test=merge-accept]')).toBeFocused()
  await press(first, 'Enter')
  await expect.poll(() => historyOnPage(first)).toHaveLength(3)
  await expect(first.locator('.others')).toContainText('同时在编辑')

  // Both edit the same grid: the second is told, and nothing of the first's is overwritten.
  const moved = [theirs.building, mine.building]
  const again = await moveBuilding(first, both, { community: east, from: theirs.to, but: moved })
  await save(first)
  const touching = await moveBuilding(second, both, {
    community: east,
    from: theirs.to,
    but: [...moved, again.building],
  })
  dialog = await saveIntoDialog(second)
  expect(await fatesInDialog(dialog)).toEqual(['touches'])
  await expect(dialog.locator('[data-test=merge-accept]')).toHaveText('改用对方的版本')
  await expect(dialog.locator('[data-test=merge-keep]')).toBeFocused()
  await dialog.locator('[data-test=merge-branch]').click()

  // Saved as a branch, it is all there, what was pinned too; the draft is as the first left it.
  await expect(second).not.toHaveURL(new RegExp(`plan=${plan}\\b`), { timeout: 30_000 })
  await expect(second.locator('.bar h1')).toContainText('我的修改')
  const branch = openPlanId(second)
  expect(await gridInDatabase(database, branch, touching.building)).toBe(touching.to)
  expect(await gridInDatabase(database, branch, again.building)).toBe(again.from)
  const { plan: head, locks } = await readPlan(database, branch)
  expect(head.basedOn).toBe(plan)
  expect(locks.buildings).toEqual([mine.building])
  expect(groundFaults(await storedPlan(database, branch))).toEqual([])
  expect(await gridInDatabase(database, plan, again.building)).toBe(again.to)
  expect(await gridInDatabase(database, plan, touching.building)).toBe(touching.from)

  // Or the version of the other is used: what was left out can still be read.
  await changePlan(second, plan)
  const last = await storedPlan(database, plan)
  const kept = await moveBuilding(first, last, { community: west, but: moved })
  await save(first)
  const lost = await moveBuilding(second, last, {
    community: west,
    from: kept.from,
    but: [...moved, kept.building],
  })
  dialog = await saveIntoDialog(second)
  await dialog.locator('[data-test=merge-accept]').click()
  await expect(second.locator('.bar').getByText('已保存')).toBeVisible({ timeout: 30_000 })
  await openBuilding(second, lost.building)
  await expect(second.locator('[data-test=building-grid]')).toHaveText(String(lost.from).padStart(3, '0'))
  await press(second, 'Escape')
  await expect(second.locator('[data-test=unmerged] li')).toHaveCount(1)
  expect(await gridInDatabase(database, plan, kept.building)).toBe(kept.to)
  expect(await gridInDatabase(database, plan, lost.building)).toBe(lost.from)
  await second.context().close()
})
