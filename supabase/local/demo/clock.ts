/** A span of working time: from, to (milliseconds since 1970) and the working seconds before it. */
export interface WorkingSpan {
  startsAt: number
  endsAt: number
  secondsBefore: number
}

export type DeadlineUnit = 'urgent_hours' | 'working_hours' | 'working_days' | 'calendar_days'

export interface Deadline {
  amount: number
  unit: DeadlineUnit
}

/** Working time as the database reckons it (`private.add_working_seconds` and its like), so that both agree. */
export interface WorkingClock {
  /** Working seconds before a moment. */
  secondsAt(moment: number): number
  /** The moment by which so many working seconds (> 0) have passed. */
  add(since: number, seconds: number): number
  /** When a share of a deadline has passed since a moment; with share 1, when it falls. */
  deadline(since: number, deadline: Deadline, share?: number): number
  /** When what was due at `due` is due after the clock stood still from `stoppedAt` to `resumedAt`. */
  afterPause(due: number, stoppedAt: number, resumedAt: number, unit: DeadlineUnit): number
}

/** Makes the clock of spans in order of time; `secondsADay` are the working seconds of one full day. */
export function createClock(spans: readonly WorkingSpan[], secondsADay: number): WorkingClock {
  const secondsAt = (moment: number): number => {
    const index = lastBefore(spans.length, (k) => spans[k].startsAt <= moment)
    if (index < 0) return 0
    const { startsAt, endsAt, secondsBefore } = spans[index]
    return secondsBefore + Math.round((Math.min(moment, endsAt) - startsAt) / 1000)
  }
  const add = (since: number, seconds: number): number => {
    const total = secondsAt(since) + seconds
    const index = Math.max(
      0,
      lastBefore(spans.length, (k) => spans[k].secondsBefore < total),
    )
    return spans[index].startsAt + (total - spans[index].secondsBefore) * 1000
  }
  const deadline = (since: number, { amount, unit }: Deadline, share = 1): number => {
    switch (unit) {
      case 'urgent_hours':
        return since + Math.round(amount * share * 3600) * 1000
      case 'calendar_days':
        return since + Math.round(amount * share * 86400) * 1000
      case 'working_hours':
        return add(since, Math.max(1, Math.round(amount * share * 3600)))
      case 'working_days':
        return add(since, Math.max(1, Math.round(amount * share * secondsADay)))
    }
  }
  const afterPause = (due: number, stoppedAt: number, resumedAt: number, unit: DeadlineUnit): number => {
    if (unit === 'urgent_hours' || unit === 'calendar_days') return due + resumedAt - stoppedAt
    const paused = secondsAt(resumedAt) - secondsAt(stoppedAt)
    return paused > 0 ? add(due, paused) : due
  }
  return { secondsAt, add, deadline, afterPause }
}

/** The last index for which a condition holds that holds for all before it; −1 when for none. */
function lastBefore(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [-1, count - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}
