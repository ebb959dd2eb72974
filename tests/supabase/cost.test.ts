import { expect, test } from 'vitest'
import { makeCostGuarded, onlyWhenCheap } from '../../supabase/local/database/cost'

/** A driver whose planner expects every query to cost so much, and what it was asked. */
function driverOf(cost: number) {
  const asked: string[] = []
  const driver = {
    query: (sql: string) => {
      asked.push(sql)
      const plan = [{ 'QUERY PLAN': [{ Plan: { 'Total Cost': cost } }] }]
      return Promise.resolve({ rows: sql.startsWith('explain') ? plan : [] })
    },
  }
  makeCostGuarded(driver)
  return { driver, asked }
}

test('what is expected to take minutes fails before it begins', async () => {
  const { driver, asked } = driverOf(1_900_000)
  const refused = onlyWhenCheap(() => driver.query('select a'))
  await expect(refused).rejects.toMatchObject({ code: 'PGRST', detail: '{"status":400,"headers":{}}' })
  await expect(refused).rejects.toThrow('GRIDWARD_LIMIT')
  expect(asked).toEqual(['explain (format json) select a'])
})

test('what is cheap is answered, and the words around it are not looked at', async () => {
  const { driver, asked } = driverOf(3_000)
  await onlyWhenCheap(async () => {
    for (const sql of ['BEGIN', "SELECT set_config('role', 'anon', true)", 'with a as (select 1) select *'])
      await driver.query(sql)
  })
  expect(asked.filter((sql) => sql.startsWith('explain'))).toHaveLength(1)
  expect(asked).toHaveLength(4)
})

test('what the host itself asks is not looked at', async () => {
  const { driver, asked } = driverOf(1_900_000)
  await driver.query('select a')
  expect(asked).toEqual(['select a'])
})
