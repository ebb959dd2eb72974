import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readArchive } from '../../supabase/local/folder/archive'

let parent: string
let cluster: Buffer

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gridward-archive-'))
  cluster = Buffer.from(await (await dataDir()).arrayBuffer())
})
afterAll(() => rm(parent, { recursive: true, force: true }))

async function read(content: Buffer): Promise<Blob> {
  const file = join(parent, 'archive.tar.gz')
  await writeFile(file, content)
  return readArchive(file)
}

function flipped(content: Buffer, at: number): Buffer {
  const copy = Buffer.from(content)
  copy[at] ^= 0x55
  return copy
}

test('a packed database comes out as its tar', async () => {
  expect((await read(cluster)).size).toBe(gunzipSync(cluster).length)
})

test.each([
  ['cut short', () => cluster.subarray(0, 100_000), /is damaged \(unexpected end of file\)/],
  ['changed in the middle', () => flipped(cluster, 2_000_000), /is damaged \(/],
  [
    'with another checksum',
    () => flipped(cluster, cluster.length - 6),
    /is damaged \(incorrect data check\)/,
  ],
  [
    'packed after it was cut short',
    () => gzipSync(gunzipSync(cluster).subarray(0, 700_000)),
    /tar in it ends early/,
  ],
  ['of random bytes', () => Buffer.from('dear reader'), /is not a backup of Gridward\.$/],
  ['without content', () => Buffer.alloc(0), /is not a backup of Gridward\.$/],
  ['of something else', () => gzipSync(Buffer.alloc(1024)), /there is no database in it/],
  ['of text', () => gzipSync('dear reader'), /tar in it ends early/],
])('an archive %s is refused', async (_, content, sentence) => {
  await expect(read(content())).rejects.toThrow(sentence)
})
