import { BORDER_KEYS } from '../desk/tools'
import type { Command, CommandGroup } from './command'
import { COMMANDS } from './registry'

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

/** Returns keys as the help shows them: a run of figures by its ends. */
export function keysWords(keys: readonly string[]): string {
  return keys.length > 2 ? `${keys[0]} … ${keys[keys.length - 1]}` : keys.map(keyWords).join(' / ')
}

/** One line of the help. */
export interface HelpLine {
  group: CommandGroup
  keys: string
  /** Locale key of its words. */
  words: string
}

/** Keys that are held with the pointer, or answered by a tool. */
const HELD: readonly HelpLine[] = [
  { group: 'tools', keys: 'Alt', words: 'planner.keys.noSnap' },
  { group: 'tools', keys: 'Shift', words: 'planner.keys.more' },
  { group: 'tools', keys: BORDER_KEYS.corners, words: 'planner.keys.corners' },
  { group: 'tools', keys: BORDER_KEYS.move, words: 'planner.keys.moveCorner' },
  { group: 'tools', keys: BORDER_KEYS.put, words: 'planner.keys.putCorner' },
]

/** Returns the lines of the help: commands with keys, a family in one line; keys that are held after the tools. */
export function helpLines(): HelpLine[] {
  const families = new Map<string, Command[]>()
  for (const command of COMMANDS) {
    const name = command.family ?? command.id
    families.set(name, [...(families.get(name) ?? []), command])
  }
  const lines = [...families].flatMap(([name, all]): HelpLine[] => {
    const keys = keysWords(all.flatMap((command) => command.keys))
    const [{ group, words, family }] = all
    return keys ? [{ group, keys, words: family ? `planner.keys.families.${name}` : words }] : []
  })
  const ofTools = lines.filter(({ group }) => group === 'tools')
  return [...ofTools, ...HELD, ...lines.filter(({ group }) => group !== 'tools')]
}
