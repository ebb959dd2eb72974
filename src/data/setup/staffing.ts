import type { Client } from '../../lib/supabase'
import { ask, type AnswerOf, type Shape } from '../contracts/contract'
import * as agreed from '../contracts/staffing'
import type { AreaId, PersonId } from '../../lib/ids'
import { asRead } from '../as-read'

/** Posts and who holds them in an area on a day. */
export type StaffingBoard = AnswerOf<typeof agreed.staffingBoard>
export type BoardPost = Shape<typeof agreed.boardPost>
export type BoardPlace = Shape<typeof agreed.boardPlace>
export type BoardHolder = Shape<typeof agreed.boardHolder>

/** Returns posts and holders of an area on a day (ISO date; today without one). Throws `not-allowed`. */
export async function readStaffingBoard(
  client: Client,
  areaId: AreaId,
  day?: string,
): Promise<StaffingBoard> {
  return ask(client, agreed.staffingBoard, { area: areaId, day })
}

/** Who is put on which post, where, and from when; `until`: the first day no longer, blank for none. */
interface Assigning {
  person: PersonId
  post: number
  place: { grid: number | null; area: AreaId | null }
  since: string
  until: string
}

/**
 * Puts a person on a post; `key` is that of the intent. Throws `person-on-exclusive-post` { grid, since, until }, `post-full`,
 * `post-outside-scheme`, `post-held-elsewhere`, `span-exceeded`, `dates-reversed` …
 */
export async function assignPerson(client: Client, assigning: Assigning, key?: string): Promise<number> {
  return (await ask(client, agreed.assignPerson, { ...assigning, client_key: key })).id
}

/** Sets from when and until when somebody holds a post, who was read to hold it. Throws `changed-since`, `dates-reversed` … */
export async function changeAssignment(
  client: Client,
  read: Pick<BoardHolder, 'id' | 'since' | 'until'>,
  { since, until, key }: { since: string; until: string; key?: string },
): Promise<void> {
  const was = asRead(read, 'since', 'until')
  await ask(client, agreed.changeAssignment, { assignment: read.id, since, until, client_key: key, was })
}

/** Takes back an assignment that was entered by mistake. */
export async function removeAssignment(client: Client, id: number, key?: string): Promise<void> {
  await ask(client, agreed.removeAssignment, { assignment: id, client_key: key })
}
