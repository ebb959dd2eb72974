import highs from 'highs'

/** Protected cases of a community, a category and a month: what nobody who does not handle them may know. */
export interface Cell {
  community: number
  category: string
  /** First day. */
  month: string
}

/** A question about whole months: how many cases came in, of some communities and categories. */
export interface Question {
  /** One community, or none for the whole district. */
  community?: number
  categories: readonly string[]
  firstMonth: number
  lastMonth: number
}

/** What somebody asked and was told. */
export interface Answer {
  question: Question
  cases: number
}

/** How far a true count may lie from what is told of its cell: four where cells are rounded to fives, nothing where they are not. */
export const ROUNDED = 4

/** Loading HiGHS takes longer than a set. */
let loading: ReturnType<typeof highs> | undefined

/** Draws a question with a `random` number from 0 to 1. */
export function drawQuestion(
  random: () => number,
  communities: readonly number[],
  categories: readonly string[],
  months: number,
): Question {
  const below = (bound: number) => Math.floor(random() * bound)
  const [a, b] = [below(months), below(months)]
  const chosen = categories.filter(() => random() < 0.5)
  return {
    community: random() < 0.7 ? communities[below(communities.length)] : undefined,
    categories: chosen.length > 0 ? chosen : [categories[below(categories.length)]],
    firstMonth: Math.min(a, b),
    lastMonth: Math.max(a, b),
  }
}

/**
 * Returns the cells whose count follows from the answers, `slack` being how far a count may lie from what is told of its
 * cell. Two worlds that both explain all answers are looked for, as far from each other in every cell as can be; only
 * where they stay less than one apart is a cell looked at alone. A linear programme of HiGHS each; `atMost` cells are enough.
 */
export async function pinnedCells(
  cells: readonly Cell[],
  months: readonly string[],
  answers: readonly Answer[],
  slack: number,
  atMost = Infinity,
): Promise<number[]> {
  const solver = await (loading ??= highs())
  const solve = (goal: string, apart: readonly number[]) => {
    const { Status, Columns } = solver.solve(programme(cells, months, answers, slack, goal, apart), {
      output_flag: false,
    })
    if (Status !== 'Optimal') throw new Error(`the answers contradict each other: ${Status}`)
    return (name: string) => (Columns[name] as { Primal: number }).Primal
  }
  const every = cells.map((_, at) => at)
  const together = solve(`Maximize\n obj: ${sum(every.map((at) => `d${at}`))}`, every)
  const pinned: number[] = []
  for (const at of every) {
    if (pinned.length >= atMost) break
    if (together(`d${at}`) > 1 - 1e-6) continue
    if (solve(`Maximize\n obj: d${at}`, [at])(`d${at}`) < 1 - 1e-6) pinned.push(at)
  }
  return pinned
}

const sum = (terms: readonly string[]) => terms.join(' + ')

/** Variables of two worlds a and b: x what is so, r what is told of a cell; d how far apart they are, counted up to one. */
function programme(
  cells: readonly Cell[],
  months: readonly string[],
  answers: readonly Answer[],
  slack: number,
  goal: string,
  apart: readonly number[],
): string {
  const rows: string[] = []
  for (const world of ['a', 'b']) {
    for (const { question, cases } of answers)
      rows.push(
        `${sum(cells.flatMap((cell, at) => (isAsked(question, cell, months) ? [`r${world}${at}`] : [])))} = ${cases}`,
      )
    for (const at of cells.keys())
      rows.push(`x${world}${at} - r${world}${at} <= ${slack}`, `x${world}${at} - r${world}${at} >= ${-slack}`)
  }
  for (const at of apart) rows.push(`xa${at} - xb${at} - d${at} >= 0`)
  return `${goal}\nSubject To\n${rows.join('\n')}\nBounds\n${apart.map((at) => `d${at} <= 1`).join('\n')}\nEnd`
}

function isAsked(question: Question, cell: Cell, months: readonly string[]): boolean {
  const month = months.indexOf(cell.month)
  return (
    (question.community === undefined || question.community === cell.community) &&
    question.categories.includes(cell.category) &&
    month >= question.firstMonth &&
    month <= question.lastMonth
  )
}
