import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref, shallowRef } from 'vue'
import {
  type BorderPlace,
  fromUnits,
  insertVertex,
  type LngLat,
  moveVertex,
  nearestBorder,
  type Point,
  type SnapIndex,
  toUnits,
} from '../../../../../geo/index'
import { type StrokePoint, useStroke } from '../../../../composables/map/useStroke'
import type { Draft } from '../../../../plan/model/draft'
import { border, type EditAnswer } from '../../../../plan/edits/edits'
import { effectOf, type PlanEffect } from '../../../../plan/foresight/effect'
import { moveGroups, placesOfGroups, upperOf } from '../../../../plan/model/groups'
import { movableCorners } from '../../../../plan/model/rim'
import { pullBorder } from '../../../../plan/edits/upper-borders'
import type { PlanView } from '../../../../plan/model/plan-view'
import { metresPerPixel } from '../../../../map/scale'
import { usePlan } from '../../../../stores/plan'
import type { GridKey } from '../../../../lib/ids'
import { figureOf } from '../../../../map/plan-parts'
import { useGrabCursor } from '../../../../composables/map/useGrabCursor'
import { useBorderKeys } from './useBorderKeys'
import type { BuildingPlace } from '../../../../plan/model/ids'

const GRAB_PIXELS = 10
const SNAP_PIXELS = 12
/** So much of a border on each side of the pointer comes along, units. */
const REACH_UNITS = 2_500
const UNITS_PER_METRE = 100
/** The ground under a pulled border is looked at every so many units. */
const PULL_STEP_UNITS = 500
/** The keyboard goes along a border in such steps. */
const CORNERS_APART_METRES = 15

/** What is seen while a border is dragged: its line in degrees, and the kind of line that it snaps to. */
export interface BorderSketch {
  line: LngLat[]
  snap: string | null
  /** A corner is grabbed by the keyboard. */
  isGrabbed?: boolean
  /** Null as long as nothing was moved. */
  effect?: PlanEffect | null
}

const NO_SKETCH: BorderSketch = { line: [], snap: null }

/** What the tool works on: the level looked at, the chosen grid for the keyboard, and lines to snap to. */
interface BorderSubject {
  level: Readonly<Ref<number>>
  grid: Readonly<Ref<number | null>>
  snapping: Readonly<Ref<SnapIndex | null>>
}

/** What the tool reports. */
interface Events {
  edited: (answer: EditAnswer) => void
  /** Buildings (places) of the groups that a pulled border would take along. */
  picked: (places: BuildingPlace[]) => void
}

