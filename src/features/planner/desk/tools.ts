/** What the pointer does on the map. */
export type Tool =
  'select' | 'brush' | 'box' | 'lasso' | 'ground' | 'split' | 'border' | 'lock' | 'measure' | 'remark'

/** The tools with the key that takes them up, in the order of the rail. */
export const TOOLS: readonly { tool: Tool; key: string }[] = [
  { tool: 'select', key: 'v' },
  { tool: 'brush', key: 'b' },
  { tool: 'box', key: 'x' },
  { tool: 'lasso', key: 'l' },
  { tool: 'ground', key: 'w' },
  { tool: 'split', key: 's' },
  { tool: 'border', key: 'd' },
  { tool: 'lock', key: 'k' },
  { tool: 'measure', key: 'm' },
  { tool: 'remark', key: 'i' },
]

/** The keys of the border tool, for its lines in the help. */
export const BORDER_KEYS = { corners: '- =', move: '← ↑ → ↓', put: 'Enter' } as const

/** What there is to work on. */
export interface Workpiece {
  /** Some plan is open. */
  isOpen: boolean
  isEditable: boolean
}

/** Returns whether a tool has something to work on: some change nothing, a remark needs a plan. */
export function isUsable(tool: Tool, { isOpen, isEditable }: Workpiece): boolean {
  if (tool === 'remark') return isOpen
  return isEditable || tool === 'select' || tool === 'measure'
}

/** What brush, box and lasso take of the buildings under them. */
export interface PickRule {
  /** The rest of every compound that is touched comes along. */
  wholeCompounds: boolean
  onlyUnassigned: boolean
}
