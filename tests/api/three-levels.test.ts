import fc from 'fast-check'
import type { MultiPolygon, Position } from 'geojson'
import { beforeAll, expect, test } from 'vitest'
import { buildCells } from '../../geo/index'
import { listAreas } from '../../src/data/areas'
import { locate } from '../../src/data/maps/locating'
import { readPlanningInput } from '../../src/data/maps/places'
import { readGridsInForce, readInForce } from '../../src/data/plans/in-force'
import {
  comparePlans,
  planIncidents,
  readNoticeBoards,
  readPlanFaults,
} from '../../src/data/plans/plan-outputs'
import {
  publishPlan,
  readPlan,
  savePlan,
  startPlan,
  type StoredGrid,
  submitPlan,
} from '../../src/data/plans/plans'
import { createScheme, listSchemes, type Scheme, type SchemeRule } from '../../src/data/plans/schemes'
import type { Client } from '../../src/lib/supabase'
import { planContents } from '../../src/plan/files/export'
import { ancestors } from '../../src/plan/model/levels/chain'
import { invert } from '../../src/plan/model/draft'
import { groundOf } from '../../src/plan/model/ground'
import { gridId } from '../../src/plan/model/ids'
import { toCellsInput } from '../../src/plan/model/input'
import type { LivePlan } from '../../src/plan/model/live'
import { changesTo } from '../../src/plan/together/changes'
import { liveOf } from '../../src/stores/plan-detail'
import { gridsAt, levelEdit, levelStep } from '../support/level-edits'
import { settledDistrict } from '../support/random-district'
import { runs } from '../support/runs'
import { serviceClient, signIn } from './support/clients'
import { makeDistrict } from './support/district'
import { drawPlan } from './support/drawing'
import { bringFile, newDistrict } from './support/importing'

const LEVELS = [1, 2, 3]

let memberCode = ''
let planner: Client
let reviewer: Client
beforeAll(async () => {
  memberCode = (await makeDistrict()).communityCodes[0].slice(0, 6)
  planner = await signIn('planner')
  reviewer = await signIn('reviewer')
})

/** Areas of 600 households, grids of 200 and micro-grids of 60, with a post on each. */
const rule: SchemeRule = {
  name: '三级',
  nameEn: 'Three levels',
  tolerance: 0.3,
  codeDigits: 16,
  shares: { incidents: 0, visits: 0, area: 0 },
  levels: [
    { name: '片区', nameEn: 'Area', target: 600, posts: [] },
    { name: '网格', nameEn: 'Grid', target: 200, posts: [] },
    { name: '微网格', nameEn: 'Micro-grid', target: 60, posts: [] },
  ],
}

async function schemeOf(client: Client, code: string): Promise<Scheme> {
  const district = (await listAreas(client)).find((area) => area.code === code)!
  const id = await createScheme(client, district.id, rule)
  return (await listSchemes(client, district.id)).find((one) => one.id === id)!
}

async function opened(client: Client, id: number, scheme: Scheme): Promise<LivePlan> {
  const detail = await readPlan(client, id)
  const input = await readPlanningInput(client, detail.plan.areaId)
  return liveOf(groundOf(input, buildCells(toCellsInput(input))), scheme, detail)
}

const hard = (live: LivePlan) => live.faults().filter(({ isHard }) => isHard).length
const sumAt = (live: LivePlan, level: number) =>
  gridsAt(live, level).reduce((sum, grid) => sum + (live.figures.get(gridId(grid))?.households ?? 0), 0)
/** The corners of a ring in a direction and from a beginning that no program chooses. */
function cornersOf(ring: Position[]): string {
  const corners = ring.slice(1).map((corner) => corner.join(' '))
  const turned = (all: string[]) => {
    const at = all.indexOf([...all].sort()[0])
    return [...all.slice(at), ...all.slice(0, at)].join()
  }
  return [turned(corners), turned(corners.reverse())].sort()[0]
}
/** Grids with the rings of their polygons, of the database or as the page shows them. */
const ringsOf = (grids: readonly Pick<StoredGrid, 'level' | 'key' | 'polygon'>[]) =>
  Object.fromEntries(
    grids.map(({ level, key, polygon }) => [
      gridId({ level, key }),
      (polygon?.coordinates ?? []).flatMap((rings) => rings.map(cornersOf)).sort(),
    ]),
  )
