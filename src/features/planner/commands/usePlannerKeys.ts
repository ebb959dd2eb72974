import { type Shortcuts, useKeys } from '../../../composables/useKeys'
import type { Desk } from '../desk/useDesk'
import { COMMANDS } from './registry'
import { useCommands } from './useCommands'

/** The planner's keys, listened for as long as the page lives: every key of every command. */
export function usePlannerKeys(desk: Desk): void {
  const { run } = useCommands(desk)
  const bindings = COMMANDS.flatMap(({ id, keys }) => keys.map((key) => [key, () => run(id)] as const))
  const shortcuts: Shortcuts = Object.fromEntries(bindings)
  useKeys(shortcuts)
}
