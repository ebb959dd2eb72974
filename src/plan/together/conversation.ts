/** Something said about a plan, as far as its place in the conversation goes. */
interface Said {
  id: number
  replyTo: number | null
  at: string
  settledAt: string | null
}

/** A remark with its answers, numbered in the order in which remarks were made. */
export interface Thread<T extends Said> {
  number: number
  remark: T
  replies: T[]
  isOpen: boolean
}

/** Returns the remarks (oldest first) as threads with their answers, numbered from 1. */
export function threadsOf<T extends Said>(remarks: readonly T[]): Thread<T>[] {
  return remarks
    .filter(({ replyTo }) => replyTo === null)
    .map((remark, index) => ({
      number: index + 1,
      remark,
      replies: remarks.filter(({ replyTo }) => replyTo === remark.id),
      isOpen: remark.settledAt === null,
    }))
}

/** A line of the whole conversation: something said, or a step of the plan. */
export type Line<T, S> = { kind: 'remark'; at: string; remark: T } | { kind: 'step'; at: string; step: S }

/** Returns what was said and done in order of time; said before done where both are of one moment. */
export function linesOf<T extends Said, S extends { at: string }>(
  remarks: readonly T[],
  steps: readonly S[],
): Line<T, S>[] {
  const lines: Line<T, S>[] = [
    ...remarks.map((remark): Line<T, S> => ({ kind: 'remark', at: remark.at, remark })),
    ...steps.map((step): Line<T, S> => ({ kind: 'step', at: step.at, step })),
  ]
  return lines
    .map((line, order) => ({ line, moment: Date.parse(line.at), order }))
    .sort((one, other) => one.moment - other.moment || one.order - other.order)
    .map(({ line }) => line)
}
