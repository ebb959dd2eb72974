import { Worker } from 'node:worker_threads'
import type { Remote } from 'comlink'
import { createMember, type Member } from '../../../geo/index'

/** Those who work on one plan, and how to send them home. */
export interface Crew {
  members: Member[]
  dismiss: () => Promise<void>
}

/** A crew of so many members: one works in this thread, each of the others in a thread of its own. */
export async function hireCrew(workers: number): Promise<Crew> {
  if (workers === 1) return { members: [createMember()], dismiss: () => Promise.resolve() }
  const threads = Array.from({ length: workers - 1 }, startThread)
  const { wrap } = await import('comlink')
  const { default: nodeEndpoint } = await import('comlink/dist/esm/node-adapter.mjs')
  const remote = threads.map((thread): Remote<Member> => wrap<Member>(nodeEndpoint(thread)))
  return {
    // The threads come first: a message to them is sent before this thread gets down to its own work.
    members: [...(remote as unknown as Member[]), createMember()],
    dismiss: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

/** A thread does not inherit the loader that reads TypeScript, so it sets one up before it loads anything of ours. */
function startThread(): Worker {
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const member = JSON.stringify(new URL('./crew-member.ts', import.meta.url).href)
  return new Worker(`import(${loader}).then(({ register }) => { register(); return import(${member}) })`, {
    eval: true,
  })
}
