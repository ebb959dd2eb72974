import type { Ref } from 'vue'

/** Year, month and day as they are typed, whatever parts them. */
const TYPED = /^(\d{4})\D(\d{1,2})\D(\d{1,2})$/

/** Whether a text names a day of the calendar, or is no full day at all. */
function mayBeDay(text: string): boolean {
  const [, ...parts] = TYPED.exec(text.trim()) ?? []
  const [year, month, day] = parts.map(Number)
  return !parts.length || new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
}

/**
 * Returns a function that tells whether what is typed in the fields of an element are days. Pickers take 31 November for 1 December,
 * which nobody means.
 */
export function useTypedDays(root: Readonly<Ref<HTMLElement | null>>): () => boolean {
  return () => [...(root.value?.querySelectorAll('input') ?? [])].every(({ value }) => mayBeDay(value))
}
