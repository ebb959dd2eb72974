import { createStore, delMany, get, getMany, setMany, type UseStore } from 'idb-keyval'
import { Queue } from '../../../../lib/queue'
import type { SavedEdit } from '../../../../plan/model/history'
import type { Unsaved } from '../../../../plan/model/unsaved'

/** Where the browser keeps what is not stored yet, so that a reload or a crash loses nothing. */
export interface UnsavedShelf {
  /** Keeps what is unsaved under a name, in place of what was kept before; null keeps nothing. Rejects where the browser keeps nothing. */
  put: (name: string, unsaved: Unsaved | null) => Promise<void>
  take: (name: string) => Promise<Unsaved | null>
}

type Head = Omit<Unsaved, 'tail'> & { length: number }

/** An edit has an entry of its own: only what is new is written, however much there is. */
const headKey = (name: string) => [name, 'head']
const editKey = (name: string) => (_edit: unknown, at: number) => [name, at]

/** Opens the shelf of this browser. */
export function openShelf(store: UseStore = createStore('gridward', 'unsaved')): UnsavedShelf {
  const written = new Map<string, readonly SavedEdit[]>()
  const queue = new Queue()

  async function put(name: string, unsaved: Unsaved | null): Promise<void> {
    const before = written.get(name) ?? []
    const { tail, ...head } = unsaved ?? { tail: [] }
    const keyOf = editKey(name)
    const changed = tail.flatMap((edit, at): [IDBValidKey, SavedEdit][] =>
      edit === before[at] ? [] : [[keyOf(edit, at), edit]],
    )
    if (unsaved) await setMany([[headKey(name), { ...head, length: tail.length }], ...changed], store)
    const gone = before.map(keyOf).slice(tail.length)
    await delMany(unsaved ? gone : [headKey(name), ...gone], store)
    written.set(name, tail)
  }

  async function take(name: string): Promise<Unsaved | null> {
    const head = await get<Head>(headKey(name), store)
    if (!head) return null
    const { length, ...rest } = head
    const found = await getMany<SavedEdit>(Array.from({ length }, editKey(name)), store)
    const tail = found.filter((edit) => edit !== undefined)
    written.set(name, tail)
    return tail.length === length ? { ...rest, tail } : null
  }

  return {
    put: (name, unsaved) => queue.run(() => put(name, unsaved)),
    take: (name) => queue.run(() => take(name)),
  }
}
