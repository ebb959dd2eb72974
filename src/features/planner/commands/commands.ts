import { TOOLS } from '../map/tools/tools'
import { BORDER_KEYS } from '../map/tools/useBorderKeys'

/** What a key does besides taking up a tool. */
export type Command =
  | 'merge'
  | 'split'
  | 'rebalance'
  | 'lock'
  | 'fill'
  | 'offer'
  | 'accept'
  | 'alone'
  | 'pin'
  | 'takeOut'
  | 'wholeCompounds'
  | 'onlyUnassigned'
  | 'level'
  | 'nextBuilding'
  | 'previousBuilding'
  | 'nextGrid'
  | 'previousGrid'
  | 'nextFault'
  | 'previousFault'
  | 'zoom'
  | 'wholeArea'
  | 'table'
  | 'clear'
  | 'partition'
  | 'compare'
  | 'undo'
  | 'redo'
  | 'save'
  | 'submit'

/** The groups of the help, in its order. */
export type KeyGroup = 'tools' | 'grids' | 'buildings' | 'view' | 'plan'

/** One line of the help and the keys that it binds; `offer` gets the number of the key. */
export interface KeyBinding {
  group: KeyGroup
  command: Command
  keys: readonly string[]
}

/** Every command with its keys: the keyboard listens to this list and the help shows it. */
export const COMMANDS: readonly KeyBinding[] = [
  { group: 'grids', command: 'merge', keys: ['j'] },
  { group: 'grids', command: 'split', keys: ['p'] },
  { group: 'grids', command: 'rebalance', keys: ['r'] },
  { group: 'grids', command: 'lock', keys: ['o'] },
  { group: 'grids', command: 'fill', keys: ['f'] },
  { group: 'buildings', command: 'nextBuilding', keys: ["'"] },
  { group: 'buildings', command: 'previousBuilding', keys: [';'] },
  { group: 'buildings', command: 'offer', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'] },
  { group: 'buildings', command: 'accept', keys: ['enter'] },
  { group: 'buildings', command: 'alone', keys: ['n'] },
  { group: 'buildings', command: 'pin', keys: ['h'] },
  { group: 'buildings', command: 'takeOut', keys: ['delete'] },
  { group: 'buildings', command: 'wholeCompounds', keys: ['c'] },
  { group: 'buildings', command: 'onlyUnassigned', keys: ['u'] },
  { group: 'view', command: 'level', keys: ['q'] },
  { group: 'view', command: 'nextGrid', keys: [']'] },
  { group: 'view', command: 'previousGrid', keys: ['['] },
  { group: 'view', command: 'nextFault', keys: ['.'] },
  { group: 'view', command: 'previousFault', keys: [','] },
  { group: 'view', command: 'zoom', keys: ['z'] },
  { group: 'view', command: 'wholeArea', keys: ['a'] },
  { group: 'view', command: 'table', keys: ['t'] },
  { group: 'view', command: 'clear', keys: ['escape'] },
  { group: 'plan', command: 'partition', keys: ['g'] },
  { group: 'plan', command: 'compare', keys: ['e'] },
  { group: 'plan', command: 'undo', keys: ['mod+z'] },
  { group: 'plan', command: 'redo', keys: ['mod+shift+z', 'mod+y'] },
  { group: 'plan', command: 'save', keys: ['mod+s'] },
  { group: 'plan', command: 'submit', keys: ['mod+enter'] },
]

const NAMES: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  escape: 'Esc',
  delete: 'Delete',
  enter: 'Enter',
  shift: 'Shift',
}

/** Returns a key as it is written on the keyboard, e.g. `Ctrl Shift Z`. */
export function keyWords(key: string): string {
  return key
    .split('+')
    .map((part) => NAMES[part] ?? part.toUpperCase())
    .join(' ')
}

/** Returns the keys of a command as the help shows them: a run of figures by its ends. */
export function keysWords(keys: readonly string[]): string {
  return keys.length > 2 ? `${keys[0]} … ${keys[keys.length - 1]}` : keys.map(keyWords).join(' / ')
}

/** One line of the help. */
export interface HelpLine {
  group: KeyGroup
  keys: string
  /** Locale key of its words. */
  wordsKey: string
}

/** Returns the help: tools first, then the commands; keys that are held with the pointer last of their group. */
export function helpLines(): HelpLine[] {
  const tools = TOOLS.map(({ tool, key }): HelpLine => {
    return { group: 'tools', keys: keyWords(key), wordsKey: `planner.tools.${tool}` }
  })
  const held: HelpLine[] = [
    { group: 'tools', keys: 'Alt', wordsKey: 'planner.keys.noSnap' },
    { group: 'tools', keys: 'Shift', wordsKey: 'planner.keys.more' },
    { group: 'tools', keys: BORDER_KEYS.corners, wordsKey: 'planner.keys.corners' },
    { group: 'tools', keys: BORDER_KEYS.move, wordsKey: 'planner.keys.moveCorner' },
    { group: 'tools', keys: BORDER_KEYS.put, wordsKey: 'planner.keys.putCorner' },
  ]
  const commands = COMMANDS.map(({ group, command, keys }): HelpLine => {
    return { group, keys: keysWords(keys), wordsKey: `planner.keys.${command}` }
  })
  return [...tools, ...held, ...commands]
}