/** Drags the border of two grids; between upper grids, the groups that it is pulled over change sides, whole. Alt turns snapping off. */
export function useBorderTool(
  map: Readonly<Ref<MapLibreMap | null>>,
  isActive: Readonly<Ref<boolean>>,
  { level, grid, snapping }: BorderSubject,
  events: Events,
) {
  const plan = usePlan()
  const sketch = shallowRef<BorderSketch>(NO_SKETCH)
  /** The piece of border that a press would take hold of, degrees. */
  const beside = shallowRef<LngLat[][]>([])
  const isUpper = computed(() => level.value < plan.leaf)
  let grabbed: BorderPlace | undefined
  let path: Point[] = []
  /** The answer that is seen already, to the plan as it was then. */
  let seen: { to: Point; draft: Draft | null; answer: EditAnswer | null } | undefined

  /** The grid of the level looked at that a leaf grid lies in. */
  const upperAt = (live: PlanView, key: GridKey) => upperOf(live, key, level.value) ?? -1

  const unitsOf = (at: StrokePoint): Point | null => plan.live && toUnits(plan.live.coverage.frame, at)

  function snapped(at: StrokePoint, isFree: boolean): { point: Point; kind: string | null } | null {
    const point = unitsOf(at)
    if (!point || !map.value) return null
    const hit =
      isFree || isUpper.value ? null : snapping.value?.find(point, SNAP_PIXELS * metresPerPixel(map.value))
    return { point: hit?.point ?? point, kind: hit?.kind ?? null }
  }

  function grab(at: StrokePoint): BorderPlace | undefined {
    const { live } = plan
    const point = unitsOf(at)
    if (!point || !live || !map.value) return undefined
    const within = GRAB_PIXELS * metresPerPixel(map.value) * UNITS_PER_METRE
    const dividesUppers = (one: number, other: number) => upperAt(live, one) !== upperAt(live, other)
    return nearestBorder(live.coverage, point, within, isUpper.value ? dividesUppers : undefined)
  }

  function pulled() {
    const { live } = plan
    if (!live || !grabbed) return null
    const uppers = grabbed.grids.map((key) => upperAt(live, key)) as [number, number]
    return pullBorder(live, uppers, path, level.value)
  }

  function follow(to: Point): void {
    const from = path[path.length - 1] ?? to
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / PULL_STEP_UNITS))
    for (let step = 1; step <= steps; step++)
      path.push([from[0] + ((to[0] - from[0]) * step) / steps, from[1] + ((to[1] - from[1]) * step) / steps])
  }

  function answerTo(to: Point): EditAnswer | null {
    const isSeen = seen?.draft === plan.draft && seen.to[0] === to[0] && seen.to[1] === to[1]
    if (!seen || !isSeen) seen = { to, draft: plan.draft, answer: madeTo(to) }
    return seen.answer
  }

  function madeTo(to: Point): EditAnswer | null {
    const { live } = plan
    if (!live || !grabbed) return null
    if (isUpper.value) {
      const pull = pulled()
      return pull?.groups.length
        ? moveGroups(live, pull.groups, pull.to, level.value)
        : { code: 'no-group-beyond', at: to }
    }
    const { coverage } = live
    const patch = grabbed.vertex
      ? moveVertex(coverage, grabbed.vertex, to, REACH_UNITS)
      : insertVertex(coverage, grabbed.edge, to, REACH_UNITS)
    return border(patch, grabbed.grids)
  }

  function effectAt(to: Point): PlanEffect | null {
    const { live } = plan
    const answer = answerTo(to)
    if (!live || !grabbed || !answer) return null
    const keys = isUpper.value ? grabbed.grids.map((key) => upperAt(live, key)) : grabbed.grids
    return effectOf(live, answer, level.value, keys)
  }

  function drop(): void {
    grabbed = seen = undefined
    path = []
    sketch.value = NO_SKETCH
  }

  useStroke(map, isActive, {
    // A miss is no gesture of the map: with this tool in hand nobody means to move it.
    begin: (at) => {
      grabbed = grab(at)
      beside.value = []
      if (grabbed) sketch.value = { line: [at, at], snap: null }
      return true
    },
    move: (at, { isAlt }) => {
      const to = grabbed && snapped(at, isAlt)
      if (!to || !plan.live) return
      const { frame } = plan.live.coverage
      if (isUpper.value) {
        follow(to.point)
        events.picked(placesOfGroups(plan.live, pulled()?.groups ?? [], level.value))
        sketch.value = {
          line: [sketch.value.line[0], ...path.map(([x, y]) => fromUnits(frame, x, y))],
          snap: null,
          effect: effectAt(to.point),
        }
      } else {
        const line = [sketch.value.line[0], fromUnits(frame, ...to.point)]
        sketch.value = { line, snap: to.kind, effect: effectAt(to.point) }
      }
    },
    end: (at, { isAlt }) => {
      const to = grabbed ? snapped(at, isAlt) : null
      if (isUpper.value && to) follow(to.point)
      const answer = to && answerTo(to.point)
      if (isUpper.value) events.picked([])
      drop()
      if (answer) events.edited(answer)
    },
    cancel: () => {
      if (isUpper.value) events.picked([])
      drop()
    },
  })

  function cornersOfGrid(): Point[] {
    const { live, figures, leaf } = plan
    const figure = figureOf(figures, leaf, grid.value)
    return live && figure && !isUpper.value ? movableCorners(live, figure, CORNERS_APART_METRES) : []
  }

  function sketchFrom(corner: Point, to: Point): void {
    if (!plan.live) return
    const { frame } = plan.live.coverage
    const line = [fromUnits(frame, ...corner), fromUnits(frame, ...to)]
    sketch.value = { line, snap: null, isGrabbed: true, effect: to === corner ? null : effectAt(to) }
  }

  useBorderKeys(map, isActive, {
    corners: cornersOfGrid,
    hold: (corner) => {
      grabbed = plan.live ? nearestBorder(plan.live.coverage, corner, 1) : undefined
      sketchFrom(corner, corner)
    },
    moveTo: (to) => grabbed?.vertex && sketchFrom(grabbed.vertex, to),
    put: (to) => {
      const answer = answerTo(to)
      drop()
      if (answer) events.edited(answer)
    },
    letGo: drop,
  })

  useGrabCursor(map, isActive, (at) => {
    const place = grabbed ? undefined : grab(at)
    const edge = place && plan.live?.coverage.edge(place.edge)
    beside.value =
      plan.live && edge
        ? [
            [
              fromUnits(plan.live.coverage.frame, edge.x1, edge.y1),
              fromUnits(plan.live.coverage.frame, edge.x2, edge.y2),
            ],
          ]
        : []
    return beside.value.length > 0
  })

  return { sketch, beside }
}
