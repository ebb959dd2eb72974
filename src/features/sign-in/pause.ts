import { toDataError } from '../../lib/errors'

/**
 * Returns for how many seconds no sign-in is taken after too many failures, or undefined where a failure is another one.
 * Auth writes them into its sentence only.
 */
export function pauseSeconds(failure: unknown): number | undefined {
  const { code, cause } = toDataError(failure)
  if (code !== 'too-many-requests' || !(cause instanceof Error)) return undefined
  const seconds = Number(/after (\d+) seconds?/.exec(cause.message)?.[1])
  return seconds > 0 ? seconds : undefined
}
