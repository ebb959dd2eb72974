/** A word that wants a place on paper. Millimetres from the upper left corner. */
export interface Label {
  at: readonly [x: number, y: number]
  word: string
  sizeMillimetres: number
  /** Stands on its place instead of beside a dot. */
  isCentred?: boolean
}

/** Where a word stands: the middle of its baseline, millimetres. */
export interface LabelPlace {
  x: number
  baseline: number
}

/** Left, top, right, bottom; millimetres. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

/** The radius of the dot that a label stands beside, and the room between the two. */
export const DOT_MILLIMETRES = 0.7
const GAP_MILLIMETRES = 0.4
/** Parts of the size of a word: how far it rises above its baseline and hangs below it. */
const ASCENT = 0.86
const DESCENT = 0.2
const NARROW = 0.6
const FIRST_WIDE = '\u2E80'

/** Returns the width of a word in parts of its size: Chinese signs are square, others are taken to be as wide as wide ones. */
export function widthOfWord(word: string): number {
  return [...word].reduce((width, sign) => width + (sign >= FIRST_WIDE ? 1 : NARROW), 0)
}

/** Returns what a label covers where it stands. */
export function labelBox({ x, baseline }: LabelPlace, { word, sizeMillimetres: size }: Label): Box {
  const half = (widthOfWord(word) * size) / 2
  return [x - half, baseline - ASCENT * size, x + half, baseline + DESCENT * size]
}

/** The places that suit a word, the best first: above, below, right and left of its dot, or on its place and just off it. */
function placesFor({ at: [x, y], word, sizeMillimetres: size, isCentred }: Label): LabelPlace[] {
  const middle = y + ((ASCENT - DESCENT) / 2) * size
  if (isCentred) return [0, 1.2, -1.2].map((lines) => ({ x, baseline: middle + lines * size }))
  const away = DOT_MILLIMETRES + GAP_MILLIMETRES
  const aside = away + (widthOfWord(word) * size) / 2
  return [
    { x, baseline: y - away - DESCENT * size },
    { x, baseline: y + away + ASCENT * size },
    { x: x + aside, baseline: middle },
    { x: x - aside, baseline: middle },
  ]
}

function overlap(one: Box, other: Box): boolean {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

function isInside([left, top, right, bottom]: Box, [width, height]: readonly [number, number]): boolean {
  return left >= 0 && top >= 0 && right <= width && bottom <= height
}

/**
 * Returns where each label stands on a sheet (width, height in millimetres), in the order given: none overlaps an earlier
 * one, anything `taken`, or the rim; null for a label that finds no place. Quadratic in the labels.
 */
export function placeLabels(
  labels: readonly Label[],
  sheet: readonly [width: number, height: number],
  taken: readonly Box[] = [],
): (LabelPlace | null)[] {
  const boxes = [...taken]
  return labels.map((label) => {
    for (const place of placesFor(label)) {
      const box = labelBox(place, label)
      if (!isInside(box, sheet) || boxes.some((other) => overlap(box, other))) continue
      boxes.push(box)
      return place
    }
    return null
  })
}

/** So many of the labels that could stand may be left out for larger ones, where all together are too small to be read well. */
const SPARED = 0.1

/**
 * Returns the largest of the sizes (largest first) at which every label finds a place that finds one at the smallest; where
 * that one is below `legibleMillimetres`, the largest at which nearly all do. `placed` tells how many find one at a size.
 */
export function largestSize(
  sizes: readonly number[],
  placed: (size: number) => number,
  legibleMillimetres: number,
): number {
  const smallest = sizes[sizes.length - 1]
  const counts = sizes.map(placed)
  const most = counts[counts.length - 1]
  const whole = sizes.find((_, at) => counts[at] >= most) ?? smallest
  if (whole >= legibleMillimetres) return whole
  return sizes.find((_, at) => counts[at] >= (1 - SPARED) * most) ?? smallest
}
