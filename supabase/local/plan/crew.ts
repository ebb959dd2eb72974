import { Worker } from 'node:worker_threads'
import type { Remote } from 'comlink'
import { createMember, type Member } from '../../../geo/index'

/** Threads that work on one plan, and how to send them home. */
export interface Crew {
  members: Member[]
  dismiss: () => Promise<void>
}

/** One member works in this thread; several get a thread each. */
export async function hireCrew(workers: number): Promise<Crew> {
  if (workers === 1) return { members: [createMember()], dismiss: () => Promise.resolve() }
  const { wrap } = await import('comlink')
  const { default: nodeEndpoint } = await import('comlink/dist/esm/node-adapter.mjs')
  const threads = Array.from(
    { length: workers },
    () => new Worker(new URL('./crew-thread.ts', import.meta.url)),
  )
  const members = threads.map((thread): Remote<Member> => wrap<Member>(nodeEndpoint(thread)))
  return {
    members: members as unknown as Member[],
    dismiss: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}
