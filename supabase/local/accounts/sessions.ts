import { randomUUID } from 'node:crypto'
import { sign, verify } from 'hono/jwt'
import type { Database } from '../database/types'

/** How long an access token is accepted where nobody asks for its session: behind another REST server. */
export const accessTokenSeconds = 3600

/** For so long a session that was found is not looked for again: it may have been ended through another host. */
const askAgainAfterMs = 10_000

/** Most sessions that are kept in mind. */
const mostKept = 10_000

/** A new session as Supabase's Auth answers it, without its user. */
export interface SessionTokens {
  access_token: string
  refresh_token: string
  token_type: 'bearer'
  expires_in: number
  expires_at: number
}

interface Person {
  id: string
  email: string
  /** The hash that the password was compared with. */
  hashed: string | null
}

/** Sessions of signed-in people: begun here, renewed by lite, and ended here. */
export class Sessions {
  readonly #database: Database
  readonly #jwtSecret: string
  readonly #alive = new Map<string, { userId: string; untilMs: number }>()

  constructor(database: Database, jwtSecret: string) {
    this.#database = database
    this.#jwtSecret = jwtSecret
  }

  /** Makes a session of somebody whose password was right, or none where it has been changed since it was looked at. */
  async begin({ id, email, hashed }: Person): Promise<SessionTokens | undefined> {
    const [sessionId, refreshToken] = [randomUUID(), randomUUID()]
    const begun = await this.#database.transaction(async (queries) => {
      const unchanged = await queries.query(
        'select 1 from auth.users where id = $1::text::uuid and encrypted_password = $2::text for update',
        [id, hashed],
      )
      if (unchanged.length === 0) return false
      await queries.query(
        `insert into auth.sessions (id, user_id, aal) values ($1::text::uuid, $2::text::uuid, 'aal1')`,
        [sessionId, id],
      )
      await queries.query(
        `insert into auth.refresh_tokens (id, token, user_id, session_id)
         values ($1::text, $2::text, $3::text::uuid, $4::text::uuid)`,
        [randomUUID(), refreshToken, id, sessionId],
      )
      await queries.query('update auth.users set last_sign_in_at = now() where id = $1::text::uuid', [id])
      return true
    })
    return begun ? this.#tokens({ id, email }, sessionId, refreshToken) : undefined
  }

  async #tokens(
    { id, email }: Omit<Person, 'hashed'>,
    sessionId: string,
    refreshToken: string,
  ): Promise<SessionTokens> {
    const now = Math.floor(Date.now() / 1000)
    const claims = { sub: id, aud: 'authenticated', role: 'authenticated', email, session_id: sessionId }
    const times = { iat: now, exp: now + accessTokenSeconds }
    return {
      access_token: await sign({ ...claims, ...times }, this.#jwtSecret, 'HS256'),
      refresh_token: refreshToken,
      token_type: 'bearer',
      expires_in: accessTokenSeconds,
      expires_at: times.exp,
    }
  }

  /**
   * Tells whether a bearer token names a session that has ended. A token that is malformed, forged or expired, or names
   * no session, is not: who reads the token refuses that itself.
   */
  async hasEnded(token: string): Promise<boolean> {
    const claims = await verify(token, this.#jwtSecret, 'HS256').catch(() => undefined)
    const { session_id: sessionId, sub: userId } = claims ?? {}
    if (typeof sessionId !== 'string' || typeof userId !== 'string') return false
    const known = this.#alive.get(sessionId)
    if (known && known.userId === userId && known.untilMs > performance.now()) return false
    const [found] = await this.#database.query(
      'select 1 from auth.sessions where id = $1::text::uuid and user_id = $2::text::uuid',
      [sessionId, userId],
    )
    this.#alive.delete(sessionId)
    if (!found) return true
    this.#remember(sessionId, userId)
    return false
  }

  #remember(sessionId: string, userId: string): void {
    this.#alive.set(sessionId, { userId, untilMs: performance.now() + askAgainAfterMs })
    if (this.#alive.size > mostKept) this.#alive.delete(this.#alive.keys().next().value ?? '')
  }

  /** Has every session looked for again: some have just been ended. */
  forget(): void {
    this.#alive.clear()
  }
}
