import { distance } from '@turf/distance'
import { nearestPointOnLine } from '@turf/nearest-point-on-line'
import type { LineString, MultiLineString } from 'geojson'
import type { BaseMap } from '../../../src/data/maps/basemap'
import type { StoredGrid } from '../../../src/data/plans/plans'
import type { PlanningInput } from '../../../src/plan/model/input'
import { boundsOf } from '../../../src/map/bounds'
import { expect, type Page } from '../support/browser'
import { begin, promisedByBorder } from './hand'

type LngLat = readonly [number, number]

const TILE_PIXELS = 512
const FIT_PADDING_PIXELS = 24

/** Where a position stands in the square of Web Mercator, 0 to 1. */
function mercator([lng, lat]: LngLat): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180)
  return [lng / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)]
}

/** Metres between two positions a street apart. */
export function metresBetween(one: LngLat, other: LngLat): number {
  return distance([...one], [...other], { units: 'meters' })
}

/** Shows the whole area, as its button does, and returns where on the screen a position stands. */
export async function wholeArea(
  page: Page,
  { communities }: PlanningInput,
): Promise<(at: LngLat) => [number, number]> {
  await page.getByRole('button', { name: '显示全域' }).click()
  // The map needs 300 ms to get there.
  await page.waitForTimeout(1_000)
  const box = await page.locator('.planner .canvas').boundingBox()
  if (!box) throw new Error('There is no map.')
  const geometries = communities.flatMap(({ boundary }) => boundary ?? [])
  const bounds = boundsOf({ type: 'GeometryCollection', geometries })
  if (!bounds) throw new Error('No community has a boundary.')
  const [west, south] = mercator([bounds[0], bounds[1]])
  const [east, north] = mercator([bounds[2], bounds[3]])
  const worldPixels = Math.min(
    (box.width - 2 * FIT_PADDING_PIXELS) / (east - west),
    (box.height - 2 * FIT_PADDING_PIXELS) / (south - north),
  )
  expect(worldPixels).toBeGreaterThan(TILE_PIXELS)
  return (at) => {
    const [x, y] = mercator(at)
    return [
      box.x + box.width / 2 + (x - (west + east) / 2) * worldPixels,
      box.y + box.height / 2 + (y - (north + south) / 2) * worldPixels,
    ]
  }
}

/** A piece of a border that two grids share. */
interface Border {
  grids: [number, number]
  middle: LngLat
}

function ringsOf(grid: StoredGrid): LngLat[][] {
  return grid.polygon.coordinates.flat() as unknown as LngLat[][]
}

function segmentsOf(grid: StoredGrid): Map<string, [LngLat, LngLat]> {
  const segments = new Map<string, [LngLat, LngLat]>()
  for (const ring of ringsOf(grid))
    for (let at = 1; at < ring.length; at++) {
      const name = [ring[at - 1].join(), ring[at].join()].sort().join(' ')
      segments.set(name, [ring[at - 1], ring[at]])
    }
  return segments
}

/** Returns the pieces of border between grids of one community, the longest first. */
export function sharedBorders(grids: readonly StoredGrid[]): Border[] {
  const sides = grids.map((grid) => ({ grid, segments: segmentsOf(grid) }))
  const found = sides.flatMap((one, at) =>
    sides.slice(at + 1).flatMap((other) => {
      if (one.grid.community !== other.grid.community) return []
      return [...one.segments].flatMap(([name, [from, to]]) =>
        other.segments.has(name)
          ? [
              {
                grids: [one.grid.key, other.grid.key] as [number, number],
                middle: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2] as LngLat,
                metres: metresBetween(from, to),
              },
            ]
          : [],
      )
    }),
  )
  return found.sort((one, other) => other.metres - one.metres)
}

/** Returns whether two grids have a piece of border in common. */
export function areNeighbours(grids: readonly StoredGrid[], one: number, other: number): boolean {
  return sharedBorders(grids.filter(({ key }) => key === one || key === other)).length > 0
}

function nearestOn(line: LineString | MultiLineString, at: LngLat): LngLat {
  return nearestPointOnLine(line, [...at]).geometry.coordinates as unknown as LngLat
}

/** Returns the place on a road of the base map that is nearest to a position. */
export function nearestRoad({ features }: BaseMap, at: LngLat): LngLat {
  const coordinates = features.flatMap(({ properties, geometry }) =>
    properties.layer === 'road' && geometry.type === 'LineString' ? [geometry.coordinates] : [],
  )
  return nearestOn({ type: 'MultiLineString', coordinates }, at)
}

/** Returns how far the border between two grids stays away from a position, metres. */
export function borderDistance(grids: readonly StoredGrid[], pair: readonly number[], at: LngLat): number {
  const two = grids.filter(({ key }) => pair.includes(key))
  const other = segmentsOf(two[1])
  const shared = [...segmentsOf(two[0])].filter(([name]) => other.has(name))
  const coordinates = shared.map(([, [from, to]]) => [[...from], [...to]])
  return metresBetween(at, nearestOn({ type: 'MultiLineString', coordinates }, at))
}

/** What a drag of a border did. */
export interface DraggedBorder {
  /** The grids on its two sides. */
  grids: [number, number]
  /** How far their border is from the place on the road, in the grids given, metres. */
  metresTo: (grids: readonly StoredGrid[]) => number
  /** How far a pixel of the screen was: a hand is no finer. */
  metresPerPixel: number
  before: readonly StoredGrid[]
  /** What the page said that it would do, just before the hand let go. */
  promised: Awaited<ReturnType<typeof promisedByBorder>>
}

const NEAR_METRES = 8
const FAR_METRES = 45

/** Drags borders between grids with the mouse onto roads beside them until one lies there, as a planner would try. */
export async function dragOntoRoad(
  page: Page,
  { input, baseMap, grids }: { input: PlanningInput; baseMap: BaseMap; grids: readonly StoredGrid[] },
): Promise<DraggedBorder> {
  const onScreen = await wholeArea(page, input)
  const history = page.locator('[data-test=history] li')
  await page.locator('[data-tool=border]').click()
  for (const { grids: pair, middle } of sharedBorders(grids)) {
    const road = nearestRoad(baseMap, middle)
    const metres = metresBetween(road, middle)
    if (metres < NEAR_METRES || metres > FAR_METRES || borderDistance(grids, pair, road) < NEAR_METRES)
      continue
    const before = await history.count()
    await begin(page, [onScreen(middle), onScreen(road)])
    const promised = await promisedByBorder(page)
    await page.mouse.up()
    await page.waitForTimeout(100)
    if ((await history.count()) === before) continue
    await page.locator('[data-tool=select]').click()
    const [[fromX, fromY], [toX, toY]] = [onScreen(middle), onScreen(road)]
    return {
      grids: pair,
      metresTo: (after) => borderDistance(after, pair, road),
      metresPerPixel: metres / Math.hypot(toX - fromX, toY - fromY),
      before: grids,
      promised,
    }
  }
  throw new Error('No border could be dragged onto a road.')
}
