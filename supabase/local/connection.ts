import { existsSync } from 'node:fs'
import { join } from 'node:path'
import WebSocket from 'ws'
import { connect, type Client } from '../../src/lib/supabase'
import { hasCluster } from './database/pglite/index'
import { readKeys } from './folder/folder'
import { runningAddress } from './folder/lock'
import { readHostOptions, type HostOptions } from './options'
import { reasonOf, Refusal } from './refusal'
import { createHandler } from './serve/server'
import { openHost } from './start/host'

/** Where a command finds its database. */
export interface ConnectionOptions {
  url?: string
  email?: string
  password?: string
  /** Flags for the host, when one has to be started. */
  hostArguments: string[]
  /** A data folder without a database gets one; otherwise it is refused. */
  mayCreate?: boolean
}

/** A client, and what has to be closed after it. */
export interface Connected {
  client: Client
  /** The database holds the demo district. */
  demo: boolean
  close: () => Promise<void>
}

/** Reaches a database: the one at `--url` as the person signed in there, else the data folder. */
export function openConnection(options: ConnectionOptions): Promise<Connected> {
  return options.url ? signIn(options.url.replace(/\/$/, ''), options) : openDataFolder(options)
}

/**
 * Reaches the database of a data folder with all rights: through the host that serves it or, when none does, through
 * one opened in this process. Throws a Refusal when there is no database and none may be made.
 */
export async function openDataFolder({
  hostArguments,
  mayCreate,
}: Pick<ConnectionOptions, 'hostArguments' | 'mayCreate'>): Promise<Connected> {
  const hostOptions = readHostOptions(hostArguments, process.env)
  const address = await runningAddress(hostOptions.folder)
  if (address) {
    const { serviceKey } = await readKeys(hostOptions.folder)
    return {
      client: clientOf(address, serviceKey),
      demo: (await readEnvironment(address)).demo,
      close: () => Promise.resolve(),
    }
  }
  if (!mayCreate) checkIsThere(hostOptions)
  // It answers nobody but this process.
  const host = await openHost(
    { ...hostOptions, host: '127.0.0.1', names: [], behindProxy: false },
    console.log,
  )
  const handler = createHandler(host)
  const inProcess: typeof fetch = async (input, init) => handler.fetch(new Request(input, init))
  const client = clientOf('http://in-process', host.keys.serviceKey, inProcess)
  return { client, demo: host.demo, close: () => host.close() }
}

/** A folder that was mistyped must not become a new database with keys of its own. */
function checkIsThere({ folder, databaseUrl }: HostOptions): void {
  const isThere = databaseUrl ? existsSync(join(folder, 'gridward.json')) : hasCluster(folder)
  if (!isThere)
    throw new Refusal(`There is no database in ${folder}. Start it with npm start -- --data ${folder}`)
}

async function signIn(url: string, { email, password }: ConnectionOptions): Promise<Connected> {
  if (!email || !password)
    throw new Refusal('With --url give --email and --password (or GRIDWARD_EMAIL and GRIDWARD_PASSWORD).')
  const { anonKey, demo } = await readEnvironment(url)
  const client = clientOf(url, anonKey)
  const { error } = await client.auth.signInWithPassword({ email, password })
  if (error) throw new Refusal(`${url} does not let ${email} in: ${error.message}.`)
  return { client, demo, close: () => Promise.resolve() }
}

async function readEnvironment(url: string): Promise<{ anonKey: string; demo: boolean }> {
  try {
    const response = await fetch(`${url}/env.json`)
    return (await response.json()) as { anonKey: string; demo: boolean }
  } catch (thrown) {
    throw new Refusal(`No Gridward answers at ${url}: ${reasonOf(thrown)}.`)
  }
}

function clientOf(url: string, key: string, inProcess?: typeof fetch): Client {
  const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
  return connect({ url, anonKey: key, keepSession: false, webSocket, fetch: inProcess })
}
