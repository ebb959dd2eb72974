import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder, runningAddress } from '../../supabase/local/folder/lock'
import { processStart } from '../../supabase/local/folder/process-start'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Leaves the lock file that a process with these facts would have left when it was killed. */
async function leaveLock(holder: { pid: number; startedAt: string; machine?: string }): Promise<string> {
  const path = join(folder, 'lock-7.json')
  const facts = { machine: hostname(), address: 'http://127.0.0.1:8080', released: false, ...holder }
  await writeFile(path, JSON.stringify(facts))
  return path
}

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.once('exit', resolve))
  return child.pid ?? 0
}

test('a second holder is refused with process and address of the first', async () => {
  const lock = await lockFolder(folder)
  await expect(lockFolder(folder)).rejects.toThrow(
    `in use by process ${process.pid}, which serves it and is still starting`,
  )
  await lock.announce('http://127.0.0.1:4321')
  await expect(lockFolder(folder)).rejects.toThrow('answers at http://127.0.0.1:4321')
  await lock.release()
})

test('a released folder can be taken again', async () => {
  for (let round = 0; round < 3; round++) await (await lockFolder(folder)).release()
  expect((await readdir(folder)).filter((name) => name.startsWith('lock'))).toEqual(['lock-3.json'])
})

test('a lock left by a killed process is taken over, by exactly one of many', async () => {
  await leaveLock({ pid: await endedProcess(), startedAt: 'some time' })
  const attempts = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder)))
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test.each([
  ['empty', ''],
  ['torn', '{"pid": 1'],
  ['of something else', '{"name": "x"}'],
  ['null', 'null'],
])('a lock that cannot be read (%s) is not a free one', async (_, content) => {
  const path = join(folder, 'lock-7.json')
  await writeFile(path, content)
  await expect(lockFolder(folder)).rejects.toThrow(`The lock ${path} cannot be read`)
  await expect(runningAddress(folder)).resolves.toBeUndefined()
  await rm(path)
  await expect(lockFolder(folder)).resolves.toBeDefined()
})

test('a process that was given the number of the old holder is not taken for it', async () => {
  await leaveLock({ pid: process.pid, startedAt: 'before the restart' })
  await expect(lockFolder(folder)).resolves.toBeDefined()
})

test('a holder on another machine counts as alive while its heartbeat is fresh', async () => {
  const path = await leaveLock({ pid: 1, startedAt: 'there', machine: 'other-machine' })
  await expect(lockFolder(folder)).rejects.toThrow('on other-machine')
  const silentSince = new Date(Date.now() - 120_000)
  await utimes(path, silentSince, silentSince)
  await expect(lockFolder(folder)).resolves.toBeDefined()
})

test('the start of a process is known while it runs and not afterwards', async () => {
  expect(await processStart(process.pid)).toBe(await processStart(process.pid))
  expect(await processStart(await endedProcess())).toBeUndefined()
})
