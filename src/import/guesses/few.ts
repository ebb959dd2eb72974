/** Of fewer values each may be what the column is. */
const LEAST_VALUES = 20
const FEW_SHARE = 0.05

/** Tells whether so few of many values are otherwise that each is a fault of its row, and tells nothing of the column. */
export function areFew(count: number, all: number): boolean {
  return all >= LEAST_VALUES && count <= all * FEW_SHARE
}
