import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../../shared')

/** Returns the path of a file in the folder of real data beside the checkout, or undefined when it is not there. */
export function sharedPath(...segments: string[]): string | undefined {
  const path = resolve(folder, ...segments)
  return existsSync(path) ? path : undefined
}
