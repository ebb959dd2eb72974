import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import { decideHandedTask, type handedTask, saveHandedTask, taskRegister } from '../contracts/tasks'
import type { AreaId } from '../../lib/ids'

/** A task that an office hands down to communities. */
export type HandedTask = Shape<typeof handedTask>
/** The register with what it costs. */
export type TaskRegister = AnswerOf<typeof taskRegister>
/** What is written of a task; days as YYYY-MM-DD or empty. */
export interface TaskContent {
  areaId: AreaId
  name: string
  class: string
  demandedBy: string
  ground: string
  timesAYear: number
  hoursEach: number
  since: string
  until: string
}

/** Returns the register of a district. Throws `not-allowed`. */
export async function readTasks(client: Client, district: AreaId): Promise<TaskRegister> {
  return ask(client, taskRegister, { district })
}

/**
 * Enters a task or changes one, and returns its id. Throws `changed-since`, `name-missing`, `demander-missing`,
 * `number-out-of-range`, `dates-reversed`.
 */
export async function saveTask(
  client: Client,
  district: AreaId,
  task: Pick<HandedTask, 'id' | 'version'> | null,
  content: TaskContent,
  key?: string,
): Promise<number> {
  const asked = { district, task: task?.id ?? null, version: task?.version ?? null, content, client_key: key }
  return ask(client, saveHandedTask, asked)
}

/** Puts a task on the list, refuses it with a reason, ends it or opens it again. Throws `changed-since`, `reason-missing`. */
export async function decideTask(
  client: Client,
  district: AreaId,
  { id, version }: Pick<HandedTask, 'id' | 'version'>,
  state: HandedTask['state'],
  reason = '',
): Promise<void> {
  await ask(client, decideHandedTask, { district, task: id, version, state, reason })
}
