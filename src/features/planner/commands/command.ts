import type { Situation } from '../desk/situation'
import type { Desk } from '../desk/useDesk'

/** The groups of the help and the palette, in their order. */
export const GROUPS = ['tools', 'grids', 'buildings', 'view', 'plan', 'files'] as const
export type CommandGroup = (typeof GROUPS)[number]

/** Why a command cannot be done now; words are `planner.why.<refusal>`. */
export const REFUSALS = [
  'notOpen',
  'notReady',
  'notDraft',
  'mayNotDraw',
  'mayNotDecide',
  'notSubmitted',
  'notPending',
  'none',
  'few',
  'one',
  'communities',
  'locked',
  'busy',
  'notRunning',
  'noGrids',
  'notPicked',
  'apart',
  'outside',
  'groundNeeded',
  'noBare',
  'wholeGroups',
  'noOffer',
  'allAssigned',
  'oneLevel',
  'upperLevel',
  'noFaults',
  'nothingDone',
  'nothingUndone',
  'allSaved',
  'saving',
  'isNewest',
  'planOpen',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** Something that one can do at the desk: keys, buttons, menus, the help and the palette all read it. */
export interface Command {
  readonly id: string
  readonly group: CommandGroup
  /** Names as in `keyName`; the first is shown. */
  readonly keys: readonly string[]
  /** Locale key of its words, and what fills them. */
  readonly words: string
  readonly values?: Readonly<Record<string, string | number>>
  /** The help shows commands of one family in one line, the palette only those of them that can be done. */
  readonly family?: string
  /** Returns why it cannot be done in a situation, or null where it can. */
  readonly refusal: (now: Situation) => Refusal | null
  /** Does it. Called where nothing refuses it. */
  readonly run: (desk: Desk) => void
}

/** Returns the first of some refusals that holds. */
export function first(...refusals: readonly (Refusal | false | null)[]): Refusal | null {
  return refusals.find((refusal): refusal is Refusal => refusal !== false && refusal !== null) ?? null
}

/** Returns why there is no plan that can be asked about. */
export function unlessOpen({ state, isReady }: Situation): Refusal | null {
  return state === null ? 'notOpen' : isReady ? null : 'notReady'
}

/** Returns why no edit can be made of the plan as it is now. */
export function unlessDrawable(now: Situation): Refusal | null {
  return first(unlessEditable(now), now.isSettling && 'busy')
}

/** Returns why nothing can be changed. */
export function unlessEditable(now: Situation): Refusal | null {
  if (now.state === null) return 'notOpen'
  if (now.state !== 'draft') return 'notDraft'
  return !now.mayDraw ? 'mayNotDraw' : now.isEditable ? null : 'notReady'
}
