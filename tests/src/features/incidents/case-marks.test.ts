// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { IncidentCase } from '../../../../src/data/incidents/incident-case'
import CaseClock from '../../../../src/features/incidents/case/CaseClock.vue'
import ClosingReason from '../../../../src/features/incidents/case/ClosingReason.vue'
import IncidentRow from '../../../../src/features/incidents/list/IncidentRow.vue'
import OverdueList from '../../../../src/features/wall/OverdueList.vue'
import { i18n, setLanguage } from '../../../../src/i18n'
import { incidentSaid } from '../../../support/said'

vi.mock('../../../../src/features/wall/useCases', () => ({
  useCases: () => ({ mayOpen: false, openCases: () => undefined }),
}))

const now = Date.parse('2026-12-31T08:00:00Z')
const due = { state: 'filed', dueAt: '2027-01-07T08:00:00Z', deadlineAt: '2027-01-07T08:00:00Z' } as const

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
})

const shown = (component: Parameters<typeof mount>[0], props: object) =>
  mount(component, { props, global: { plugins: [i18n] }, attachTo: document.body })

describe('a deadline beyond the days whose holidays are announced', () => {
  it.each([true, false])('says so in a list: %s', (isProvisional) => {
    const incident = incidentSaid({ id: 1, ...due, isProvisional })
    const row = shown(IncidentRow, { incident, category: null, now, isSelected: false })
    expect(row.find('[data-testid=provisional]').exists()).toBe(isProvisional)
    const late = shown(OverdueList, { incidents: [incident], categories: new Map(), nowMs: now })
    expect(late.find('[data-testid=provisional]').exists()).toBe(isProvisional)
  })

  it('says so at its clock, and why', () => {
    const incident = {
      ...incidentSaid({
        id: 1,
        ...due,
        clockDueAt: '2026-12-31T09:00:00Z',
        deadlineAt: '2026-12-31T09:00:00Z',
      }),
      clock: 'dispatch',
      nextClock: 'dispatch',
      ofDepartment: null,
      isDueProvisional: true,
      workingSecondsLeft: 3600,
    } as unknown as IncidentCase
    const clocks = shown(CaseClock, { incident, now })
    const marks = clocks.findAll('[data-testid=provisional]')
    expect(marks.map((mark) => [mark.text(), mark.attributes('title')])).toEqual([
      ['暂定', '那时的节假日安排尚未公布，时限可能会变'],
    ])
    // What is left of working time is of one clock, and stands there.
    expect(clocks.findAll('li').map((line) => line.text().includes('还有'))).toEqual([true, false])
  })
})

it('says that a reason for closing is required', () => {
  expect(shown(ClosingReason, { modelValue: null }).text()).toContain('结案原因（必填）')
})
