import type { PlanScore } from '../../support/score/plan-score'

/** The figures that every table shows. */
export interface Row {
  name: string
  seconds: number
  shareWithin10: number
  /** Share within 10 % ÷ reachable share. */
  balance: number
  splitCompoundShare: number
  meanPolsbyPopper: number
  meanInertiaCompactness: number
  broken: number
}

/** A row from a score of the TypeScript scorer. */
export function rowOf(name: string, seconds: number, score: PlanScore): Row {
  return {
    name,
    seconds,
    shareWithin10: score.shareWithin10,
    balance: score.shareWithin10 / score.reachableShareWithin10,
    splitCompoundShare: score.splitCompoundShare,
    meanPolsbyPopper: score.meanPolsbyPopper,
    meanInertiaCompactness: score.meanInertiaCompactness,
    broken: score.noncontiguousParts + score.partsCrossingCommunity,
  }
}

/** Prints rows as a Markdown table. */
export function printTable(title: string, rows: Row[]): void {
  console.log(`\n### ${title}\n`)
  console.log('| plan | seconds | within 10 % | B | compounds cut | Polsby–Popper | inertia | broken |')
  console.log('|---|---|---|---|---|---|---|---|')
  for (const row of rows) {
    const percent = (100 * row.splitCompoundShare).toFixed(1)
    const reals = [row.shareWithin10, row.balance].map((value) => value.toFixed(3))
    const shapes = [row.meanPolsbyPopper, row.meanInertiaCompactness].map((value) => value.toFixed(3))
    const cells = [row.name, row.seconds.toFixed(2), ...reals, `${percent} %`, ...shapes, row.broken]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

/** The rows that are better than ours on balance, cut compounds, broken grids and Polsby–Popper together: there should be none. */
export function dominating(ours: Row, others: Row[]): Row[] {
  return others.filter(
    (row) =>
      row.shareWithin10 >= ours.shareWithin10 &&
      row.splitCompoundShare <= ours.splitCompoundShare &&
      row.broken <= ours.broken &&
      row.meanPolsbyPopper >= ours.meanPolsbyPopper,
  )
}
