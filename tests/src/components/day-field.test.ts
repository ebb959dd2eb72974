// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { ElConfigProvider, ElDatePicker } from 'element-plus'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import DayField from '../../../src/components/DayField.vue'
import { elementWords, i18n, setLanguage } from '../../../src/i18n'

/** A field with 20 November 2026. */
const fieldOf = () =>
  mount(DayField, {
    props: { modelValue: '2026-11-20' },
    attrs: { class: 'of-parent', disabled: true },
    global: { plugins: [i18n] },
  })

it('takes a day of the calendar, typed or chosen, and none that the picker made of one that is not', () => {
  const field = fieldOf()
  const picker = field.getComponent(ElDatePicker)
  for (const [typed, made] of [
    ['2026-12-01', '2026-12-01'],
    ['2026-11-31', '2026-12-01'],
    ['2026-13-45', '2027-02-14'],
    ['2026-02-29', '2026-03-01'],
    ['2028-02-29', '2028-02-29'],
    ['', null],
  ] as const) {
    field.get('input').element.value = typed
    picker.vm.$emit('update:modelValue', made)
  }
  expect(field.emitted('update:modelValue')).toEqual([['2026-12-01'], ['2028-02-29'], ['']])
})

it('hands on what its parent gives it', () => {
  const field = fieldOf()
  expect(field.find('.el-date-editor.of-parent').exists()).toBe(true)
  expect(field.get('input').element.disabled).toBe(true)
})

afterEach(() => {
  document.body.innerHTML = ''
})

it.each([
  ['zh-CN', '一'],
  ['en', 'Sun'],
] as const)('in %s a week begins on %s', async (language, first) => {
  await setLanguage(language)
  const field = mount(
    {
      render: () =>
        h(ElConfigProvider, { locale: elementWords.value }, () => h(DayField, { modelValue: '2026-11-20' })),
    },
    { global: { plugins: [i18n] }, attachTo: document.body },
  )
  await field.get('input').trigger('focus')
  await field.get('input').trigger('click')
  await flushPromises()
  expect(document.querySelector('.el-date-table th')?.textContent).toBe(first)
  field.unmount()
})
