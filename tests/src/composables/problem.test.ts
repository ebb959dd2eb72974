// @vitest-environment happy-dom
import { PiniaColada, useQuery } from '@pinia/colada'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { h } from 'vue'
import { type Act, useAct } from '../../../src/composables/useAct'
import { i18n, setLanguage } from '../../../src/i18n'
import { DataError } from '../../../src/lib/errors'

/** What a form does, and what it says of it. */
function form() {
  let acts: Act | undefined
  const host = () => {
    acts = useAct()
    return () => h('p', acts?.problem.value)
  }
  const page = mount({ setup: host }, { global: { plugins: [i18n, createPinia(), PiniaColada] } })
  return { page, ...(acts as Act) }
}

it('what stands in the way is said in the language that the page is in by then', async () => {
  await setLanguage('zh-CN')
  const { page, act, tell, clear } = form()
  expect(await act(() => Promise.reject(new DataError('weak-password')))).toBe(false)
  const chinese = page.text()
  expect(chinese).toMatch(/\p{Script=Han}/u)
  await setLanguage('en')
  expect(page.text()).toMatch(/^[A-Z][^\p{Script=Han}]+$/u)
  tell(() => i18n.global.t('common.retry'))
  await setLanguage('zh-CN')
  expect(page.text()).toBe(i18n.global.t('common.retry'))
  clear()
  await act(() => Promise.resolve())
  expect(page.text()).toBe('')
})

it('what is shown is read anew where somebody else was quicker, and for no other reason', async () => {
  const query = vi.fn(() => Promise.resolve(1))
  let acts: Act | undefined
  const host = () => {
    acts = useAct()
    useQuery({ key: ['departments'], query, staleTime: Infinity })
    return () => null
  }
  mount({ setup: host }, { global: { plugins: [i18n, createPinia(), PiniaColada] } })
  await flushPromises()
  await acts!.act(() => Promise.reject(new DataError('name-required')))
  await flushPromises()
  expect(query).toHaveBeenCalledTimes(1)
  await acts!.act(() => Promise.reject(new DataError('changed-since')))
  await flushPromises()
  expect(query).toHaveBeenCalledTimes(2)
})
