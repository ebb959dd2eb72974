import { createServer, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import { demoAccounts } from '../accounts/accounts'
import { createHealth } from './health'
import type { Host } from '../start/host'
import { isSystemError, Refusal } from '../refusal'
import { Sessions } from '../accounts/sessions'
import { createAuth } from './auth/auth'
import { createFunctions } from './functions'
import { keepWithinLimits } from './keep-within-limits'
import { longestHeaders, mostConnections, timeouts } from './limits'
import { MapOrigins } from './map-origins'
import { createRest } from './rest/rest'

/** Answers what is not for the API: the pages of the application and their files. */
export type PageHandler = (request: Request) => Promise<Response>

/**
 * The application loads nothing from elsewhere but the maps that a district has chosen; styles are set by its components,
 * map pictures are made in the browser.
 */
const policyOf = (maps: MapOrigins) => ({
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:', () => maps.words],
  connectSrc: ["'self'", () => maps.words],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  frameAncestors: ["'self'"],
})

/** What has no pages: their policy is not asked for there. */
const apiPath = /^\/(auth|rest|functions)\/v1\/|^\/(health|env\.json)$/

/** What a host serves, and how it is reached. */
type Served = Pick<Host, 'backend' | 'keys' | 'demo'> & Partial<Pick<Host, 'answersTo' | 'behindProxy'>>

/** Returns the handler of what a host serves: API, health, the application's configuration, and its pages if any. */
export function createHandler(host: Served, pages?: PageHandler): Hono {
  const { backend, keys, demo, answersTo, behindProxy = false } = host
  const parts = { backend, keys, behindProxy, sessions: new Sessions(backend.database, keys.jwtSecret) }
  const maps = new MapOrigins(backend.database)
  const app = new Hono()
  app.onError((error, context) => {
    console.error(error)
    return context.json({ message: 'The host could not answer; its log says why.' }, 500)
  })
  app.use(async (context, next) => {
    if (!apiPath.test(context.req.path)) await maps.refresh()
    return next()
  })
  app.use(
    secureHeaders({
      contentSecurityPolicy: policyOf(maps),
      crossOriginResourcePolicy: false,
      xFrameOptions: 'SAMEORIGIN',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
    }),
  )
  app.use(async (context, next) => {
    await next()
    // Names, telephones and tokens are kept by nobody on the way, nor by the browser of a device that many use.
    if (apiPath.test(context.req.path) && !context.res.headers.has('cache-control'))
      context.header('cache-control', 'no-store')
  })
  app.use(keepWithinLimits(keys, answersTo))
  app.get('/health', createHealth(backend))
  app.get('/env.json', (context) =>
    context.json({
      supabaseUrl: '',
      anonKey: keys.anonKey,
      demo,
      demoAccounts: demo ? demoAccounts : [],
    }),
  )
  app.route('/auth/v1', createAuth(parts))
  // Columns are most of what a page of figures loads, and half of their text says nothing.
  app.use('/rest/v1/rpc/incident_columns', compress({ encoding: 'gzip' }))
  app.route('/rest/v1', createRest(parts))
  app.route('/functions/v1', createFunctions({ keys, behindProxy, answer: (request) => app.fetch(request) }))
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
