import * as v from 'valibot'
import type { Database } from '../../lib/database'
import { answer, DataError } from '../../lib/errors'
import type { Client } from '../../lib/supabase'

/** What a function of the database is asked with and what it answers. */
export interface Contract<Arguments extends v.ObjectEntries = v.ObjectEntries, Answer = unknown> {
  name: keyof Database['public']['Functions']
  arguments: Arguments
  answer: v.GenericSchema<unknown, Answer>
}

/** What a schema describes. */
export type Shape<Described extends v.GenericSchema> = v.InferOutput<Described>
/** What the function of a contract answers. */
export type AnswerOf<Agreed extends Contract> = v.InferOutput<Agreed['answer']>
/** What a schema describes, given by somebody who keeps it: nothing of it is changed. */
export type Given<T> = T extends object ? { readonly [Key in keyof T]: Given<T[Key]> } : T

/** Where an answer is not what was agreed. `field` is its path, `answer` the whole. */
export interface Disagreement {
  function: string
  field: string
  expected: string
}

/** A function as rpc of supabase-js calls it, whichever it is. */
type Call = (name: string, values: object) => PromiseLike<{ data: unknown; error: unknown; status: number }>

/** Agrees on a function: the names and schemas of its arguments, and that of its answer. */
export function contract<Arguments extends v.ObjectEntries, Answer>(
  name: Contract['name'],
  entries: Arguments,
  answers: v.GenericSchema<unknown, Answer>,
): Contract<Arguments, Answer> {
  return { name, arguments: entries, answer: answers }
}

/**
 * Calls a function of the database and returns its answer. Throws a DataError: what the database refused, what the line
 * failed at, or `answer-otherwise` with a `Disagreement` where the answer is not what was agreed. Arguments that were not agreed on
 * are a mistake of the caller and throw a TypeError.
 */
export async function ask<Arguments extends v.ObjectEntries, Answer>(
  client: Client,
  { name, arguments: entries, answer: agreed }: Contract<Arguments, Answer>,
  values: Given<v.InferInput<v.ObjectSchema<Arguments, undefined>>>,
): Promise<Answer> {
  const wrong = disagreement(name, v.strictObject(entries), values)
  if (wrong) throw new TypeError(`${name} is not asked like this: ${wrong.field}: ${wrong.expected}`)
  const call = client.rpc.bind(client) as Call
  return keeping(name, agreed, answer<unknown>(await call(name, values)))
}

/** Returns an answer that keeps to what was agreed, or throws `answer-otherwise`. */
function keeping<Answer>(name: string, agreed: v.GenericSchema<unknown, Answer>, given: unknown): Answer {
  const wrong = disagreement(name, agreed, given)
  if (!wrong) return given as Answer
  const said = `${name} answered something else than agreed: ${wrong.field}: ${wrong.expected}`
  throw new DataError('answer-otherwise', wrong, new TypeError(said))
}

function disagreement(name: string, schema: v.GenericSchema, given: unknown): Disagreement | null {
  const [issue] = v.safeParse(schema, given, { abortEarly: true }).issues ?? []
  if (!issue) return null
  return { function: name, field: v.getDotPath(issue) ?? 'answer', expected: issue.message }
}
