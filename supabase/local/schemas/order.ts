import type { Attached, State } from './catalog'
import { concerns } from './concerns'
import type { Origins } from './origins'
import { printAttached, printObject } from './print'

/** What is printed in one piece. */
interface Item {
  id: string
  /** The place in `concerns` of its file. */
  concern: number
  needs: string[]
  text: string
}

/**
 * Returns the pieces of each file of `concerns` in an order in which they can be made, file after file: as the
 * migrations made them, but nothing before what it needs. What needs an object of a later file (a foreign key, a policy)
 * stands there, right behind it.
 */
export function inOrder(state: State, origins: Origins): string[][] {
  const items = itemsOf(state, origins)
  const files: string[][] = concerns.map(() => [])
  const byId = new Map(items.map((item) => [item.id, item]))
  const done = new Set<string>()
  const waiting = new Set<Item>()
  const isReady = (item: Item) =>
    item.needs.every((need) => need === item.id || done.has(need) || !byId.has(need))

  const make = (item: Item, file: number): void => {
    if (done.has(item.id)) return
    for (const need of item.needs) {
      const needed = byId.get(need)
      if (needed && needed.concern === file && needed !== item) make(needed, file)
    }
    if (!isReady(item)) return void waiting.add(item)
    done.add(item.id)
    waiting.delete(item)
    files[file].push(item.text)
    for (const next of [...waiting]) if (isReady(next)) make(next, file)
  }

  for (const item of items) make(item, item.concern)
  if (waiting.size > 0)
    throw new Error(
      `These need each other: ${[...waiting].map(({ text }) => text.split('\n')[0]).join(' | ')}`,
    )
  return files
}

function itemsOf(state: State, origins: Origins): Item[] {
  const objects = [
    ...state.enums,
    ...state.composites,
    ...state.sequences,
    ...state.tables,
    ...state.views,
    ...state.routines,
  ].map((object) => ({
    object,
    ...origins.of(object.kind === 'enum' || object.kind === 'composite' ? 'type' : object.kind, object.name),
  }))
  objects.sort((a, b) => a.concern - b.concern || a.turn - b.turn)
  const concernOfTable = new Map(objects.map(({ object, concern }) => [object.name, concern]))
  return [
    ...objects.flatMap(({ object, concern }): Item[] => [
      { id: object.id, concern, needs: object.needs, text: printObject(object, origins) },
      ...(object.kind === 'table' ? keysAndPolicies(state.attached, object.name, concern) : []),
    ]),
    // Triggers stand at the end of their table's file.
    ...state.attached
      .filter(({ kind }) => kind === 'trigger')
      .map((trigger) => itemOf(trigger, concernOfTable.get(trigger.table) ?? 0)),
  ].sort((a, b) => a.concern - b.concern)
}

function keysAndPolicies(attached: readonly Attached[], table: string, concern: number): Item[] {
  return attached
    .filter((held) => held.table === table && held.kind !== 'trigger')
    .map((held) => itemOf(held, concern))
}

function itemOf(held: Attached, concern: number): Item {
  return { id: held.id, concern, needs: held.needs, text: printAttached(held) }
}
