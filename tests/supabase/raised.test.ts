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

test.each([
  ['23514', 400],
  ['23P01', 400],
  ['40001', 500],
  ['57014', 500],
  ['57P01', 503],
  ['53300', 503],
  ['54001', 500],
  ['28000', 403],
  ['P0001', 400],
  ['P0002', 500],
  ['XX001', 500],
])('%s is answered with %i, as PostgREST does', (code, status) => {
  const error = told(Object.assign(new Error('some words'), { code, detail: 'more' }))
  expect(error).toMatchObject({ code: 'PGRST', detail: JSON.stringify({ status, headers: {} }) })
  expect(JSON.parse(error.message)).toMatchObject({ code, message: 'some words', details: 'more' })
})

test.each(['22P02', '42501', '42703', '23505', '23503', '23502', '25006', 'EPIPE', 'PGRST'])(
  '%s is left to what answers it rightly',
  (code) => {
    expect(told(Object.assign(new Error('some words'), { code }))).toMatchObject({ code })
  },
)

test('what is no geometry is a value that is refused', () => {
  const error = told(Object.assign(new Error('parse error - invalid geometry'), { code: 'XX000' }))
  expect(error).toMatchObject({ code: '22P02' })
})
