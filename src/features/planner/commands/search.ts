import type { Command } from './command'

/** A command as the palette lists it. */
export interface Listed {
  command: Command
  label: string
  keys: string
  /** Why it cannot be done now, in words; null where it can. */
  reason: string | null
  /** What it can be found by, in every language. */
  names: readonly string[]
  /** Of a place that is gone to instead. */
  go?: () => void
}

const plain = (text: string) => text.toLocaleLowerCase().normalize('NFKC')

/** How well a text is found by what was typed: 0 where it begins with it, 1 where a word does, 2 where it is inside, null where it is not there. */
function rankIn(text: string, typed: string): number | null {
  const at = text.indexOf(typed)
  if (at < 0) return null
  return at === 0 ? 0 : text.includes(` ${typed}`) ? 1 : 2
}

/** Of a family only what can be done is of use; where nothing can, its first says why. */
function withoutRepeats(all: readonly Listed[]): Listed[] {
  const shown = new Set<string>()
  return all.filter(({ command: { family }, reason }) => {
    if (!family) return true
    const isShown = reason === null || !shown.has(family)
    shown.add(family)
    return isShown
  })
}

/**
 * Returns the commands that are found by every word that was typed, in any language, the best first; those that can be done
 * before the others where they are found equally well. All, in their order, where nothing was typed.
 */
export function search(all: readonly Listed[], typed: string): Listed[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  const found = withoutRepeats(all).flatMap((listed) => {
    const names = listed.names.map(plain)
    const ranks = words.map((word) => {
      const known = names.flatMap((name) => rankIn(name, word) ?? [])
      return known.length ? Math.min(...known) : null
    })
    const isFound = ranks.every((rank) => rank !== null)
    return isFound ? [{ listed, rank: Math.max(0, ...ranks.map(Number)) }] : []
  })
  if (words.length > 0)
    found.sort(
      (one, other) =>
        one.rank - other.rank || Number(one.listed.reason !== null) - Number(other.listed.reason !== null),
    )
  return found.map(({ listed }) => listed)
}
