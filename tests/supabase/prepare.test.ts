import { expect, test } from 'vitest'
import type { Database } from '../../supabase/local/database/types'
import { prepareDatabase } from '../../supabase/local/prepare/prepare'
import { Refusal } from '../../supabase/local/refusal'

/** A database that refuses everything. */
function refusing(code: string, message: string): Database {
  const refuse = () => Promise.reject(Object.assign(new Error(message), { code }))
  const alone = (work: () => Promise<unknown>) => work()
  return { exec: refuse, query: refuse, transaction: refuse, alone } as unknown as Database
}

test('a role that may not prepare the database is refused with what it needs', async () => {
  const preparing = prepareDatabase(refusing('42501', 'permission denied to create role'), () =>
    Promise.resolve(),
  )
  await expect(preparing).rejects.toBeInstanceOf(Refusal)
  await expect(preparing).rejects.toThrow(
    'The role of DATABASE_URL may not prepare this database: permission denied to create role. Give it a superuser',
  )
})

test('another failure of the database is not taken for that', async () => {
  const preparing = prepareDatabase(refusing('42601', 'syntax error'), () => Promise.resolve())
  await expect(preparing).rejects.not.toBeInstanceOf(Refusal)
})
