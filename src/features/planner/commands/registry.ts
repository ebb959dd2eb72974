import { BUILDING_COMMANDS } from './building-commands'
import type { Command } from './command'
import { FILE_COMMANDS } from './file-commands'
import { GRID_COMMANDS } from './grid-commands'
import { PLAN_COMMANDS } from './plan-commands'
import { TOOL_COMMANDS } from './tool-commands'
import { VIEW_COMMANDS } from './view-commands'

/** Every command of the planner, in the order of the help and the palette. */
export const COMMANDS: readonly Command[] = [
  ...TOOL_COMMANDS,
  ...GRID_COMMANDS,
  ...BUILDING_COMMANDS,
  ...VIEW_COMMANDS,
  ...PLAN_COMMANDS,
  ...FILE_COMMANDS,
]

const BY_ID = new Map(COMMANDS.map((command) => [command.id, command]))

/** Returns a command by its id. Throws where there is none: a mistake of who wrote the button. */
export function commandOf(id: string): Command {
  const command = BY_ID.get(id)
  if (!command) throw new Error(`There is no command ${id}.`)
  return command
}
