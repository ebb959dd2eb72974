import { computed, shallowRef } from 'vue'
import type { Mark } from '../../../map/marks'
import { BORDER_UNITS, LEAST_CORNERS, MOST_CORNERS } from '../address'
import type { Analysis } from '../useAnalysis'

/** Longitude and latitude, degrees. */
export type Corner = [lng: number, lat: number]

const [CORNER_PIXELS, HELD_PIXELS] = [5, 8]
/** What is begun with without a mouse reaches so far into the map, as a part of it. */
const FIRST_SHARE = 0.25

const rounded = (degrees: number) => Math.round(degrees * BORDER_UNITS) / BORDER_UNITS

/**
 * The border that is drawn by hand: corner after corner on the map, or around the middle of it; its corners are dragged, moved by
 * steps, or changed in numbers.
 */
export function useBorder({ choice, choose }: Analysis) {
  /** Corners while it is being drawn; null: it is not. */
  const draft = shallowRef<Corner[] | null>(null)
  /** The corner that is being changed. */
  const held = shallowRef<number | null>(null)
  /** The border while one of its corners is in the hand. */
  const dragged = shallowRef<Corner[] | null>(null)
  const corners = computed((): Corner[] => draft.value ?? dragged.value ?? choice.value.border ?? [])
  const isDrawing = computed(() => draft.value !== null)
  const canEnd = computed(() => (draft.value?.length ?? 0) >= LEAST_CORNERS)

  function draw(): void {
    draft.value = []
  }
  function add({ lng, lat }: { lng: number; lat: number }): void {
    if (!draft.value || draft.value.length >= MOST_CORNERS) return
    draft.value = [...draft.value, [rounded(lng), rounded(lat)]]
  }
  /** Takes what was drawn; with too few corners nothing is changed. */
  function end(): void {
    if (canEnd.value) choose({ border: draft.value })
    draft.value = null
  }
  function cancel(): void {
    draft.value = null
  }
  /** A rectangle in the middle of what the map shows. */
  function around([west, south, east, north]: readonly [number, number, number, number]): void {
    const [right, up] = [(east - west) * FIRST_SHARE, (north - south) * FIRST_SHARE]
    const sides = [west + right, south + up, east - right, north - up].map(rounded)
    const [left, low, far, high] = sides
    draft.value = null
    choose({
      border: [
        [left, low],
        [far, low],
        [far, high],
        [left, high],
      ],
    })
  }
  /** The corners with one of them elsewhere; null where that is no place on the map. */
  function withCorner(place: number, [lng, lat]: Corner): Corner[] | null {
    if (!Number.isFinite(lng) || !Number.isFinite(lat) || Math.abs(lng) > 180 || Math.abs(lat) > 85)
      return null
    return corners.value.map((one, at) => (at === place ? [rounded(lng), rounded(lat)] : one))
  }
  function change(place: number, corner: Corner): void {
    const changed = withCorner(place, corner)
    if (changed) choose({ border: changed })
  }
  /** Takes a corner into the hand. */
  function take(place: number): void {
    hold(place)
    dragged.value = corners.value
  }
  /** Brings the corner in the hand somewhere; only the line follows. */
  function drag(corner: Corner): void {
    if (dragged.value && held.value !== null) dragged.value = withCorner(held.value, corner) ?? dragged.value
  }
  /** The border is as it was before the corner was taken. */
  function letGo(): void {
    dragged.value = null
    hold(null)
  }
  /** Leaves the corner where it is: what is counted follows. A corner that was only touched changes nothing. */
  function drop(): void {
    const [before, now] = [choice.value.border, dragged.value]
    letGo()
    if (now && JSON.stringify(now) !== JSON.stringify(before)) choose({ border: now })
  }
  /** Puts a corner in the middle between one and the next. */
  function insert(place: number): void {
    if (corners.value.length >= MOST_CORNERS) return
    const [one, next] = [corners.value[place], corners.value[(place + 1) % corners.value.length]]
    const middle: Corner = [rounded((one[0] + next[0]) / 2), rounded((one[1] + next[1]) / 2)]
    choose({ border: [...corners.value.slice(0, place + 1), middle, ...corners.value.slice(place + 1)] })
  }
  function remove(place: number): void {
    held.value = null
    if (corners.value.length > LEAST_CORNERS)
      choose({ border: corners.value.filter((_, at) => at !== place) })
  }
  function hold(place: number | null): void {
    held.value = place
  }
  function clear(): void {
    draft.value = null
    choose({ border: null })
  }

  const marks = computed((): Mark[] => {
    const [first, ...rest] = corners.value
    if (!first) return []
    // Without a fill: colours of the density stay those of the legend.
    const lines = [isDrawing.value ? [first, ...rest] : [first, ...rest, first]]
    const circles = corners.value.map((at, place) => ({
      at,
      radiusPixels: () => (place === held.value ? HELD_PIXELS : CORNER_PIXELS),
    }))
    return [
      { kind: 'lines', look: isDrawing.value ? 'drawn' : 'chosen', lines },
      { kind: 'circles', look: 'corner', circles },
    ]
  })

  return {
    corners,
    isDrawing,
    canEnd,
    hold,
    marks,
    draw,
    add,
    end,
    cancel,
    around,
    change,
    take,
    drag,
    drop,
    letGo,
    insert,
    remove,
    clear,
  }
}

export type DrawnBorder = ReturnType<typeof useBorder>
