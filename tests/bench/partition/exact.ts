import highs from 'highs'

/** A small piece for the exact solver: connected buildings, their neighbours and compounds. */
export interface SmallPiece {
  households: number[]
  compound: number[]
  pairs: [number, number][]
  grids: number
}

/** Energy without shape: `distance` per share of the target outside the tolerance, `compound` per cut compound. */
export interface ExactGoal {
  target: number
  tolerance: number
  distance: number
  compound: number
}

/**
 * The least energy of any division into connected grids, proven by HiGHS, or nothing within the time limit. Grids are
 * kept connected by a flow: a root in each sends one unit to every building of it (Hess et al. 1965; Shirabe 2009).
 */
export async function solveExactly(
  piece: SmallPiece,
  goal: ExactGoal,
  seconds: number,
): Promise<number | undefined> {
  const solver = await highs()
  const solution = solver.solve(linearProgram(piece, goal), { time_limit: seconds, output_flag: false })
  return solution.Status === 'Optimal' ? solution.ObjectiveValue : undefined
}

function linearProgram(piece: SmallPiece, goal: ExactGoal): string {
  const count = piece.households.length
  const grids = [...Array(piece.grids).keys()]
  const vertices = [...Array(count).keys()]
  const arcs = piece.pairs.flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ])
  const rows: string[] = []
  const compounds = compoundsOf(piece, goal)
  for (const v of vertices) rows.push(`${sum(grids.map((g) => `x${v}_${g}`))} = 1`)
  for (const g of grids) {
    const load = vertices
      .filter((v) => piece.households[v] > 0)
      .map((v) => `${piece.households[v] / goal.target} x${v}_${g}`)
    rows.push(
      `${sum(load)} - d${g} <= ${1 + goal.tolerance}`,
      `${sum(load)} + d${g} >= ${1 - goal.tolerance}`,
    )
    rows.push(`${sum(vertices.map((v) => `r${v}_${g}`))} = 1`)
    for (const v of vertices) {
      rows.push(`r${v}_${g} - x${v}_${g} <= 0`)
      const into = arcs.filter(([, to]) => to === v).map(([from]) => `f${from}_${v}_${g}`)
      const out = arcs.filter(([from]) => from === v).map(([, to]) => `f${v}_${to}_${g}`)
      rows.push(`${sum(into)} - ${out.join(' - ')} - x${v}_${g} + ${count} r${v}_${g} >= 0`)
      rows.push(`${sum(into)} - ${count - 1} x${v}_${g} <= 0`)
    }
    // The root is the first building of its grid: the same grid with another root is the same plan.
    for (const v of vertices) for (let u = 0; u < v; u++) rows.push(`r${v}_${g} + x${u}_${g} <= 1`)
  }
  // Grids in order of their roots: the same plan with other numbers is the same plan.
  for (let g = 0; g + 1 < piece.grids; g++)
    rows.push(
      `${sum(vertices.slice(1).map((v) => `${v} r${v}_${g + 1}`))} - ${vertices
        .slice(1)
        .map((v) => `${v} r${v}_${g}`)
        .join(' - ')} >= 1`,
    )
  for (const { compound, members, needs } of compounds) {
    for (const g of grids) for (const v of members) rows.push(`x${v}_${g} - y${compound}_${g} <= 0`)
    rows.push(`${sum(grids.map((g) => `y${compound}_${g}`))} - e${compound} <= ${needs}`)
    rows.push(`e${compound} - ${piece.grids} z${compound} <= 0`)
  }
  const costs = [
    ...grids.map((g) => `${goal.distance} d${g}`),
    ...compounds.flatMap(({ compound, weight }) => [
      `${0.35 * goal.compound * weight} e${compound}`,
      `${0.65 * goal.compound * weight} z${compound}`,
    ]),
  ]
  const binaries = [
    ...vertices.flatMap((v) => grids.flatMap((g) => [`x${v}_${g}`, `r${v}_${g}`])),
    ...compounds.map(({ compound }) => `z${compound}`),
  ]
  return `Minimize\n ${sum(costs)}\nSubject To\n ${rows.join('\n ')}\nBinary\n ${binaries.join(' ')}\nEnd\n`
}

function sum(terms: string[]): string {
  return terms.length ? terms.join(' + ') : '0 x0_0'
}

function compoundsOf(piece: SmallPiece, goal: ExactGoal) {
  const groups = new Map<number, number[]>()
  piece.compound.forEach((compound, v) => groups.set(compound, [...(groups.get(compound) ?? []), v]))
  const limit = goal.target * (1 + goal.tolerance)
  return [...groups]
    .filter(([, members]) => members.length > 1)
    .map(([compound, members]) => {
      const households = members.reduce((total, v) => total + piece.households[v], 0)
      const fits = households <= limit
      return { compound, members, needs: Math.max(1, Math.ceil(households / limit)), weight: fits ? 1 : 0.35 }
    })
}
