import type { PGlite } from '@electric-sql/pglite'

/** The parts of PGlite's Emscripten module that are called for every message of the protocol. */
interface Engine {
  ___stack_pointer: WebAssembly.Global<'i32'>
  _PostgresMainLoopOnce(): void
  _PostgresMainLongJmp(): void
  _pq_buffer_remaining_data(): number
  _PostgresSendReadyForQueryIfNecessary(): void
}

/** What the engine throws when PostgreSQL raises an error: its long jump to where the next statement is waited for. */
const longJump = 'unwind'

/**
 * Mends what PGlite 0.5 does when a statement fails; call it once the engine is ready.
 *
 * A long jump leaves the engine's own stack where it was, some 700 bytes deeper for each refused statement, so after
 * 3,000 of them every statement was refused with "stack depth limit exceeded". The stack is put back after each message.
 *
 * Anything else that the engine throws (stack of JavaScript exceeded, memory out of bounds, PANIC) means that
 * PostgreSQL's memory is in no state to go on. PGlite swallows it and answers every later statement with no rows and no
 * error. `onBroken` is told once, and from then on every call throws.
 */
export function guard(pglite: PGlite, onBroken: (reason: string) => void): void {
  const engine = pglite.Module as unknown as Engine
  let broken: Error | undefined
  const guarded = <Value>(call: () => Value): Value => {
    if (broken) throw broken
    try {
      return call()
    } catch (thrown) {
      if (String(thrown) !== longJump) {
        broken = new Error(`the database engine broke down: ${String(thrown)}`)
        onBroken(broken.message)
      }
      throw thrown
    }
  }
  const names = [
    '_PostgresMainLoopOnce',
    '_PostgresMainLongJmp',
    '_pq_buffer_remaining_data',
    '_PostgresSendReadyForQueryIfNecessary',
  ] as const
  for (const name of names) {
    const call = engine[name].bind(engine) as () => number
    Object.assign(engine, { [name]: () => guarded(call) })
  }
  const send = pglite.execProtocolRawSync.bind(pglite)
  pglite.execProtocolRawSync = (message) => {
    const depth = engine.___stack_pointer.value
    try {
      return send(message)
    } finally {
      engine.___stack_pointer.value = depth
    }
  }
}
