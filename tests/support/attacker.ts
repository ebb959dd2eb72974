import highs from 'highs'

/** Protected cases of a community, a category and a month: what nobody who does not handle them may know. */
export interface Cell {
  community: number
  category: string
  /** First day. */
  month: string
}

/** What of a cell is counted: reported in its month; of that what happened; closed in its month. */
const MEASURES = ['cameIn', 'happened', 'closedCases'] as const
type Measure = (typeof MEASURES)[number]

/** A question: how many cases, of some communities and categories, over days that may cut months. */
export interface Question {
  /** One community, or none for the whole district. */
  community?: number
  categories: readonly string[]
  measure: Measure
  /** Only by how many more is known than of this one. */
  less?: Measure
  firstDay: string
  lastDay: string
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

const DAY_MS = 86_400_000
/** So many questions cut the months at their ends, and so many tell two indicators' difference alone. */
const [CUT, DIFFERENCE] = [0.3, 0.25]

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
/** The first moment after a month. */
function endOf(month: string): number {
  const first = new Date(month)
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)
}

/** Draws a question about some of the months (their first days) with a `random` number from 0 to 1. */
export function drawQuestion(
  random: () => number,
  communities: readonly number[],
  categories: readonly string[],
  months: readonly string[],
): Question {
  const below = (bound: number) => Math.floor(random() * bound)
  const one = <T>(list: readonly T[]) => list[below(list.length)]
  const [a, b] = [below(months.length), below(months.length)].sort((first, last) => first - last)
  const chosen = categories.filter(() => random() < 0.5)
  const measure = one(MEASURES)
  const [from, until] = [Date.parse(months[a]), endOf(months[b])]
  const isCut = random() < CUT
  const [late, early] = [isCut ? below(25) : 0, isCut ? below(25) : 0]
  const isDifference = random() < DIFFERENCE
  const first = from + late * DAY_MS
  return {
    community: random() < 0.7 ? one(communities) : undefined,
    categories: chosen.length > 0 ? chosen : [one(categories)],
    measure,
    ...(isDifference && { less: one(MEASURES.filter((other) => other !== measure)) }),
    firstDay: day(first),
    lastDay: day(Math.max(first, until - (early + 1) * DAY_MS)),
  }
}

/** Returns whether a question cuts no month. */
export function isOfWholeMonths({ firstDay, lastDay }: Question): boolean {
  return firstDay.endsWith('-01') && Date.parse(lastDay) + DAY_MS === endOf(`${lastDay.slice(0, 8)}01`)
}

/**
 * Returns the cells of which a count follows from the answers, `slack` being how far it may lie from what is told of its
 * cell: 0 where nothing is rounded. Two worlds that both explain all answers are looked for, as far from each other in every cell as can be; only
 * where they stay less than one apart is a cell looked at alone. A linear programme of HiGHS each; `atMost` cells are enough.
 */
export async function pinnedCells(
  cells: readonly Cell[],
  answers: readonly Answer[],
  slack: number,
  atMost = Infinity,
): Promise<number[]> {
  const solver = await (loading ??= highs())
  const solve = (goal: string, apart: readonly string[]) => {
    const { Status, Columns } = solver.solve(programme(cells, answers, slack, goal, apart), {
      output_flag: false,
    })
    if (Status !== 'Optimal') throw new Error(`the answers contradict each other: ${Status}`)
    return (name: string) => (Columns[name] as { Primal: number }).Primal
  }
  const every = cells.flatMap((_, at) => MEASURES.map((measure) => `${at}${measure}`))
  const together = solve(`Maximize\n obj: ${sum(every.map((at) => `d${at}`))}`, every)
  const pinned = new Set<number>()
  for (const at of every) {
    if (pinned.size >= atMost) break
    if (together(`d${at}`) > 1 - 1e-6) continue
    if (solve(`Maximize\n obj: d${at}`, [at])(`d${at}`) < 1 - 1e-6) pinned.add(parseInt(at))
  }
  return [...pinned]
}

const sum = (terms: readonly string[]) => terms.join(' + ')

/**
 * Variables of two worlds a and b: x what is so, r what is told of a cell; d how far apart they are, counted up to one. What
 * everybody knows holds in both: no more happened than came in, no more is closed than has happened until then.
 */
function programme(
  cells: readonly Cell[],
  answers: readonly Answer[],
  slack: number,
  goal: string,
  apart: readonly string[],
): string {
  const rows: string[] = []
  for (const world of ['a', 'b']) {
    for (const answer of answers) rows.push(...answered(cells, answer, world, slack))
    for (const [at, cell] of cells.entries()) {
      for (const measure of MEASURES) {
        const name = `${world}${at}${measure}`
        rows.push(`x${name} - r${name} <= ${slack}`, `x${name} - r${name} >= ${-slack}`)
      }
      rows.push(`x${world}${at}cameIn - x${world}${at}happened >= 0`)
      const until = cells.flatMap((other, place) =>
        other.community === cell.community && other.category === cell.category && other.month <= cell.month
          ? [place]
          : [],
      )
      const all = (measure: Measure) => until.map((place) => `x${world}${place}${measure}`)
      rows.push(`${sum(all('happened'))} - ${all('closedCases').join(' - ')} >= 0`)
    }
  }
  for (const at of apart) rows.push(`xa${at} - xb${at} - d${at} >= 0`)
  return `${goal}\nSubject To\n${rows.join('\n')}\nBounds\n${apart.map((at) => `d${at} <= 1`).join('\n')}\nEnd`
}

/**
 * What an answer says of a world. Of a month that is cut a rounded cell tells its share by days, to the whole case below at either
 * end; a true count tells no more than that it lies between nothing and the month's.
 */
function answered(
  cells: readonly Cell[],
  { question, cases }: Answer,
  world: string,
  slack: number,
): string[] {
  const parts = cells.flatMap((cell, at) => {
    const share = shareAsked(question, cell)
    return share > 0 ? [{ at, share }] : []
  })
  const cut = parts.filter(({ share }) => share < 1).length
  const measures = question.less ? [question.measure, question.less] : [question.measure]
  const terms = (shareOf: (share: number, isLess: boolean) => number) =>
    measures
      .flatMap((measure, place) =>
        parts.flatMap(({ at, share }) => {
          const factor = shareOf(share, place === 1)
          return factor > 0
            ? [`${place === 1 ? '-' : '+'} ${factor.toFixed(9)} r${world}${at}${measure}`]
            : []
        }),
      )
      .join(' ') || `0 r${world}0cameIn`
  if (cut === 0) return [`${terms((share) => share)} = ${cases}`]
  if (slack > 0) {
    const off = cut * measures.length
    return [`${terms((share) => share)} <= ${cases + off}`, `${terms((share) => share)} >= ${cases - off}`]
  }
  const whole = (share: number) => (share < 1 ? 0 : 1)
  return [
    `${terms((share, isLess) => (isLess ? 1 : whole(share)))} <= ${cases}`,
    `${terms((share, isLess) => (isLess ? whole(share) : 1))} >= ${cases}`,
  ]
}

/** Which part of the days of a cell's month a question asks for; 0 where it does not ask for the cell. */
function shareAsked(question: Question, cell: Cell): number {
  const isOther = question.community !== undefined && question.community !== cell.community
  if (isOther || !question.categories.includes(cell.category)) return 0
  const [first, end] = [Date.parse(cell.month), endOf(cell.month)]
  const from = Math.max(first, Date.parse(question.firstDay))
  const until = Math.min(end, Date.parse(question.lastDay) + DAY_MS)
  return Math.max(0, until - from) / (end - first)
}
