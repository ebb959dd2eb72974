import { Refusal } from './refusal'

const oldest = [20, 19, 0]

/** Throws a Refusal when `version` (`20.19.0`) is older than what Gridward runs on. */
export function checkNode(version: string): void {
  const parts = version.split('.').map(Number)
  const difference = parts.map((part, index) => part - oldest[index]).find((step) => step !== 0) ?? 0
  if (difference < 0)
    throw new Refusal(
      `Gridward needs Node ${oldest.join('.')} or newer; this is Node ${version}. See https://nodejs.org.`,
    )
}
