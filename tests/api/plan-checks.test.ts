import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildCells } from '../../geo/index'
import { listSchemes } from '../../src/data/plans/schemes'
import { readPlanningInput } from '../../src/data/maps/places'
import { readPlanFaults } from '../../src/data/plans/plan-outputs'
import { readPlan, savePlan, type StoredFault } from '../../src/data/plans/plans'
import type { Client } from '../../src/lib/supabase'
import { assign, isEdit, merge } from '../../src/plan/edits/edits'
import { gridOfGround, gridsOfBareCommunities, joinGround, leaveOut } from '../../src/plan/edits/ground'
import type { PlanFault } from '../../src/plan/model/faults'
import { type Ground, groundOf } from '../../src/plan/model/ground'
import { openGround } from '../../src/plan/model/ground-pick'
import { toCellsInput } from '../../src/plan/model/input'
import type { LivePlan } from '../../src/plan/model/live'
import { liveOf } from '../../src/stores/plan-detail'
import { drawnChanges } from '../../src/plan/together/changes'
import { runs } from '../support/runs'
import { serviceClient } from './support/clients'
import { drawPlan } from './support/drawing'
import { bringFile, newDistrict } from './support/importing'
import { generator, randomDistrict } from '../support/random-district'

/** A plan of the database as a page opens it. */
async function opened(client: Client, id: number): Promise<LivePlan> {
  const detail = await readPlan(client, id)
  const input = await readPlanningInput(client, detail.plan.areaId)
  const scheme = (await listSchemes(client, detail.plan.districtId)).find(
    (one) => one.id === detail.plan.schemeId,
  )
  if (!scheme) throw new Error('The plan has no scheme.')
  return liveOf(groundOf(input, buildCells(toCellsInput(input))), scheme, detail)
}

/** Moves buildings and ground about as nobody would: across communities, out of any grid, apart. */
function disturb(live: LivePlan, seed: number): void {
  const random = generator(seed)
  const any = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)]
  for (let turn = 0; turn < 6; turn++) {
    const keys = [...live.draft.grids.values()].flatMap(({ level, key }) =>
      level === live.leaf ? [key] : [],
    )
    const places = [...live.draft.assignment.keys()].filter(() => random() < 0.15)
    const ground = any(openGround(live, 0)) ?? []
    const answers = [
      () => assign(live, places, any(keys)),
      () => assign(live, places.slice(0, 2), random() < 0.5 ? -1 : any(keys)),
      () =>
        merge(
          live,
          [any(keys), any(keys)].filter((key, at, all) => all.indexOf(key) === at),
        ),
      ...(ground.length
        ? [
            () => joinGround(live, ground, any(keys)),
            () => gridOfGround(live, ground),
            () => leaveOut(live, ground),
          ]
        : []),
      () => gridsOfBareCommunities(live),
    ]
    if (keys.length === 0) return
    const answer = any(answers)()
    if (isEdit(answer) && live.fits(answer.patch)) live.apply(answer.patch)
  }
}

const APART = ['grid-in-pieces', 'grid-crosses-barrier']

/** A fault by what it is about, whoever found it. Where a grid is apart and why may be seen either way. */
function aboutStored({ code, key, community, building }: StoredFault): string {
  if (code === 'building-unassigned') return `unassigned ${building}`
  if (APART.includes(code)) return `apart ${key}`
  return `${code} ${building ?? key ?? community}`
}
function aboutShown({ input }: Ground, { code, key, community, building }: PlanFault): string {
  const id = building === null ? null : input.buildings.id[building]
  if (code === 'building-unassigned' || code === 'no-cell') return `unassigned ${id}`
  if (APART.includes(code)) return `apart ${key}`
  return `${code} ${id ?? key ?? community}`
}
const sorted = (all: readonly string[]) => [...new Set(all)].sort()

test(
  'what keeps a plan from being submitted is the same on the page and in the database',
  { timeout: 3_600_000 },
  async () => {
    const client = serviceClient()
    let found = 0
    await fc.assert(
      fc.asyncProperty(randomDistrict, fc.integer(), async ({ areas, buildings, barriers }, seed) => {
        const code = await newDistrict()
        await bringFile(client, code, areas, 'areas.geojson', { kind: 'areas', level: 'community' })
        if (barriers) await bringFile(client, code, barriers, 'roads.geojson', { kind: 'barriers' })
        const name = buildings.startsWith('{') ? 'buildings.geojson' : 'buildings.csv'
        const { households } = await bringFile(client, code, buildings, name, { kind: 'buildings' })
        if (!households) return
        const scheme = seed % 3 ? 'jiefang-400' : 'jianxi-1000-100'
        const { id } = await drawPlan(client, code, scheme)
        const live = await opened(client, id)
        const before = { draft: live.draft, figures: live.figures }
        disturb(live, seed)
        const changes = drawnChanges(live.ground, before, live)
        await savePlan(client, id, 2, { ...changes, borders: [live.borders()] })
        const stored = (await readPlanFaults(client, id)).map(aboutStored)
        for (const plan of [live, await opened(client, id)]) {
          const shown = plan.faults().filter(({ isHard }) => isHard)
          expect(sorted(shown.map((fault) => aboutShown(plan.ground, fault)))).toEqual(sorted(stored))
        }
        found += stored.length
      }),
      { ...runs(16), seed: 16, endOnFailure: true },
    )
    expect(found).toBeGreaterThan(20)
  },
)
