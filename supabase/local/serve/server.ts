import { createServer, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { demoAccounts } from '../accounts'
import { createHealth } from './health'
import type { Host } from '../start/host'
import { isSystemError, Refusal } from '../refusal'
import { Sessions } from '../sessions'
import { createAuth } from './auth'
import { keepWithinLimits } from './keep-within-limits'
import { longestHeaders, mostConnections, timeouts } from './limits'
import { createRest } from './rest'

/** Answers what is not for the API: the pages of the application and their files. */
export type PageHandler = (request: Request) => Promise<Response>

/** The application loads nothing from elsewhere; styles are set by its components, map pictures are made in the browser. */
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  frameAncestors: ["'self'"],
}

/** What a host serves, and how it is reached. */
type Served = Pick<Host, 'backend' | 'keys' | 'demo'> & Partial<Pick<Host, 'answersTo' | 'behindProxy'>>

/** Returns the handler of what a host serves: API, health, the application's configuration, and its pages if any. */
export function createHandler(host: Served, pages?: PageHandler): Hono {
  const { backend, keys, demo, answersTo, behindProxy = false } = host
  const parts = { backend, keys, behindProxy, sessions: new Sessions(backend.database, keys.jwtSecret) }
  const app = new Hono()
  app.onError((error, context) => {
    console.error(error)
    return context.json({ message: 'The host could not answer; its log says why.' }, 500)
  })
  app.use(
    secureHeaders({
      contentSecurityPolicy,
      crossOriginResourcePolicy: false,
      xFrameOptions: 'SAMEORIGIN',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
    }),
  )
  app.use(keepWithinLimits(keys, answersTo))
  app.get('/health', createHealth(backend))
  app.get('/env.json', (context) => {
    context.header('cache-control', 'no-store')
    return context.json({
      supabaseUrl: '',
      anonKey: keys.anonKey,
      demo,
      demoAccounts: demo ? demoAccounts : [],
    })
  })
  app.route('/auth/v1', createAuth(parts))
  app.route('/rest/v1', createRest(parts))
  if (pages) app.get('*', (context) => pages(context.req.raw))
  return app
}

/** A server that accepts requests. */
export interface Listening {
  address: string
  close: () => Promise<void>
}

const connections: ServerOptions = {
  headersTimeout: timeouts.headersMs,
  requestTimeout: timeouts.requestMs,
  keepAliveTimeout: timeouts.keepAliveMs,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: longestHeaders,
}

/** Listens on `port` (0: a free one). Throws a Refusal when the port is taken or not allowed. */
export async function listen(handler: Hono, host: string, port: number): Promise<Listening> {
  const listener = getRequestListener(handler.fetch)
  const server = createServer(connections, (request, response) => void listener(request, response))
  server.maxConnections = mostConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch((thrown: unknown) => {
    throw listenRefusal(thrown, host, port)
  })
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return {
    address: `http://${name}:${(server.address() as AddressInfo).port}`,
    close: () => closeServer(server),
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}

/** Throws the Refusal that `listen` would throw, before the work of opening a database is done in vain. */
export async function checkAddress(host: string, port: number): Promise<void> {
  const { close } = await listen(new Hono(), host, port)
  await close()
}

function listenRefusal(thrown: unknown, host: string, port: number): unknown {
  if (isSystemError(thrown, 'EADDRINUSE'))
    return new Refusal(`Port ${port} is in use by another program. Give another one with --port.`)
  if (isSystemError(thrown, 'EACCES'))
    return new Refusal(`Port ${port} needs more rights than this user has. Give one above 1023 with --port.`)
  if (isSystemError(thrown, 'EADDRNOTAVAIL', 'ENOTFOUND'))
    return new Refusal(`This machine has no address ${host}. Give another one with --host.`)
  return thrown
}
