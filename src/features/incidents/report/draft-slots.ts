/** What is kept of a draft: the text, by which opened page, and when that was last known to be open. */
interface Slot {
  draft: unknown
  /** The opened page that writes it; none since that page was closed. */
  page: string | null
  seenAtMs: number
}

/** This opened page; a reload makes another. */
const page = Math.random().toString(36).slice(2)
/** An opened page says so this often, in the background once a minute. It counts as closed, for it crashed, after a while without. */
export const SEEN_EVERY_MS = 10_000
const CLOSED_AFTER_MS = 150_000
/** A window that was here before and lost its page sooner: nobody else has its name, save a copy of it. */
const GONE_AFTER_MS = 70_000

function read(name: string): Slot | null {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Slot | null
    return kept && typeof kept === 'object' && 'draft' in kept ? kept : null
  } catch {
    return null
  }
}

function isFree({ page: owner, seenAtMs }: Slot, afterMs: number, nowMs: number): boolean {
  return owner === null || owner === page || Math.abs(nowMs - seenAtMs) > afterMs
}

function namesOf(prefix: string): string[] {
  const names = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
  return names.filter((name) => name.startsWith(`${prefix}.`) && !name.slice(prefix.length + 1).includes('.'))
}

/**
 * Returns the slot of this window for a draft: the one it had before a reload, else one that a closed window left, else a
 * new one. Two open windows never share one, so that neither writes over the other.
 */
export function takeSlot(prefix: string, nowMs: number): { name: string; draft: unknown } {
  const mine = sessionStorage.getItem(prefix)
  const names = namesOf(prefix).sort((one, other) => Number(other === mine) - Number(one === mine))
  const found = names.find((name) => {
    const slot = read(name)
    return slot !== null && isFree(slot, name === mine ? GONE_AFTER_MS : CLOSED_AFTER_MS, nowMs)
  })
  const name = found ?? newName(prefix)
  const draft = found ? (read(found)?.draft ?? null) : null
  sessionStorage.setItem(prefix, name)
  if (found) claim(name, draft, nowMs)
  return { name, draft }
}

function newName(prefix: string): string {
  return `${prefix}.${Math.random().toString(36).slice(2)}`
}

/** Keeps a draft as that of this open window and returns its slot: another one where a window has taken this one up meanwhile. */
export function writeSlot(name: string, draft: unknown, nowMs: number): string {
  const owner = read(name)?.page ?? null
  const own = owner === null || owner === page ? name : newName(name.slice(0, name.lastIndexOf('.')))
  localStorage.setItem(own, JSON.stringify({ draft, page, seenAtMs: nowMs } satisfies Slot))
  return own
}

function claim(name: string, draft: unknown, nowMs: number): void {
  localStorage.setItem(name, JSON.stringify({ draft, page, seenAtMs: nowMs } satisfies Slot))
}

/** Says that this window is still open; what it has not kept is not said. */
export function renewSlot(name: string, nowMs: number): void {
  const slot = read(name)
  if (slot?.page === page) claim(name, slot.draft, nowMs)
}

/** Leaves a draft to the next window that asks for it. */
export function releaseSlot(name: string): void {
  const slot = read(name)
  if (slot?.page === page) localStorage.setItem(name, JSON.stringify({ ...slot, page: null }))
}
