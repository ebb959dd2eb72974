import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../../shared')

/** Returns the path of a file in the folder of real data beside the checkout, or undefined when it is not there. */
export function sharedPath(...segments: string[]): string | undefined {
  const path = resolve(folder, ...segments)
  return existsSync(path) ? path : undefined
}

/** Returns the path of a file in the folder of real data. Throws when it is not there. */
export function requireShared(...segments: string[]): string {
  const path = sharedPath(...segments)
  if (!path) throw new Error(`${resolve(folder, ...segments)} is not there.`)
  return path
}
