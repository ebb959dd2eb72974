// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeAll, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import ErrorState from '../../../src/components/ErrorState.vue'
import { i18n, setLanguage } from '../../../src/i18n'
import { DataError } from '../../../src/lib/errors'

const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
const shown = (code: string, slots = {}) =>
  mount(ErrorState, {
    props: { failure: new DataError(code) },
    slots,
    global: { plugins: [i18n, router] },
  })

beforeAll(() => setLanguage('zh-CN'))

it('what failed can be tried again', async () => {
  const state = shown('no-connection')
  await state.get('button').trigger('click')
  expect(state.emitted('retry')).toHaveLength(1)
  expect(state.find('a').exists()).toBe(false)
})

it.each(['plan-unknown', 'incident-not-found', 'not-allowed'])(
  'what is not there, or not for whoever asks, has a way back and nothing to try again: %s',
  (code) => {
    const state = shown(code)
    expect(state.find('button').exists()).toBe(false)
    expect(state.get('a').attributes('href')).toBe('/')
    expect(shown(code, { back: '<a href="/planner">规划</a>' }).get('a').attributes('href')).toBe('/planner')
  },
)
