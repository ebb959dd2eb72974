/** A row that is walked to. */
const ROW = '[data-row]'
/** A page of rows. */
const PAGE = 8

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + PAGE,
  PageUp: (at) => at - PAGE,
  Home: () => 0,
  End: (_at, last) => last,
}

/**
 * Answers a key press in what holds the rows (`data-row`, each with a `tabindex`): arrows, Home, End and Page keys go from row to
 * row; Enter and Space click the row that has the focus, with Shift if that is held. What lies in a row keeps its own Enter.
 */
export function answerInRows(event: KeyboardEvent): void {
  const { target, currentTarget, key } = event
  if (!(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement)) return
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const row = target.closest<HTMLElement>(ROW)
  if (!row) return
  const isPress = (key === 'Enter' || key === ' ') && target === row
  const step = STEPS[key] as (typeof STEPS)[string] | undefined
  if (!isPress && !step) return
  event.preventDefault()
  if (isPress) {
    row.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: event.shiftKey }))
    return
  }
  const rows = [...currentTarget.querySelectorAll<HTMLElement>(ROW)]
  const to = step?.(rows.indexOf(row), rows.length - 1) ?? 0
  rows[Math.min(rows.length - 1, Math.max(0, to))]?.focus()
}

/** Returns the row that Tab comes to: the chosen one where it is shown, else the first; the others are reached by arrows. */
export function stopOf<Key>(keys: readonly Key[], chosen: readonly Key[]): Key | undefined {
  return keys.find((key) => chosen.includes(key)) ?? keys[0]
}
