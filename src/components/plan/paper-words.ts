import type { MultiPolygon } from 'geojson'
import { type Box, DOT_MILLIMETRES, type Label, labelBox, largestSize, placeLabels } from '../../map/labels'
import { LANGUAGE_TAGS } from '../../lib/languages'
import { estatesOf } from '../../map/parts/estates'
import { onPaper, type PrintFrame } from '../../map/print'
import { visiblePlace } from '../../map/visible'

/** What a word on a paper map is: of a building beside its dot, a name or number of an area on its ground. */
export type PaperKind = 'building' | 'title' | 'number' | 'quiet'

/** A place with a word on a paper map. */
export interface PaperPoint {
  lng: number
  lat: number
  word: string | null
  kind: PaperKind
  /** The ground that the word belongs to, where it may be seen in part only. */
  ground?: MultiPolygon
}

/** A word on paper; the middle of its baseline, millimetres. */
export interface PaperWord {
  kind: PaperKind
  word: string
  x: number
  baseline: number
  sizeMillimetres: number
}

/** Returns buildings as points on paper, those with most households first, then by name. */
export function buildingPoints(
  buildings: readonly { lng: number; lat: number; name: string | null; households: number }[],
): PaperPoint[] {
  return [...buildings]
    .sort(
      (one, other) =>
        other.households - one.households ||
        (one.name ?? '').localeCompare(other.name ?? '', LANGUAGE_TAGS[0]),
    )
    .map(({ lng, lat, name }) => ({ lng, lat, word: name, kind: 'building' }))
}

/** In the order in which they get their places. */
const AREA_SIZES: readonly [PaperKind, sizeMillimetres: number][] = [
  ['title', 4.2],
  ['number', 3.2],
  ['quiet', 2.6],
]
/** From what is read at arm's length to what is read close by. */
const BUILDING_SIZES = [4.4, 4, 3.6, 3.3, 3, 2.7, 2.4]

type Candidate = Label & { kind: PaperKind }

function areaLabels(frame: PrintFrame, points: readonly PaperPoint[]): Candidate[] {
  return AREA_SIZES.flatMap(([kind, sizeMillimetres]) =>
    points.flatMap((point) => {
      if (point.kind !== kind || !point.word) return []
      const seen = point.ground && visiblePlace(frame, point.ground)
      if (point.ground && (seen?.roomMillimetres ?? 0) < sizeMillimetres / 2) return []
      const at = seen?.at ?? onPaper(frame, [point.lng, point.lat])
      return [{ kind, at, word: point.word, sizeMillimetres, isCentred: true }]
    }),
  )
}

function placed(
  labels: readonly Candidate[],
  { widthMillimetres, heightMillimetres }: PrintFrame,
  taken: readonly Box[],
): (PaperWord & { box: Box })[] {
  return placeLabels(labels, [widthMillimetres, heightMillimetres], taken).flatMap((place, at) => {
    const { kind, word, sizeMillimetres } = labels[at]
    return place ? [{ kind, word, sizeMillimetres, ...place, box: labelBox(place, labels[at]) }] : []
  })
}

/** From this size on the whole names of buildings can be read from where one stands before a board. */
const WELL_LEGIBLE = 3.3
const ESTATE_SIZE = 3.6

/** Returns the words of buildings beside their dots, as large as legibly fits. */
function buildingWords(
  words: readonly (string | null)[],
  dots: readonly [number, number][],
  frame: PrintFrame,
  taken: readonly Box[],
): { words: PaperWord[]; isComplete: boolean } {
  const at = (sizeMillimetres: number) =>
    placed(
      words.flatMap((word, index) =>
        word ? [{ kind: 'building' as const, at: dots[index], word, sizeMillimetres }] : [],
      ),
      frame,
      taken,
    )
  const found = at(largestSize(BUILDING_SIZES, (size) => at(size).length, WELL_LEGIBLE))
  const isComplete = found.length === words.filter(Boolean).length
  return { words: found, isComplete: isComplete && (found[0]?.sizeMillimetres ?? Infinity) >= WELL_LEGIBLE }
}

/** The same where names are long and buildings dense: the name of an estate stands once, the rest of the name at each building. */
function wordsByEstate(
  names: readonly (string | null)[],
  dots: readonly [number, number][],
  frame: PrintFrame,
  taken: readonly Box[],
): PaperWord[] {
  const estates = estatesOf(
    names.map((name, index) => ({ name: name ?? '', x: dots[index][0], y: dots[index][1] })),
  )
  const words = [...names]
  const titles = estates.flatMap(({ name, at: [x, y], of }) => {
    const label = { kind: 'title' as const, word: name, sizeMillimetres: ESTATE_SIZE, isCentred: true }
    const [title] = placed([{ ...label, at: [x, y - ESTATE_SIZE * 1.6] }], frame, taken)
    if (title) of.forEach((rest, index) => (words[index] = rest))
    return title ?? []
  })
  return [...titles, ...buildingWords(words, dots, frame, [...taken, ...titles.map(({ box }) => box)]).words]
}

/**
 * Returns the words that find a place on the paper, names of areas before buildings and else in the order given, and the dots
 * of all buildings.
 */
export function paperWords(
  frame: PrintFrame,
  points: readonly PaperPoint[],
  taken: readonly Box[],
): { words: PaperWord[]; dots: [number, number][] } {
  const areas = placed(areaLabels(frame, points), frame, taken)
  const buildings = points.filter(({ kind }) => kind === 'building')
  const dots = buildings.map(({ lng, lat }) => onPaper(frame, [lng, lat]))
  const reach = DOT_MILLIMETRES
  const boxes = dots.map(([x, y]): Box => [x - reach, y - reach, x + reach, y + reach])
  const full = [...taken, ...areas.map(({ box }) => box), ...boxes]
  const names = buildings.map(({ word }) => word)
  const whole = buildingWords(names, dots, frame, full)
  const words = whole.isComplete ? whole.words : wordsByEstate(names, dots, frame, full)
  return { words: [...areas, ...words], dots }
}
