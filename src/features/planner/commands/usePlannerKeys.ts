import type { Ref } from 'vue'
import { type Shortcuts, useKeys } from '../../../composables/useKeys'
import { type Command, COMMANDS } from './commands'
import { isUsable, type Tool, TOOLS, type Workpiece } from '../map/tools/tools'

/** What each command does; `offer` gets the place of the offer, counted from 0. */
export type CommandHandlers = Record<Command, (index: number) => void>

/** The planner's keys, listened for as long as the page lives: every tool and command of the list has one. */
export function usePlannerKeys(tool: Ref<Tool>, workpiece: () => Workpiece, handlers: CommandHandlers): void {
  const shortcuts: Shortcuts = {}
  for (const { tool: one, key } of TOOLS)
    shortcuts[key] = () => {
      if (isUsable(one, workpiece())) tool.value = one
    }
  for (const { command, keys } of COMMANDS)
    keys.forEach((key, index) => (shortcuts[key] = () => handlers[command](index)))
  useKeys(shortcuts)
}
