// @vitest-environment happy-dom
import { PiniaColada } from '@pinia/colada'
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref, shallowRef } from 'vue'
import FileStep from '../../../../src/features/import/file/FileStep.vue'
import { i18n, setLanguage } from '../../../../src/i18n'

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  await setLanguage('zh-CN')
})

it('lets a file go on only into the district that the page names, not into the one that was chosen before', async () => {
  const target = shallowRef<{ code: string } | null>({ code: '990001' })
  const flow = {
    file: ref({ fileName: '楼栋.csv', format: 'csv', encoding: 'utf-8', columns: [], geometryTypes: {} }),
    settings: ref({ kind: 'buildings', districtCode: '990001' }),
    failure: ref(null),
    questions: ref([]),
    system: ref(null),
    look: ref(null),
    target,
  }
  const stubs = ['CoordinatePreview', 'KindSettings', 'QuestionPanel', 'TextSettings']
  const step = mount(FileStep, {
    props: { flow: flow as never, district: '990001', targets: [], mayMake: true },
    global: {
      plugins: [i18n, createPinia(), PiniaColada],
      stubs: Object.fromEntries(stubs.map((name) => [name, true])),
    },
  })
  const isOpen = () => step.find('[data-test=to-columns]').attributes('disabled') === undefined
  expect(isOpen()).toBe(true)
  await step.setProps({ district: '990002' })
  expect(isOpen()).toBe(false)
  target.value = { code: '990002' }
  await step.vm.$nextTick()
  expect(isOpen()).toBe(true)
  step.unmount()
})
