import { isUsable, type Tool, TOOLS } from '../desk/tools'
import { type Command, type Refusal, unlessEditable } from './command'
import type { Situation } from '../desk/situation'

function refusalOf(tool: Tool, now: Situation): Refusal | null {
  if (isUsable(tool, { isOpen: now.state !== null, isEditable: now.isEditable })) return null
  return unlessEditable(now) ?? 'notOpen'
}

/** The id of the command that takes up a tool. */
export const toolCommand = (tool: Tool) => `tool.${tool}`

/** One takes up a tool each. */
export const TOOL_COMMANDS: readonly Command[] = TOOLS.map(({ tool, key }) => ({
  id: toolCommand(tool),
  group: 'tools',
  keys: [key],
  words: `planner.tools.${tool}`,
  refusal: (now) => refusalOf(tool, now),
  run: (desk) => void (desk.tool.value = tool),
}))
