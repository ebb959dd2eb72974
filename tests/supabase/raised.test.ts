import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { tellRaised } from '../../supabase/local/raised'

/** Returns what is made of an error of the database. */
function told(error: Error): Error {
  const connection = { normalizeDbError: (thrown: unknown) => thrown }
  tellRaised(connection)
  return connection.normalizeDbError(error) as Error
}

test('an error of the database is one line in the log', () => {
  const error = told(
    Object.assign(new Error('column "colour" does not exist'), { code: '42703', query: 'select 1' }),
  )
  expect(inspect(error)).toBe('The database refused a request: 42703 column "colour" does not exist')
  expect(error).toMatchObject({ code: '42703', message: 'column "colour" does not exist' })
})

test('so is what SQL raises, and it names its answer', () => {
  const error = told(Object.assign(new Error('not-allowed'), { code: 'P0001', detail: '{}' }))
  expect(inspect(error)).toBe('The database refused a request: P0001 not-allowed')
  expect(error).toMatchObject({ code: 'PGRST' })
})

test('a mistake of the host keeps its stack', () => {
  expect(inspect(told(new TypeError('x is not a function')))).toContain('raised.test.ts')
})
