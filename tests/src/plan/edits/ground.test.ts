import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildCells } from '../../../../geo/index'
import { type EditAnswer, isEdit } from '../../../../src/plan/edits/edits'
import {
  bareCommunities,
  gridOfGround,
  gridsOfBareCommunities,
  groundOffers,
  joinGround,
  leaveOut,
} from '../../../../src/plan/edits/ground'
import { invert } from '../../../../src/plan/model/draft'
import { type Ground, groundOf } from '../../../../src/plan/model/ground'
import { groundAt, groundInside, openGround } from '../../../../src/plan/model/ground-pick'
import { type PlanningInput, toCellsInput } from '../../../../src/plan/model/input'
import { LivePlan } from '../../../../src/plan/model/live'
import { storedLocks } from '../../../../src/plan/model/locks/stored-locks'
import { runs } from '../../../support/runs'
import { drawnPlan, smallDistrict } from '../small-district'
import { gridId } from '../../../../src/plan/model/ids'

/** The small district with a community beside it in which nobody lives, and a park between two roads in the second. */
function withParks(): PlanningInput {
  const input = smallDistrict()
  const ring = (west: number, south: number, east: number, north: number) => ({
    type: 'MultiPolygon' as const,
    coordinates: [
      [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    ],
  })
  const road = (id: number, lat: number) => ({
    id,
    kind: 'main_road' as const,
    name: '路',
    line: {
      type: 'LineString' as const,
      coordinates: [
        [113.004, lat],
        [113.008, lat],
      ],
    },
  })
  return {
    ...input,
    communities: [
      ...input.communities,
      {
        ...input.communities[0],
        id: 13,
        code: '990101001003',
        name: '山',
        boundary: ring(113.008, 35, 113.012, 35.004),
      },
    ],
    // Both between the last row but one and the last: nobody lives between them.
    barriers: [...input.barriers, road(41, 35.00345), road(42, 35.00355)],
  }
}

const hard = (live: LivePlan) => live.faults().filter(({ isHard }) => isHard)
const codes = (live: LivePlan) => [...new Set(hard(live).map(({ code }) => code))]

function done(live: LivePlan, answer: EditAnswer): LivePlan {
  if (!isEdit(answer)) throw new Error(answer.code)
  expect(live.fits(answer.patch)).toBe(true)
  live.apply(answer.patch)
  return live
}

/** The plan as the database would give it back; `borders` may have been lost on the way. */
function reopened(live: LivePlan, borders = [live.borders()]): LivePlan {
  const grids = [...live.draft.grids].map(([id, grid]) => {
    const coordinates = live.figures.get(id)?.polygon?.polygons ?? []
    return { ...grid, polygon: { type: 'MultiPolygon' as const, coordinates } }
  })
  const locks = storedLocks(live.ground, live.draft)
  return LivePlan.of(live.ground, { assignment: live.draft.assignment, grids, borders, locks }, live.rule)
}

describe('ground without buildings', () => {
  let ground: Ground
  let live: LivePlan
  beforeAll(() => {
    const input = withParks()
    ground = groundOf(input, buildCells(toCellsInput(input)))
  })
  const drawn = async () => (live = await drawnPlan(ground))
  const mountain = () => groundAt(live, [113.01, 35.002])
  const park = () => groundAt(live, [113.006, 35.0035])

  test('of a community without buildings is no fault; it is one grid, or is left out', async () => {
    await drawn()
    expect(hard(live)).toEqual([])
    expect(bareCommunities(live)).toEqual([13])
    const made = gridOfGround(live, mountain())
    done(live, made)
    expect(bareCommunities(live)).toEqual([])
    const key = live.coverage.gridOf(mountain()[0])
    expect(live.draft.grids.get(gridId({ level: 1, key }))).toMatchObject({ community: 13 })
    expect(live.figures.get(gridId({ level: 1, key }))?.polygon?.areaSquareMetres).toBeGreaterThan(100_000)
    expect(hard(live)).toEqual([])
    expect(live.faults().map(({ code }) => code)).toContain('grid-without-buildings')
    done(live, leaveOut(live, mountain()))
    expect(live.draft.grids.has(gridId({ level: 1, key }))).toBe(false)
    expect(hard(live)).toEqual([])
  })

  test('of a park joins the grid beside it, or is one of its own, and cannot be left out', async () => {
    await drawn()
    const faces = park()
    expect(faces.length).toBeGreaterThan(0)
    const offers = groundOffers(live, faces)
    expect(offers.length).toBeGreaterThan(0)
    done(live, joinGround(live, faces, offers[0].key))
    expect(live.coverage.gridOf(faces[0])).toBe(offers[0].key)
    expect(hard(live)).toEqual([])
    done(live, gridOfGround(live, faces))
    expect(hard(live)).toEqual([])
    expect(leaveOut(live, faces)).toMatchObject({ code: 'ground-is-needed' })
    const [mountainKey] = [...live.draft.grids.values()].filter(({ community }) => community === 11)
    expect(joinGround(live, faces, mountainKey.key)).toMatchObject({ code: 'ground-of-other-community' })
  })

  test('is found again when a plan is opened, whether or not its list of faces is there', async () => {
    await drawn()
    done(live, gridsOfBareCommunities(live))
    done(live, gridOfGround(live, park()))
    for (const borders of [[live.borders()], []]) {
      const again = reopened(live, borders)
      expect(hard(again)).toEqual([])
      expect(again.coverage.gridOf(mountain()[0])).toBe(live.coverage.gridOf(mountain()[0]))
      expect(again.draft.grids.size).toBe(live.draft.grids.size)
    }
  })

  test('in no grid is a gap where people live, and nowhere else', async () => {
    await drawn()
    const patch = {
      faces: park().map((id) => ({
        id,
        was: live.coverage.face(id),
        is: { ...live.coverage.face(id), grid: -1 },
      })),
      edges: [],
    }
    live.apply({ ground: { moved: [], ...patch }, grids: [] })
    expect(codes(live)).toEqual(['gap'])
    expect(hard(live)).toMatchObject([{ community: 12 }])
  })

  test('is picked by outlines and walked along, the largest first', async () => {
    await drawn()
    const inside = groundInside(live, [
      [113.0085, 34.99],
      [113.02, 34.99],
      [113.02, 35.01],
      [113.0085, 35.01],
    ])
    expect(new Set(inside)).toEqual(new Set(mountain()))
    expect(openGround(live)[0]).toEqual(expect.arrayContaining([...mountain()]))
  })

  test('whatever is done with it is undone, and figures and faults are those of a plan opened anew', async () => {
    const base = await drawn()
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 })), { maxLength: 6 }), async (deeds) => {
        const plan = reopened(base)
        const patches = []
        for (const [which, deed] of deeds) {
          const pieces = openGround(plan, 0)
          const faces = pieces[which % Math.max(1, pieces.length)]
          if (!faces) continue
          const [offer] = groundOffers(plan, faces)
          const answers = [
            gridOfGround(plan, faces),
            leaveOut(plan, faces),
            joinGround(plan, faces, offer?.key ?? -1),
          ]
          const answer = answers[deed]
          if (!isEdit(answer)) continue
          plan.apply(answer.patch)
          patches.push(answer.patch)
        }
        const again = reopened(plan)
        const told = (of: LivePlan) =>
          of
            .faults()
            .map(({ code, key, community }) => `${code} ${key} ${community}`)
            .sort()
        expect(told(again)).toEqual(told(plan))
        for (const patch of patches.toReversed()) plan.apply(invert(patch))
        expect(told(plan)).toEqual(told(reopened(base)))
        await Promise.resolve()
      }),
      runs(20),
    )
  })
})
