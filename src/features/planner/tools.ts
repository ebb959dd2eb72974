/** What the pointer does on the map. */
export type Tool = 'select' | 'brush' | 'box' | 'lasso' | 'split' | 'border' | 'lock' | 'measure' | 'remark'

/** The tools with the key that takes them up, in the order of the rail. */
export const TOOLS: readonly { tool: Tool; key: string }[] = [
  { tool: 'select', key: 'v' },
  { tool: 'brush', key: 'b' },
  { tool: 'box', key: 'x' },
  { tool: 'lasso', key: 'l' },
  { tool: 'split', key: 's' },
  { tool: 'border', key: 'd' },
  { tool: 'lock', key: 'k' },
  { tool: 'measure', key: 'm' },
  { tool: 'remark', key: 'i' },
]

/** Tools that change nothing, for whoever reads a plan. */
export const READING_TOOLS: readonly Tool[] = ['select', 'measure', 'remark']

/** What brush, box and lasso take of the buildings under them. */
export interface PickRule {
  /** The rest of every compound that is touched comes along. */
  wholeCompounds: boolean
  onlyUnassigned: boolean
}