const ringsShown = ({ figures }: LivePlan) =>
  ringsOf(
    [...figures.values()].map(({ level, key, polygon }) => {
      const coordinates = (polygon?.polygons ?? []) as MultiPolygon['coordinates']
      return { level, key, polygon: { type: 'MultiPolygon', coordinates } }
    }),
  )
const figuresOf = (live: LivePlan) =>
  [...live.figures.values()]
    .map(({ level, key, households, buildings }) => ({ level, key, households, buildings }))
    .sort((one, other) => one.level - other.level || one.key - other.key)

test(
  'plans of three levels are drawn, edited, taken back, saved, submitted without a fault and published, and every code stands once',
  { timeout: 3_600_000 },
  async () => {
    const client = serviceClient()
    let [published, edited] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        settledDistrict,
        fc.array(levelStep, { minLength: 4, maxLength: 14 }),
        async ({ areas, buildings, barriers }, steps) => {
          const code = await newDistrict(memberCode)
          await bringFile(client, code, areas, 'areas.geojson', { kind: 'areas', level: 'community' })
          if (barriers) await bringFile(client, code, barriers, 'roads.geojson', { kind: 'barriers' })
          const name = buildings.startsWith('{') ? 'buildings.geojson' : 'buildings.csv'
          const { households } = await bringFile(client, code, buildings, name, { kind: 'buildings' })
          if (!households) return
          const scheme = await schemeOf(client, code)
          const { id } = await drawPlan(client, code, scheme.code)
          const live = await opened(client, id, scheme)
          const stored = { draft: live.draft, figures: live.figures, borders: [live.borders()] }
          expect(ringsShown(live)).toEqual(ringsOf((await readPlan(client, id)).grids))
          const atFirst = hard(live)
          for (const step of steps) {
            const edit = levelEdit(live, step)
            if (!edit || !live.fits(edit.patch)) continue
            live.apply(edit.patch)
            // What leaves a grid in pieces is taken back, as a planner would.
            if (hard(live) > atFirst) live.apply(invert(edit.patch))
            else edited += 1
          }
          const sums = LEVELS.map((level) => sumAt(live, level))
          expect(new Set(sums).size).toBe(1)
          await savePlan(client, id, 2, changesTo(live, stored, [live.borders()]))
          const again = await opened(client, id, scheme)
          expect(figuresOf(again)).toEqual(figuresOf(live))
          const faults = await readPlanFaults(client, id)
          if (hard(again) > 0) return expect(faults).not.toEqual([])
          expect(faults).toEqual([])
          await submitPlan(planner, id)
          await publishPlan(reviewer, id, null)
          published += 1
          const { plan, grids } = await readPlan(client, id)
          const codes = grids.map((grid) => grid.code ?? '')
          expect(new Set(codes).size).toBe(grids.length)
          expect(codes.every((one) => one.length === 16)).toBe(true)
          for (const grid of grids) {
            const children = grids.filter((one) => one.level === grid.level + 1 && one.parent === grid.key)
            const held = children.reduce((sum, one) => sum + one.households, 0)
            if (grid.level < 3) expect(held).toBe(grid.households)
            expect(grid.parent === null).toBe(grid.level === 1)
          }
          const { levels, leaf } = await readInForce(client, plan.areaId)
          expect(levels.map(({ level }) => level)).toEqual(LEVELS)
          expect(levels.map((one) => one.households)).toEqual([sums[0], sums[0], sums[0]])
          expect(leaf.grids).toBe(gridsAt(live, 3).length)
          const inForce = await readGridsInForce(client, plan.areaId)
          const built = LEVELS.map((level) =>
            inForce.filter((one) => one.level === level).reduce((sum, one) => sum + one.buildings, 0),
          )
          expect(new Set(built).size).toBe(1)
        },
      ),
      { ...runs(12), seed: 12, endOnFailure: true },
    )
    expect(published).toBeGreaterThan(3)
    expect(edited).toBeGreaterThan(10)
  },
)

