// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { IncidentSummary } from '../../../../src/data/incidents/incident-changes'
import SignCases from '../../../../src/features/figures/assessment/SignCases.vue'
import { i18n, setLanguage } from '../../../../src/i18n'

const incident = (id: number) =>
  ({ id, number: `A${id}`, reportedAt: '2026-11-23T04:00:00Z', address: '学府路' }) as IncidentSummary

async function listed(language: 'zh-CN' | 'en', shown: number) {
  await setLanguage(language)
  const component = { template: '<div />' }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component }] })
  const props = { incidents: [incident(2), incident(1)], shown }
  return mount(SignCases, { props, global: { plugins: [i18n, router] } })
}

it('says that there are more than are listed, and how many', async () => {
  expect((await listed('en', 1250)).get('[data-testid=sign-more]').text()).toContain('newest 2 of 1,250')
  expect((await listed('zh-CN', 1250)).get('[data-testid=sign-more]').text()).toContain('共 1,250 件')
})

it('says nothing where all are listed', async () => {
  const list = await listed('en', 2)
  expect(list.findAll('a').map((link) => link.text())).toEqual(['A2', 'A1'])
  expect(list.find('[data-testid=sign-more]').exists()).toBe(false)
})
