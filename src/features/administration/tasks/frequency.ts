import type { HandedTask, TaskContent } from '../../../data/district/tasks'

/** How often a year, by name; any other number of times is written as such. */
export const FREQUENCIES: Readonly<Record<string, number>> = {
  daily: 250,
  weekly: 52,
  monthly: 12,
  quarterly: 4,
  halfYearly: 2,
  yearly: 1,
  other: 0,
}

/** Returns the name of a frequency. */
export function frequencyOf(timesAYear: number): string {
  return Object.keys(FREQUENCIES).find((key) => FREQUENCIES[key] === timesAYear) ?? 'other'
}

/** Returns what a form begins with: what a task says, or a monthly one of the district. */
export function writtenOf(task: HandedTask | null, district: number): TaskContent {
  return {
    areaId: task?.areaId ?? district,
    name: task?.name ?? '',
    class: task?.class ?? '',
    demandedBy: task?.demandedBy ?? '',
    ground: task?.ground ?? '',
    timesAYear: task?.timesAYear ?? 12,
    hoursEach: task?.hoursEach ?? 1,
    since: task?.since ?? '',
    until: task?.until ?? '',
  }
}
