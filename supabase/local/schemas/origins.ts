import { concernOf } from './concerns'
import { statementsOf, type Statement } from './statements'

/** A migration, named with its date. */
export interface Source {
  name: string
  sql: string
}

/** What the migrations say of a name (`table public.areas`, `function private.can`). */
interface Origin {
  /** The place in `concerns` where the object stands, and its turn among all that the migrations make. */
  concern: number
  turn: number
  /** The statements that made or changed it, oldest first. */
  statements: Statement[]
}

const making =
  /^(create|alter)\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(table|view|function|procedure|type|sequence)\s+(?:if\s+(?:not\s+)?exists\s+)?(\w+\.\w+)/i

/** Finds where objects come from, by the text of the migrations in their order. */
export class Origins {
  private readonly byName = new Map<string, Origin>()

  constructor(sources: readonly Source[]) {
    for (const source of sources)
      for (const statement of statementsOf(source.sql)) this.note(source, statement)
  }

  private note({ name }: Source, statement: Statement): void {
    const match = making.exec(statement.text)
    if (!match) return
    const key = `${match[2].toLowerCase()} ${match[3]}`
    const known = this.byName.get(key)
    if (known) known.statements.push(statement)
    else
      this.byName.set(key, {
        concern: concernOf(name) ?? missing(name, key),
        turn: this.byName.size,
        statements: [statement],
      })
  }

  /** Returns the place of an object. Throws when no statement of the migrations names it. */
  of(kind: string, name: string): { concern: number; turn: number } {
    return this.find(kind, name)
  }

  /**
   * Returns the statement that made a function with this body, with its comment, as it was written; undefined where it
   * was changed afterwards or made by other means, so that the text would not be what holds.
   */
  textOf(name: string, body: string): Statement | undefined {
    const made = this.find('function', name).statements.findLast(({ text }) => text.includes(body))
    const isAltered = this.find('function', name).statements.some(({ text }) => /^alter/i.test(text))
    return isAltered ? undefined : made
  }

  private find(kind: string, name: string): Origin {
    const origin = this.byName.get(`${kind} ${name}`)
    if (!origin) throw new Error(`No statement of the migrations makes the ${kind} ${name} by its name.`)
    return origin
  }
}

function missing(migration: string, what: string): never {
  throw new Error(
    `Which file of supabase/schemas holds what ${migration} makes (${what})? Say so in supabase/local/schemas/concerns.ts.`,
  )
}
