import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { account } from '../../../supabase/local/accounts/account'
import { prepareFolder } from '../../support/prepared-folder'
import { startChild, type ChildHost } from '../support/child'
import { clientOf, dataOf } from '../support/clients'

let folder: string
let host: ChildHost

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-account-'))
  await prepareFolder(folder, 'empty')
  host = await startChild(folder)
  const district = { kind: 'district' as const, code: '990101', name: '示范区', district_id: 0, path: '' }
  dataOf(await clientOf(host.address, host.serviceKey).from('areas').insert(district).select('id').single())
})

afterAll(async () => {
  await host.kill()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command on the folder of the running host and returns what it printed. */
async function run(...argv: string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  try {
    await account([...argv, '--data', folder])
    return log.mock.calls.flat().join('\n')
  } finally {
    log.mockRestore()
  }
}

test('the first account of an empty district signs in with the password shown and holds the role', async () => {
  const printed = await run('First@example.cn', '--role', 'admin', '--area', '990101')
  expect(printed).toContain('first@example.cn is admin in 示范区 (990101).')
  const password = /Password: (.*)/.exec(printed)?.[1] ?? ''
  const client = clientOf(host.address, host.anonKey)
  const { error } = await client.auth.signInWithPassword({ email: 'first@example.cn', password })
  expect(error).toBeNull()
  expect(dataOf(await client.from('memberships').select('role'))).toEqual([{ role: 'admin' }])
})

test('an account that is there gets another role, and another password only when one is given', async () => {
  const word = 'chosen-by-hand'
  await run('second@example.cn', '--role', 'viewer', '--area', '990101', '--password', word)
  const printed = await run('second@example.cn', '--role', 'planner', '--area', '990101')
  expect(printed).not.toContain('Password')
  expect(printed).toContain('The account second@example.cn was there already; its password is unchanged.')
  const client = clientOf(host.address, host.anonKey)
  await client.auth.signInWithPassword({ email: 'second@example.cn', password: word })
  expect(dataOf(await client.from('memberships').select('role').order('role'))).toEqual([
    { role: 'planner' },
    { role: 'viewer' },
  ])
})

test('an area that is not there is named', async () => {
  await expect(run('third@example.cn', '--role', 'admin', '--area', '110101')).rejects.toThrow(
    'There is no area with the code 110101.',
  )
})

test('a password that is given to an account that is there is told to be changed', async () => {
  const flags = ['fourth@example.cn', '--role', 'viewer', '--area', '990101', '--password']
  expect(await run(...flags, 'the-first-one')).not.toContain('was there already')
  expect(await run(...flags, 'another-one')).toContain(
    'The account fourth@example.cn was there already; its password is changed, and its sessions have ended.',
  )
})
