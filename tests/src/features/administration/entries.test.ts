import { expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { AuditPage } from '../../../../src/data/district/audit'
import { useEntries } from '../../../../src/features/administration/audit/useEntries'

const page = (ids: number[], next: number | null) =>
  ({ entries: ids.map((id) => ({ id })), next, subjects: null }) as AuditPage

function opened() {
  const first = shallowRef<AuditPage | null>(page([9, 8], 8))
  const asked: number[] = []
  const answers: ((page: AuditPage) => void)[] = []
  const scope = effectScope()
  const entries = scope.run(() =>
    useEntries(first, (before) => {
      asked.push(before)
      return new Promise((resolve) => answers.push(resolve))
    }),
  )!
  return { first, asked, answers, entries, ids: () => entries.entries.value.map(({ id }) => id) }
}

it('puts older entries behind the first page', async () => {
  const { asked, answers, entries, ids } = opened()
  const read = entries.older()
  answers[0](page([7, 6], 6))
  await read
  expect(ids()).toEqual([9, 8, 7, 6])
  void entries.older()
  expect(asked).toEqual([8, 6])
})

it('drops older entries that are answered when something else is looked for', async () => {
  const { first, answers, entries, ids } = opened()
  const read = entries.older()
  first.value = page([5], null)
  await nextTick()
  answers[0](page([7, 6], 6))
  await read
  expect(ids()).toEqual([5])
  expect(entries.next.value).toBeNull()
})
