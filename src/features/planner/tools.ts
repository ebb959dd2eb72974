/** What a click on the map does. */
export type Tool = 'select' | 'assign'

/** The tools with the key that takes them up. */
export const TOOLS: readonly { tool: Tool; key: string }[] = [
  { tool: 'select', key: 'v' },
  { tool: 'assign', key: 'a' },
]
