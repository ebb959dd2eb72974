import { useEventListener } from '@vueuse/core'

/** A shortcut: the `key` of the event, optionally with `mod+` (Ctrl or Cmd) and `shift+` before it, in lower case. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

const TYPING =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"], [role="combobox"], [role="textbox"]'

/** Where text is written, which has an undoing and an end of its own. */
const WRITING =
  'input:not([type="radio"], [type="checkbox"], [readonly]), textarea, [contenteditable="true"], [role="textbox"]'
/** What is meant for the page even then. */
const WHILE_WRITING: ReadonlySet<string> = new Set(['escape', 'mod+s', 'mod+k'])

/** Keys that an element answers itself while it has the focus: Enter presses what is pressed, arrows go through a list. */
const ANSWERED: readonly (readonly [keys: ReadonlySet<string>, by: string])[] = [
  [
    new Set(['enter', ' ']),
    'a[href], area[href], button, summary, form input, [role="button"], [role="link"], [role="menuitem"], ' +
      '[role="option"], [role="tab"], [role="switch"], [role="treeitem"]',
  ],
  [new Set(['mod+enter', 'shift+enter']), 'a[href], area[href]'],
  [
    new Set(['arrowup', 'arrowdown', 'arrowleft', 'arrowright', 'home', 'end', 'pageup', 'pagedown']),
    'input, select, [role="radiogroup"], [role="slider"], [role="listbox"], [role="menu"], [role="menubar"], ' +
      '[role="tablist"], [role="tree"], [role="grid"]',
  ],
]

/** Returns the name of a key press as it stands in `Shortcuts`, e.g. `mod+shift+z`. */
export function keyName(event: KeyboardEvent): string {
  const modifier = event.ctrlKey || event.metaKey ? 'mod+' : ''
  // Signs as `?` need Shift on many keyboards: only letters and named keys are other keys with it.
  const isOther = modifier !== '' || event.key.length > 1 || /^[a-z]$/i.test(event.key)
  const shift = event.shiftKey && isOther ? 'shift+' : ''
  return modifier + shift + event.key.toLowerCase()
}

/** Returns whether the element that has the focus needs a key press itself: it is written in, pressed, or walked through. */
export function isNeeded(event: KeyboardEvent): boolean {
  const { target } = event
  if (!(target instanceof Element)) return false
  const name = keyName(event)
  if (target.closest(WRITING) && !WHILE_WRITING.has(name)) return true
  const isBare = !event.ctrlKey && !event.metaKey && event.key !== 'Escape'
  if (isBare && target.closest(TYPING)) return true
  return ANSWERED.some(([keys, by]) => keys.has(name) && target.closest(by) !== null)
}

const MODAL = '[aria-modal="true"]'

/** How keys are listened for. */
export interface KeyOptions {
  /** As long as this holds these shortcuts go before all others; else they are not heard at all. */
  isFirst?: () => boolean
}

/**
 * Listens for shortcuts until the scope ends. A key is taken only where the element with the focus does not need it, and where
 * nothing nearer has answered it. Over a modal dialog nothing is done: the keys are meant for it, not for what it covers.
 */
export function useKeys(shortcuts: Shortcuts, { isFirst }: KeyOptions = {}): void {
  const listen = (event: KeyboardEvent) => {
    const { target } = event
    if (event.defaultPrevented || isNeeded(event) || isFirst?.() === false) return
    const act = shortcuts[keyName(event)] as Shortcuts[string] | undefined
    if (!act) return
    if (target instanceof Element && target.closest(MODAL)) {
      // The browser's own answer, such as saving the page, would be no better.
      if (event.ctrlKey || event.metaKey) event.preventDefault()
      return
    }
    event.preventDefault()
    act(event)
  }
  useEventListener(document, 'keydown', listen, { capture: isFirst !== undefined })
}
