import type { Bounds } from '../../../../map/bounds'
import type { ZoomAim } from '../../../../map/plan-zoom'

/** What there is to be gone to. */
export type PlaceKind = 'grid' | 'community' | 'compound' | 'building' | 'person'

/** Something on the map that can be gone to. */
export interface FoundPlace {
  id: string
  kind: PlaceKind
  name: string
  aim: ZoomAim
  /** Where it is, of what the open plan does not have: it is shown, not chosen. */
  bounds?: Bounds | null
}

/** A place as it is searched: by its own names, and by those of what it lies in. */
export interface Indexed {
  kind: PlaceKind
  own: string
  around: string
  place: () => FoundPlace
}

/** What was found, and how many more there are of a kind than are told. */
export interface FoundPlaces {
  found: FoundPlace[]
  more: { kind: PlaceKind; count: number }[]
}

/** So many of a kind are told: who looks for something types on. */
const MOST = 6

/** Returns words as they are searched, whatever their case and the width of their letters. */
export function searchText(words: readonly (string | null | undefined)[]): string {
  return words.filter(Boolean).join('\n').toLocaleLowerCase().normalize('NFKC')
}

/**
 * Returns the places that every typed word finds, by their own names or by those of what they lie in, at least one of them by their
 * own: some of each kind, and how many more. Linear in what there is.
 */
export function searchPlaces(all: readonly Indexed[], typed: string): FoundPlaces {
  const words = searchText([typed]).split(/\s+/).filter(Boolean)
  const ofKind = new Map<PlaceKind, { found: FoundPlace[]; count: number }>()
  for (const { kind, own, around, place } of words.length ? all : []) {
    const isOwn = words.some((word) => own.includes(word))
    if (!isOwn || !words.every((word) => own.includes(word) || around.includes(word))) continue
    const known = ofKind.get(kind) ?? { found: [], count: 0 }
    ofKind.set(kind, known)
    known.count++
    if (known.found.length < MOST) known.found.push(place())
  }
  return {
    found: [...ofKind.values()].flatMap(({ found }) => found),
    more: [...ofKind].flatMap(([kind, { found, count }]) =>
      count > found.length ? [{ kind, count: count - found.length }] : [],
    ),
  }
}
