import { serverClock } from '../lib/clock'
import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'
import type { Membership } from './session'

/** What is read once and may change. */
export type Topic = 'areas' | 'ground' | 'plans' | 'categories' | 'settings' | 'people'

/** For each topic of a district how often it was changed; a topic that never was is left out. */
export type TopicVersions = Partial<Record<Topic, number>>

/** Who asks, what they may at this moment, and what has changed. */
export interface Changes {
  now: string
  person: string
  memberships: Membership[]
  /** By the id of a district. */
  topics: Record<string, TopicVersions>
}

/** Returns what a page asks again and again, and sets the server's clock by it; throws `signed-out` where the session was ended. */
export async function readChanges(client: Client): Promise<Changes> {
  return serverClock.observed(async () => answer(await client.rpc('changes')) as unknown as Changes)
}
