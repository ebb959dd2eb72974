import type { Feature, LineString, MultiLineString, Position } from 'geojson'
import { type Box, widthOfWord } from './labels'
import { onPaper, type PrintFrame } from './print'

/** A name along a road on paper: the middle of its baseline (millimetres) and how far it is turned, degrees clockwise. */
export interface RoadName {
  word: string
  x: number
  baseline: number
  degrees: number
  sizeMillimetres: number
}

/** A road of the base map. */
type Road = Feature<LineString | MultiLineString, { class?: string; name?: string; nameEn?: string }>

/** Larger roads get their names first. */
const RANKS = ['trunk', 'primary', 'secondary', 'local', 'path']
const SIZE_MILLIMETRES = 3
/** More names than these are no help to find a way. */
const MOST_NAMES = 14

interface Stretch {
  from: [number, number]
  to: [number, number]
  millimetres: number
}

/** Returns the part of a straight piece that lies on the paper, null where none does (Liang and Barsky, 1984). */
function clipped(
  { widthMillimetres, heightMillimetres }: PrintFrame,
  from: Position,
  to: Position,
): Stretch | null {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  let [start, end] = [0, 1]
  for (const [step, room] of [
    [-dx, from[0]],
    [dx, widthMillimetres - from[0]],
    [-dy, from[1]],
    [dy, heightMillimetres - from[1]],
  ]) {
    if (step === 0 && room < 0) return null
    if (step < 0) start = Math.max(start, room / step)
    if (step > 0) end = Math.min(end, room / step)
  }
  if (start >= end) return null
  const at = (share: number): [number, number] => [from[0] + share * dx, from[1] + share * dy]
  return { from: at(start), to: at(end), millimetres: (end - start) * Math.hypot(dx, dy) }
}

/** Bends of less than this many degrees are no bend for a name. */
const STRAIGHT_DEGREES = 12

const angleOf = (from: Position, to: Position) =>
  (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI

/** Returns the longest stretch of a line on the paper that is straight enough for a name. */
function longestStretch(frame: PrintFrame, line: readonly Position[]): Stretch | null {
  const points = line.map((position) => onPaper(frame, position))
  let longest: Stretch | null = null
  let begin = 0
  for (let at = 1; at < points.length; at++) {
    const turned = Math.abs(angleOf(points[begin], points[begin + 1]) - angleOf(points[at - 1], points[at]))
    if (Math.min(turned, 360 - turned) > STRAIGHT_DEGREES) begin = at - 1
    const found = clipped(frame, points[begin], points[at])
    if (found && found.millimetres > (longest?.millimetres ?? 0)) longest = found
  }
  return longest
}

/** Returns the angle at which a word can be read without turning the head: from −90 to 90 degrees. */
function readable(degrees: number): number {
  if (degrees > 90) return degrees - 180
  return degrees <= -90 ? degrees + 180 : degrees
}

function nameAlong({ from, to }: Stretch, word: string): RoadName {
  const degrees = readable(angleOf(from, to))
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
  const turned = (degrees * Math.PI) / 180
  // The baseline lies below the line by a third of the size, as the word is turned.
  const drop = SIZE_MILLIMETRES / 3
  return {
    word,
    x: x - drop * Math.sin(turned),
    baseline: y + drop * Math.cos(turned),
    degrees,
    sizeMillimetres: SIZE_MILLIMETRES,
  }
}

/** Returns what a name covers, upright as boxes are: one after the other along it. */
export function roadNameBoxes({ word, x, baseline, degrees, sizeMillimetres }: RoadName): Box[] {
  const turned = (degrees * Math.PI) / 180
  const width = widthOfWord(word) * sizeMillimetres
  const count = Math.max(1, Math.ceil(width / sizeMillimetres))
  return Array.from({ length: count }, (_, at): Box => {
    const along = ((at + 0.5) / count - 0.5) * width
    const middle = [
      x + along * Math.cos(turned) + (sizeMillimetres / 3) * Math.sin(turned),
      baseline + along * Math.sin(turned) - (sizeMillimetres / 3) * Math.cos(turned),
    ]
    const half = sizeMillimetres / 2
    return [middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half]
  })
}

const isApart = (one: Box, other: Box) =>
  one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3]

/**
 * Returns the names of roads along their longest straight stretch on the paper, each once, the larger roads first. A road that is too
 * short there for its name has none, nor one whose name would cover another or what is `taken`. `nameOf`: what a road is called.
 */
export function roadNames(
  frame: PrintFrame,
  roads: readonly Road[],
  nameOf: (road: Road) => string | null,
  taken: readonly Box[],
): RoadName[] {
  const longest = new Map<string, Stretch & { rank: number }>()
  for (const road of roads) {
    const word = nameOf(road)
    if (!word) continue
    const { geometry } = road
    const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates
    const rank = RANKS.indexOf(road.properties.class ?? 'local')
    for (const line of lines) {
      const found = longestStretch(frame, line)
      if (found && found.millimetres > (longest.get(word)?.millimetres ?? 0))
        longest.set(word, { ...found, rank })
    }
  }
  const wanted = [...longest].sort(
    ([, one], [, other]) => one.rank - other.rank || other.millimetres - one.millimetres,
  )
  const boxes = [...taken]
  const names: RoadName[] = []
  for (const [word, stretch] of wanted) {
    if (names.length === MOST_NAMES) break
    if (stretch.millimetres < widthOfWord(word) * SIZE_MILLIMETRES * 1.1) continue
    const name = nameAlong(stretch, word)
    const own = roadNameBoxes(name)
    if (!own.every((box) => boxes.every((other) => isApart(box, other)))) continue
    names.push(name)
    boxes.push(...own)
  }
  return names
}