test('a plan of three levels drawn anew is compared on each, and its files and boards name all levels', async () => {
  const client = serviceClient()
  const code = await newDistrict(memberCode)
  const [district] = fc.sample(
    settledDistrict.filter(({ buildings }) => buildings.length > 3000),
    { numRuns: 1, seed: 3 },
  )
  await bringFile(client, code, district.areas, 'areas.geojson', { kind: 'areas', level: 'community' })
  const name = district.buildings.startsWith('{') ? 'buildings.geojson' : 'buildings.csv'
  await bringFile(client, code, district.buildings, name, { kind: 'buildings' })
  const scheme = await schemeOf(client, code)
  const { id } = await drawPlan(client, code, scheme.code)
  await submitPlan(planner, id)
  await publishPlan(reviewer, id, null)
  const { plan, grids } = await readPlan(client, id)
  const second = await startPlan(client, {
    areaId: plan.areaId,
    schemeId: scheme.id,
    name: '再画',
    basedOn: id,
  })
  const compared = await comparePlans(client, id, second)
  expect([compared.depth, compared.upper?.depth, compared.top?.depth]).toEqual([0, 1, 2])
  expect([compared, compared.upper, compared.top].map((level) => level?.movedHouseholds)).toEqual([0, 0, 0])

  const live = await opened(client, id, scheme)
  const codes = new Map(grids.map((grid) => [gridId(grid), grid.code ?? '']))
  const contents = planContents(live, {
    codes,
    plan: { name: plan.name, effectiveFrom: plan.effectiveFrom },
    placeOf: () => ({ district: '', street: '', community: '', communityCode: '' }),
    staffOf: () => ({ posts: 0, people: [] }),
    kindOf: () => '',
    standingOf: () => '',
  })
  for (const { grid, upper, top } of contents.buildings) {
    const leaf = grids.find((one) => one.code === grid)
    const above = leaf ? ancestors(live.draft.grids, leaf).map((one) => codes.get(gridId(one))) : []
    expect([upper, top]).toEqual(above)
  }
  const community = grids[0].community
  const { lng, lat } = live.ground.input.buildings
  const place = await locate(planner, lng[0], lat[0])
  expect(place?.upperGrids.map(({ levelName }) => levelName)).toEqual(['片区', '网格'])
  const yesterday = new Date(Date.now() - 86_400_000).toISOString()
  const cases = [...lng.keys()].map((at) => [`case-${at}`, '0101', yesterday, lng[at], lat[at]].join())
  const { accepted } = await bringFile(
    client,
    code,
    ['案件编号,小类,上报时间,经度,纬度', ...cases].join('\n'),
    '事件.csv',
    { kind: 'incidents', categories: { '0101': '0101' } },
  )
  expect(accepted).toBe(lng.length)
  const happened = await planIncidents(planner, id, new Date(Date.now() - 7 * 86_400_000).toISOString())
  for (const grid of grids) {
    if (grid.level === 3) continue
    const below = grids.filter((one) => one.level === grid.level + 1 && one.parent === grid.key)
    const sum = below.reduce((all, one) => all + (happened.get(gridId(one)) ?? 0), 0)
    expect(happened.get(gridId(grid))).toBe(sum)
  }
  const onTop = gridsAt(live, 1).reduce((all, grid) => all + (happened.get(gridId(grid)) ?? 0), 0)
  expect(onTop).toBe(lng.length)
  const boards = await readNoticeBoards(client, id, community)
  expect(boards.every(({ level }) => level === 3)).toBe(true)
})
