import type { ImportSummary } from '../../../src/data/imports/imports'

const number = (value: number) => value.toLocaleString('en-US')
const hectares = (squareMetres: number) => number(Math.round(squareMetres / 10_000))
const some = (names: string[], count: number) => names.slice(0, 10).join(', ') + (count > 10 ? ' …' : '')

/** Returns what of what is here would be changed, in a line. */
export function replacedWords({ rows, streets, communities, districts }: ImportSummary): string {
  const parts = Object.entries({ rows, streets, communities, districts })
  return parts
    .filter(([, { changed }]) => changed > 0)
    .map(([name, { changed }]) => `${number(changed)} ${name}`)
    .join(', ')
}

/** Returns lines about what would be replaced: what moves far or is renamed, and plans and buildings under new boundaries. */
export function replacedLines({ replaces, boundaries }: ImportSummary): string[] {
  const { moved, renamed, households } = replaces
  const named = moved.samples.map(({ name, source }) => name || source)
  return [
    ...(moved.count > 0
      ? [
          `  would move by 30 m or more ${number(moved.count)}, by up to ${number(moved.mostMetres ?? 0)} m: ${some(named, moved.count)}`,
        ]
      : []),
    ...(renamed.count > 0
      ? [
          `  would be renamed ${number(renamed.count)}: ${some(
            renamed.samples.map(({ was, is }) => `${was} → ${is}`),
            renamed.count,
          )}`,
        ]
      : []),
    ...(households.count > 0
      ? [
          `  households would change of ${number(households.count)} buildings, from ${number(households.was)} to ${number(households.is)} in all`,
        ]
      : []),
    ...boundaries.flatMap(boundaryLines),
  ]
}

function boundaryLines(one: ImportSummary['boundaries'][number]): string[] {
  const { name, plans, buildings, households, buildingNames, refused } = one
  const where = refused ? 'would lie in no community' : 'go to the community around them, or stay within 50 m'
  return [
    ...plans.map(
      (plan) =>
        `  the plan ${plan.name} would no longer tile ${name}: ${hectares(plan.bareSquareMetres)} ha without a grid, ${hectares(plan.beyondSquareMetres)} ha of grids outside; it would have to be drawn anew`,
    ),
    ...(buildings > 0
      ? [
          `  ${number(buildings)} buildings (${number(households)} households) outside of the new ${name} ${where}: ${buildingNames.join(', ')}${buildings > buildingNames.length ? ' …' : ''}`,
        ]
      : []),
  ]
}
