/** Returns the places at which two arrays of the same length differ. */
export function difference(one: ArrayLike<number>, other: ArrayLike<number>): number[] {
  return Array.from({ length: one.length }, (_, at) => at).filter((at) => one[at] !== other[at])
}
