import { onScopeDispose } from 'vue'

/** A shortcut: the `key` of the event, optionally with `mod+` (Ctrl or Cmd) and `shift+` before it, in lower case. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="textbox"]'

/** Where text is written, which has an undoing and an end of its own. */
const WRITING =
  'input:not([type="radio"], [type="checkbox"], [readonly]), textarea, [contenteditable="true"], [role="textbox"]'
/** What is meant for the page even then. */
const WHILE_WRITING: ReadonlySet<string> = new Set(['escape', 'mod+s'])

/** Returns the name of a key press as it stands in `Shortcuts`, e.g. `mod+shift+z`. */
export function keyName(event: KeyboardEvent): string {
  const modifier = event.ctrlKey || event.metaKey ? 'mod+' : ''
  const shift = event.shiftKey && event.key.length > 1 ? 'shift+' : modifier && event.shiftKey ? 'shift+' : ''
  return modifier + shift + event.key.toLowerCase()
}

const MODAL = '[aria-modal="true"]'

/**
 * Listens for shortcuts until the scope ends. Keys without a modifier are left alone while somebody types, those with one
 * while text is written, save for saving; and every key that something nearer has answered. Over a modal dialog nothing is
 * done: the keys are meant for it, not for what it covers.
 */
export function useKeys(shortcuts: Shortcuts): void {
  const listen = (event: KeyboardEvent) => {
    const { target } = event
    const name = keyName(event)
    if (event.defaultPrevented) return
    if (target instanceof Element && target.closest(WRITING) && !WHILE_WRITING.has(name)) return
    const isTyping = target instanceof Element && target.closest(TYPING) !== null
    if (isTyping && !event.ctrlKey && !event.metaKey && event.key !== 'Escape') return
    const act = shortcuts[name]
    if (!act) return
    if (target instanceof Element && target.closest(MODAL)) {
      // The browser's own answer, such as saving the page, would be no better.
      if (event.ctrlKey || event.metaKey) event.preventDefault()
      return
    }
    event.preventDefault()
    act(event)
  }
  document.addEventListener('keydown', listen)
  onScopeDispose(() => document.removeEventListener('keydown', listen))
}
