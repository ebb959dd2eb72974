import { vi } from 'vitest'

/** Waits until an expectation holds, for a minute: a busy machine alone fails nothing. */
export function eventually(expectation: () => void): Promise<void> {
  return vi.waitFor(expectation, { timeout: 60_000 })
}
