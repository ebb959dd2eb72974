/** One row of covariates for each step, row by row. */
export interface Design {
  rows: number
  columns: number
  values: Float64Array
  /** How far each coefficient is expected to lie from 0 (deviation): what holds it where the counts say little. */
  expectedDeviation: Float64Array
}

export interface QuasiPoissonFit {
  coefficients: Float64Array
  /** Inverse of the information, row by row; times the dispersion it is the coefficients' covariance. */
  inverse: Float64Array
  /** The mean at each row. */
  means: Float64Array
  /** How much of its own mean each row makes (leverage). */
  leverages: Float64Array
  /** Variance over mean, at least 1. */
  dispersion: number
}

const MOST_STEPS = 30

/**
 * Returns the regression of counts on covariates with a logarithmic link and a variance in proportion to the mean, by iteratively
 * reweighted least squares (McCullagh and Nelder 1989, Generalized Linear Models, 2.5 and 9.2), each coefficient held to 0 as by a
 * normal prior. `weights` say how much each row counts. Begins from `from` where given. Cost: rows × columns² for each step.
 */
export function quasiPoisson(
  design: Design,
  counts: ArrayLike<number>,
  weights: Float64Array,
  from: Float64Array,
): QuasiPoissonFit {
  const { rows, columns } = design
  const coefficients = from.slice()
  const means = new Float64Array(rows)
  let inverse = new Float64Array(columns * columns)
  for (let step = 0; step < MOST_STEPS; step++) {
    setMeans(design, coefficients, means)
    const { information, score } = gradient(design, counts, weights, means, coefficients)
    inverse = inverted(information, columns)
    if (moved(coefficients, inverse, score) < 1e-8) break
  }
  setMeans(design, coefficients, means)
  const leverages = leveragesOf(design, inverse, weights, means)
  return {
    coefficients,
    inverse,
    means,
    leverages,
    dispersion: dispersionOf(counts, weights, means, leverages),
  }
}

function setMeans({ rows, columns, values }: Design, coefficients: Float64Array, means: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let column = 0; column < columns; column++)
      sum += values[row * columns + column] * coefficients[column]
    means[row] = Math.exp(Math.min(sum, 30))
  }
}

function gradient(
  { rows, columns, values, expectedDeviation }: Design,
  counts: ArrayLike<number>,
  weights: Float64Array,
  means: Float64Array,
  coefficients: Float64Array,
): { information: Float64Array; score: Float64Array } {
  const information = new Float64Array(columns * columns)
  const score = new Float64Array(columns)
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    const [weight, rest] = [weights[row] * means[row], weights[row] * (counts[row] - means[row])]
    for (let i = 0; i < columns; i++) {
      const value = values[start + i]
      if (value === 0) continue
      score[i] += rest * value
      for (let j = 0; j <= i; j++) information[i * columns + j] += weight * value * values[start + j]
    }
  }
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) information[j * columns + i] = information[i * columns + j]
    const hold = 1 / expectedDeviation[i] ** 2
    information[i * columns + i] += hold
    score[i] -= hold * coefficients[i]
  }
  return { information, score }
}

/** Moves the coefficients by a Newton step, no farther than 2 in any of them; returns the largest move. */
function moved(coefficients: Float64Array, inverse: Float64Array, score: Float64Array): number {
  const columns = coefficients.length
  const step = coefficients.map((_, i) => {
    let sum = 0
    for (let j = 0; j < columns; j++) sum += inverse[i * columns + j] * score[j]
    return sum
  })
  const largest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const scale = largest > 2 ? 2 / largest : 1
  step.forEach((value, i) => (coefficients[i] += value * scale))
  return largest
}

/** The inverse of a positive definite matrix (Gauss and Jordan; no pivoting is needed for one). */
function inverted(matrix: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const left = matrix.slice()
  const right = new Float64Array(size * size)
  for (let i = 0; i < size; i++) right[i * size + i] = 1
  for (let pivot = 0; pivot < size; pivot++) {
    const scale = 1 / left[pivot * size + pivot]
    for (let j = 0; j < size; j++) {
      left[pivot * size + j] *= scale
      right[pivot * size + j] *= scale
    }
    for (let i = 0; i < size; i++) {
      const factor = left[i * size + pivot]
      if (i === pivot || factor === 0) continue
      for (let j = 0; j < size; j++) {
        left[i * size + j] -= factor * left[pivot * size + j]
        right[i * size + j] -= factor * right[pivot * size + j]
      }
    }
  }
  return right
}

/** x′ M x of a row of covariates. */
export function quadratic(matrix: Float64Array, row: ArrayLike<number>, start = 0): number {
  const size = Math.sqrt(matrix.length)
  let sum = 0
  for (let i = 0; i < size; i++) {
    let inner = 0
    for (let j = 0; j < size; j++) inner += matrix[i * size + j] * row[start + j]
    sum += inner * row[start + i]
  }
  return sum
}

function leveragesOf(
  { rows, columns, values }: Design,
  inverse: Float64Array,
  weights: Float64Array,
  means: Float64Array,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    Math.min(0.999, weights[row] * means[row] * quadratic(inverse, values, row * columns)),
  )
}

function dispersionOf(
  counts: ArrayLike<number>,
  weights: Float64Array,
  means: Float64Array,
  leverages: Float64Array,
): number {
  let [sum, free] = [0, 0]
  for (let row = 0; row < means.length; row++) {
    sum += (weights[row] * (counts[row] - means[row]) ** 2) / Math.max(means[row], 1e-12)
    free += weights[row] * (1 - leverages[row])
  }
  return free > 1 ? Math.max(1, sum / free) : 1
}
