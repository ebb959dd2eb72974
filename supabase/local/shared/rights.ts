import { verify } from 'hono/jwt'
import type { Queries } from '../database/types'

const freshMs = 1_000
const mostKept = 2_000

interface Kept<Value> {
  until: number
  value: Promise<Value>
}

/**
 * Tells what a signed-in person may do, as text that is the same for all who may do the same: their memberships that
 * have not ended. What depends on more than that (own drafts, own remarks) must not be shared by it.
 */
export class Rights {
  readonly #people = new Map<string, Kept<string | undefined>>()
  readonly #rights = new Map<string, Kept<string>>()

  constructor(
    private readonly database: Pick<Queries, 'query'>,
    private readonly jwtSecret: string,
    private readonly now: () => number = () => Date.now(),
  ) {}

  /** Returns the rights of whoever a token was given to, or undefined where it is no valid token of a signed-in person. */
  async of(token: string): Promise<string | undefined> {
    const person = await kept(this.#people, token, this.now(), freshMs, () => this.#personOf(token))
    return person === undefined
      ? undefined
      : kept(this.#rights, person, this.now(), freshMs, () => this.#rightsOf(person))
  }

  /** Forgets what it knows: somebody's rights may have been written. */
  forget(): void {
    this.#rights.clear()
  }

  async #personOf(token: string): Promise<string | undefined> {
    try {
      const { sub, role } = await verify(token, this.jwtSecret, 'HS256')
      return role === 'authenticated' && typeof sub === 'string' && /^[0-9a-f-]{36}$/i.test(sub)
        ? sub
        : undefined
    } catch {
      return undefined
    }
  }

  async #rightsOf(person: string): Promise<string> {
    const [{ held }] = await this.database.query<{ held: string }>(memberships, [person])
    return held
  }
}

/** Every column but whose it is, so that one that is added later counts by itself. */
const memberships = `
  select coalesce(jsonb_agg(held order by held::text), '[]')::text as held
  from (select to_jsonb(m) - 'user_id' - 'since' as held from public.memberships m
    where m.user_id = $1::text::uuid and (m.until is null or m.until > now())) h`

function kept<Value>(
  values: Map<string, Kept<Value>>,
  key: string,
  now: number,
  forMs: number,
  find: () => Promise<Value>,
): Promise<Value> {
  const found = values.get(key)
  if (found && now < found.until) return found.value
  if (values.size >= mostKept) values.clear()
  const value = find()
  values.set(key, { until: now + forMs, value })
  value.catch(() => values.delete(key))
  return value
}
