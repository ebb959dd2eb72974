import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openBackend, type Backend } from '../../../supabase/local/backend'
import { readKeys, type Keys } from '../../../supabase/local/folder/folder'
import { createHandler } from '../../../supabase/local/serve/server'

const run = promisify(execFile)
const diskMegabytes = 220

/** A disk of its own is made by root only, and not in every container. */
async function mountSmallDisk(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'gridward-disk-'))
  const mounted = run('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', folder])
  return mounted.then(
    () => folder,
    async () => {
      await rm(folder, { recursive: true, force: true })
      return undefined
    },
  )
}

const disk = await mountSmallDisk()
let keys: Keys
let backend: Backend
let host: Hono

beforeAll(async () => {
  if (!disk) return
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  keys = await readKeys(disk)
  backend = await openBackend(disk, keys)
  host = createHandler({ backend, keys, demo: false })
}, 60_000)

afterAll(async () => {
  if (!disk) return
  await backend.close()
  await run('umount', [disk])
  await rm(disk, { recursive: true, force: true })
})

const healthOf = async () =>
  (await (await host.request('/health')).json()) as { status: string; message: string }

const post = (path: string, body: object) =>
  host.request(path, {
    method: 'POST',
    headers: { apikey: keys.serviceKey, 'content-type': 'application/json', prefer: 'return=representation' },
    body: JSON.stringify(body),
  })

const rowsPerWrite = 500

/** Writes people until a write is not taken; returns how many were and what was told then. */
async function fill(district: number): Promise<{ taken: number; status: number; told: unknown }> {
  for (let taken = 0; ; taken += rowsPerWrite) {
    const rows = Array.from({ length: rowsPerWrite }, (_, row) => ({
      district_id: district,
      name: '张'.repeat(60),
      source_id: `${taken + row}`,
    }))
    const response = await post('/rest/v1/people', rows)
    if (response.status !== 201) return { taken, status: response.status, told: await response.json() }
  }
}

test.skipIf(!disk)(
  'a full disk is said in words, loses nothing, and the host goes on once there is room',
  { timeout: 180_000 },
  async () => {
    expect((await healthOf()).status).toBe('ok')
    const made = await post('/rest/v1/areas', {
      kind: 'district',
      code: '990101',
      name: '区',
      district_id: 0,
      path: '',
    })
    const [{ id }] = (await made.json()) as { id: number }[]
    const filler = join(disk ?? '', 'filler')
    const { stdout } = await run('df', ['--output=avail', '-B1', disk ?? ''])
    await writeFile(filler, Buffer.alloc(Number(stdout.split('\n')[1]) - 2 * 1024 * 1024))
    await vi.waitFor(async () => expect((await healthOf()).status).toBe('disk-full'), { timeout: 20_000 })
    expect((await healthOf()).message).toMatch(/磁盘已满.*disk is full/s)
    const { taken, status, told } = await fill(id)
    expect(status).toBe(507)
    expect(told).toMatchObject({ code: 'disk-full' })
    await rm(filler)
    await vi.waitFor(async () => expect((await healthOf()).status).toBe('ok'), {
      timeout: 60_000,
      interval: 1000,
    })
    const count = 'select count(*)::int as kept from public.people'
    expect(await backend.database.query(count)).toEqual([{ kept: taken }])
    const more = await post('/rest/v1/people', { district_id: id, name: '李', source_id: 'after' })
    expect(more.status).toBe(201)
  },
)
