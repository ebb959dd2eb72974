// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { useFormat } from '../../../src/composables/useFormat'
import { i18n, setLanguage } from '../../../src/i18n'

/** What `counted` says of numbers of buildings. */
function counted(...counts: number[]): string[] {
  const said: string[] = []
  const host = defineComponent(() => {
    const format = useFormat()
    said.push(...counts.map((count) => format.counted('buildings', count)))
    return () => h('div')
  })
  mount(host, { global: { plugins: [i18n] } }).unmount()
  return said
}

beforeEach(() => setLanguage('zh-CN'))

it('counts in the plural that English asks for, with separators', async () => {
  await setLanguage('en')
  expect(counted(0, 1, 2, 1204)).toEqual(['0 buildings', '1 building', '2 buildings', '1,204 buildings'])
})

it('counts with the measure word in Chinese', () => {
  expect(counted(0, 1, 1204)).toEqual(['0 栋', '1 栋', '1,204 栋'])
})

it('gives edits their plural', async () => {
  await setLanguage('en')
  const say = (code: string, count: number) =>
    i18n.global.t(`planner.sentences.${code}`, { count, level: 'grid', to: '007' }, count)
  expect(say('assign', 1)).toBe('1 building into grid 007')
  expect(say('assign', 12)).toBe('12 buildings into grid 007')
})
