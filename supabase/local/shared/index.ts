import type { Queries } from '../database/types'
import { SharedAnswers } from './answers'
import type { ApiFunctions } from './functions'
import { Rights } from './rights'

/** Headers that change what is answered. */
const telling = ['accept', 'prefer', 'content-profile', 'accept-profile', 'range', 'apikey']

type Ask = (request: Request) => Promise<Response>

/**
 * Returns `ask` with answers of shareable functions computed once for all who may see the same.
 */
export function sharing(
  database: Pick<Queries, 'query'>,
  jwtSecret: string,
  functions: ApiFunctions,
  ask: Ask,
): Ask {
  const answers = new SharedAnswers()
  const rights = new Rights(database, jwtSecret)
  const askAndNote: Ask = async (request) => {
    try {
      return await ask(request)
    } finally {
      answers.noteWrite()
      rights.forget()
    }
  }
  return async (request) => {
    const { pathname } = new URL(request.url)
    const name = /^\/rest\/v1\/rpc\/([^/]+)$/.exec(pathname)?.[1]
    const isRead =
      ['GET', 'HEAD'].includes(request.method) || (name !== undefined && functions.isReading(name))
    if (!isRead && pathname.startsWith('/rest/v1')) return askAndNote(request)
    if (request.method !== 'POST' || name === undefined || !functions.isShareable(name)) return ask(request)
    const held = await rights.of(/^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '')
    if (held === undefined) return ask(request)
    const body = await request.text()
    const headers = telling.map((header) => request.headers.get(header))
    const key = JSON.stringify([request.url, body, headers, held])
    // Whoever asked first may leave: the others still wait for the answer.
    const alone = () => ask(new Request(request.url, { method: 'POST', headers: request.headers, body }))
    return answers.get(key, alone)
  }
}
