import { Agent, request } from 'node:http'
import { demoPassword } from '../../../supabase/local/accounts/accounts'
import type { HostReady } from './host-process'

/** One question of a reader. */
interface Question {
  path: string
  body: string
}

/** What readers saw: how long each answer took, and what was no answer. */
export interface Seen {
  timesMs: number[]
  errors: string[]
}

interface Area {
  id: number
  kind: string
}

/** Asks a host the way the pages do: over connections that are kept open. */
export class Readers {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Infinity })

  constructor(private readonly host: HostReady) {}

  /** Signs a demo account in and returns its token. */
  async signIn(role: string): Promise<string> {
    const body = JSON.stringify({ email: `${role}@demo.gridward.cn`, password: demoPassword })
    const answer = await this.#ask('/auth/v1/token?grant_type=password', body, '')
    return (JSON.parse(answer.text) as { access_token: string }).access_token
  }

  async areas(token: string): Promise<Area[]> {
    const answer = await this.#ask('/rest/v1/areas?select=id,kind&order=id', undefined, token)
    return JSON.parse(answer.text) as Area[]
  }

  /** Lets one reader for each of `questions` ask, again and again without a pause, until the time is over. */
  async read(questions: { token: string; next: () => Question }[], seconds: number): Promise<Seen> {
    const seen: Seen = { timesMs: [], errors: [] }
    const end = performance.now() + seconds * 1000
    await Promise.all(
      questions.map(async ({ token, next }) => {
        while (performance.now() < end) {
          const { path, body } = next()
          const begun = performance.now()
          const { status, text } = await this.#ask(path, body, token).catch((thrown: unknown) => ({
            status: 0,
            text: String(thrown),
          }))
          if (status === 200) seen.timesMs.push(performance.now() - begun)
          else seen.errors.push(`${status} ${text.slice(0, 200)}`)
        }
      }),
    )
    return seen
  }

  close(): void {
    this.#agent.destroy()
  }

  #ask(path: string, body: string | undefined, token: string): Promise<{ status: number; text: string }> {
    const headers: Record<string, string> = { apikey: this.host.anonKey, 'content-type': 'application/json' }
    if (token) headers.authorization = `Bearer ${token}`
    return new Promise((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST'
      const asked = request(
        `${this.host.address}${path}`,
        { agent: this.#agent, method, headers },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('error', reject)
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
          )
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  }
}

/** Returns the next question of a wall: its figures, and every fourth time what has changed. */
export function wallQuestions(area: number): () => Question {
  let turn = 0
  return () => {
    turn++
    return turn % 4 === 0
      ? { path: '/rest/v1/rpc/incident_changes', body: JSON.stringify({ area }) }
      : { path: '/rest/v1/rpc/wall_statistics', body: JSON.stringify({ area, days: 30 }) }
  }
}

const filters = [
  { order: 'deadline' },
  { order: 'newest' },
  { states: ['reported'], order: 'newest' },
  { states: ['dispatched', 'accepted'], order: 'deadline' },
  { overdue: true, order: 'deadline' },
  { urgent: true, order: 'newest' },
]

/** Returns the next question of somebody who goes through lists: one filter after the other, in one area after the other. */
export function listQuestions(areas: readonly number[], reader: number): () => Question {
  let turn = reader
  return () => {
    const area = areas[turn % areas.length]
    const filter = filters[turn++ % filters.length]
    return { path: '/rest/v1/rpc/incidents_page', body: JSON.stringify({ area, filter, page_size: 50 }) }
  }
}
