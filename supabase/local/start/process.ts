import { fileURLToPath } from 'node:url'

/** The folder of this checkout. */
export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))

/** Resolves at SIGINT or SIGTERM. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
