import { useEventListener } from '@vueuse/core'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { type Ref, watch } from 'vue'
import type { Point } from '../../../../../geo/index'
import { isNeeded, keyName } from '../../../../composables/useKeys'

const STEP_UNITS = 100
const LEAP_UNITS = 1_000

/** Which way an arrow moves a corner: east and north are positive. */
const ARROWS: Readonly<Record<string, Point>> = {
  arrowleft: [-1, 0],
  arrowright: [1, 0],
  arrowup: [0, 1],
  arrowdown: [0, -1],
}

/** What the border tool does for the keyboard. */
export interface BorderHand {
  /** Corners of the chosen grid that can be moved, in the order around it. */
  corners: () => Point[]
  /** A corner is taken hold of; the map shows it. */
  hold: (corner: Point) => void
  /** Where the grabbed corner would go, from where it was. */
  moveTo: (to: Point) => void
  put: (to: Point) => void
  letGo: () => void
}

/**
 * Moves borders by the keyboard while `isActive`: `-` and `=` go from corner to corner of the chosen grid, arrows move the corner
 * by a metre (with Shift by ten), Enter puts it there, Escape lets it go. Listens as long as the scope lives.
 */
export function useBorderKeys(
  map: Readonly<Ref<MapLibreMap | null>>,
  isActive: Readonly<Ref<boolean>>,
  hand: BorderHand,
): void {
  let at = -1
  let grabbed: Point | null = null

  function letGo(): void {
    grabbed = null
    map.value?.keyboard.enable()
  }
  function take(step: 1 | -1): void {
    const corners = hand.corners()
    if (corners.length === 0) return
    at = at < 0 ? (step > 0 ? 0 : corners.length - 1) : (at + step + corners.length) % corners.length
    grabbed = corners[at]
    map.value?.keyboard.disable()
    // What follows is meant for the corner, not for the button that took up the tool.
    map.value?.getCanvas().focus({ preventScroll: true })
    hand.hold(grabbed)
  }
  function move([east, north]: Point, step: number): void {
    if (!grabbed) return
    grabbed = [grabbed[0] + east * step, grabbed[1] + north * step]
    hand.moveTo(grabbed)
  }
  function end(name: string): void {
    if (name === 'enter' && grabbed) hand.put(grabbed)
    else hand.letGo()
    letGo()
  }

  /** Returns whether the key was meant for a corner. */
  function answer(name: string): boolean {
    const arrow = ARROWS[name.replace('shift+', '')]
    if (name === '-' || name === '=') take(name === '=' ? 1 : -1)
    else if (!grabbed) return false
    else if (arrow) move(arrow, name.startsWith('shift+') ? LEAP_UNITS : STEP_UNITS)
    else if (name === 'enter' || name === 'escape') end(name)
    else return false
    return true
  }

  /** Before the keys of the page, some of which are the same. */
  function listen(event: KeyboardEvent): void {
    if (!isActive.value || isNeeded(event) || !answer(keyName(event))) return
    event.preventDefault()
    event.stopPropagation()
  }
  useEventListener(document, 'keydown', listen, { capture: true })
  watch(isActive, () => {
    at = -1
    if (grabbed) hand.letGo()
    letGo()
  })
}
