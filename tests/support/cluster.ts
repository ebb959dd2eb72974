import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './port'

/** A PostgreSQL server of its own, in a temporary folder, for one run of tests. */
export interface Cluster {
  /** Address of the database `postgres` with superuser rights, without a password. */
  url: string
  port: number
  stop: () => Promise<void>
}

/**
 * Starts a PostgreSQL server from the installed packages and returns when it accepts connections. It does not wait for
 * the disk, so it is quick and its data are worth nothing. Throws a sentence naming the packages when they are missing.
 */
export async function startCluster(): Promise<Cluster> {
  const binaries = findBinaries()
  const folder = await mkdtemp(join(tmpdir(), 'gridward-postgres-'))
  const owner = await ownerOf(folder)
  const port = await freePort()
  const data = join(folder, 'data')
  await asOwner(owner, join(binaries, 'initdb'), [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '-N',
  ])
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60`
  const log = join(data, 'server.log')
  await asOwner(owner, join(binaries, 'pg_ctl'), ['start', '-w', '-D', data, '-l', log, '-o', settings])
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    stop: async () => {
      await asOwner(owner, join(binaries, 'pg_ctl'), ['stop', '-w', '-D', data, '-m', 'immediate'])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function findBinaries(): string {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).map(Number).filter(Boolean) : []
  for (const version of versions.sort((a, b) => b - a)) {
    const share = `/usr/share/postgresql/${version}/extension`
    const complete = ['postgis', 'pgtap'].every((name) => existsSync(join(share, `${name}.control`)))
    if (complete) return join(root, String(version), 'bin')
  }
  throw new Error(
    'These tests need a PostgreSQL with PostGIS and pgTAP. On Debian: apt-get install postgresql-15-postgis-3 postgresql-15-pgtap.',
  )
}

/** PostgreSQL refuses to run as root: there the folder is given to the package's own user. */
async function ownerOf(folder: string): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const { stdout } = await promisify(execFile)('id', ['-u', 'postgres'])
  await chown(folder, Number(stdout), 0)
  return 'postgres'
}

async function asOwner(owner: string | undefined, command: string, args: string[]): Promise<void> {
  const [program, ...rest] = owner ? ['runuser', '-u', owner, '--', command, ...args] : [command, ...args]
  await promisify(execFile)(program, rest, { cwd: '/' })
}
