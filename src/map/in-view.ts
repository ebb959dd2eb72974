/** Left, top, right, bottom in pixels of the map. */
export type Rectangle = readonly [number, number, number, number]

/** How much of each side of the map is covered, pixels. */
export interface Insets {
  left: number
  top: number
  right: number
  bottom: number
}

/** What brings a rectangle into view: nothing, moving by so many pixels, or another zoom. */
export type Move = { kind: 'stay' } | { kind: 'pan'; by: [number, number] } | { kind: 'fit' }

function area([left, top, right, bottom]: Rectangle): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top)
}

function meets(one: Rectangle, other: Rectangle): boolean {
  return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1]
}

/** Returns a large rectangle of a map that nothing lies over: each obstacle is cut off on the side where that costs least. */
export function freeRectangle(whole: Rectangle, obstacles: readonly Rectangle[]): Rectangle {
  return obstacles.reduce<Rectangle>((free, obstacle) => {
    if (!meets(free, obstacle)) return free
    const [left, top, right, bottom] = free
    const cuts: Rectangle[] = [
      [obstacle[2], top, right, bottom],
      [left, obstacle[3], right, bottom],
      [left, top, obstacle[0], bottom],
      [left, top, right, obstacle[1]],
    ]
    return cuts.reduce((best, cut) => (area(cut) > area(best) ? cut : best))
  }, whole)
}

/** Returns what brings a rectangle into the free part of a map: it stays as it is where it is seen whole, and as large as it is where it fits. */
export function moveIntoView(wanted: Rectangle, free: Rectangle): Move {
  const [left, top, right, bottom] = wanted
  if (left >= free[0] && top >= free[1] && right <= free[2] && bottom <= free[3]) return { kind: 'stay' }
  const isLarger = right - left > free[2] - free[0] || bottom - top > free[3] - free[1]
  if (isLarger) return { kind: 'fit' }
  const by = (from: number, to: number, start: number, end: number) => (from + to) / 2 - (start + end) / 2
  return { kind: 'pan', by: [by(left, right, free[0], free[2]), by(top, bottom, free[1], free[3])] }
}

/** Returns what a rectangle leaves on each side of another. */
export function insetsOf(free: Rectangle, whole: Rectangle): Insets {
  return {
    left: free[0] - whole[0],
    top: free[1] - whole[1],
    right: whole[2] - free[2],
    bottom: whole[3] - free[3],
  }
}
