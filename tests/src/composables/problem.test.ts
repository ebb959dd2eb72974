// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
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
  const page = mount({ setup: host }, { global: { plugins: [i18n] } })
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
