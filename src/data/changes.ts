import { serverClock } from '../lib/time/clock'
import type { Client } from '../lib/supabase'
import { changes, type TOPICS } from './contracts/changes'
import { type AnswerOf, ask } from './contracts/contract'

/** What is read once and may change. */
export type Topic = (typeof TOPICS)[number]

/** For each topic of a district how often it was changed; a topic that never was is left out. */
export type TopicVersions = Partial<Record<Topic, number>>

/** Who asks, what they may at this moment, and what has changed. */
export type Changes = AnswerOf<typeof changes>

/** Returns what a page asks again and again, and sets the server's clock by it; throws `signed-out` where the session was ended. */
export async function readChanges(client: Client): Promise<Changes> {
  return serverClock.observed(() => ask(client, changes, {}))
}
