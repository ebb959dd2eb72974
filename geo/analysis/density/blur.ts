/** A Gaussian is cut at so many standard deviations; beyond lies 0.03 % of it. */
export const REACH = 4

/** Weights of a Gaussian from the middle to its reach, an even number of cells; both halves add up to one. */
function halfGaussian(deviation: number): Float64Array {
  const reach = 2 * Math.ceil((REACH * deviation) / 2)
  const weights = Float64Array.from({ length: reach + 1 }, (_, at) =>
    Math.exp(-(at * at) / (2 * deviation ** 2)),
  )
  const sum = weights.reduce((whole, weight) => whole + weight, 0) * 2 - weights[0]
  return weights.map((weight) => weight / sum)
}

/**
 * Blurs the cells of a raster in place with a Gaussian of the deviation given in cells, nothing around it, one axis after the
 * other (it is separable). `work` is room for as many values, to be used again. Cost: cells × deviation.
 */
export function blur(
  values: Float32Array,
  columns: number,
  rows: number,
  deviationCells: number,
  work: Float32Array = new Float32Array(values.length),
): void {
  const weights = halfGaussian(deviationCells)
  blurRows(values, work, columns, rows, weights)
  blurColumns(work, values, columns, rows, weights)
}

function blurRows(
  from: Float32Array,
  to: Float32Array,
  columns: number,
  rows: number,
  weights: Float64Array,
): void {
  const reach = weights.length - 1
  const line = new Float64Array(columns + 2 * reach)
  for (let row = 0, start = 0; row < rows; row++, start += columns) {
    if (isEmpty(from, start, columns)) {
      to.fill(0, start, start + columns)
      continue
    }
    for (let at = 0; at < columns; at++) line[at + reach] = from[start + at]
    for (let at = 0, middle = reach; at < columns; at++, middle++) {
      let sum = line[middle] * weights[0]
      for (let step = 1; step < reach; step += 2)
        sum +=
          (line[middle - step] + line[middle + step]) * weights[step] +
          (line[middle - step - 1] + line[middle + step + 1]) * weights[step + 1]
      to[start + at] = sum
    }
  }
}

function isEmpty(values: Float32Array, start: number, length: number): boolean {
  for (let at = start; at < start + length; at++) if (values[at] !== 0) return false
  return true
}

/** Whole rows at a time, so that memory is read in its order; the two rows as far away above and below together. */
function blurColumns(
  from: Float32Array,
  to: Float32Array,
  columns: number,
  rows: number,
  weights: Float64Array,
): void {
  const reach = weights.length - 1
  const sums = new Float64Array(columns)
  const nothing = new Float32Array(columns)
  const rowAt = (row: number) =>
    row < 0 || row >= rows ? nothing : from.subarray(row * columns, (row + 1) * columns)
  for (let row = 0; row < rows; row++) {
    const middle = rowAt(row)
    for (let at = 0; at < columns; at++) sums[at] = middle[at] * weights[0]
    for (let step = 1; step < reach; step += 2) {
      const [below, above, lower, higher] = [
        rowAt(row - step),
        rowAt(row + step),
        rowAt(row - step - 1),
        rowAt(row + step + 1),
      ]
      const [near, far] = [weights[step], weights[step + 1]]
      for (let at = 0; at < columns; at++)
        sums[at] += (below[at] + above[at]) * near + (lower[at] + higher[at]) * far
    }
    to.set(sums, row * columns)
  }
}
