// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import ConfirmDialog from '../../../src/components/ConfirmDialog.vue'
import LeaveQuestion from '../../../src/components/LeaveQuestion.vue'
import { i18n } from '../../../src/i18n'

const page = { render: () => null }

/** A page with or without changes, and where its router is. */
async function pageWith(isChanged: boolean) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/settings', component: page },
      { path: '/figures', component: page },
      { path: '/sign-in', component: page, meta: { isPublic: true } },
    ],
  })
  await router.push('/settings?year=2026')
  const question = mount(LeaveQuestion, {
    props: { isChanged, query: 'year' },
    global: { plugins: [i18n, router], stubs: { ConfirmDialog: true } },
  })
  const dialog = question.getComponent(ConfirmDialog)
  const at = () => router.currentRoute.value.fullPath
  return { router, question, dialog, at, isAsked: () => dialog.props('modelValue') }
}

it('asks before a page with changes is left, and leaves when that is wanted', async () => {
  const { router, dialog, at, isAsked } = await pageWith(true)
  await router.push('/figures')
  expect([at(), isAsked()]).toEqual(['/settings?year=2026', true])
  dialog.vm.$emit('confirm')
  await nextTick()
  await router.isReady()
  await new Promise((resolve) => setTimeout(resolve))
  expect([at(), isAsked()]).toEqual(['/figures', false])
})

it('asks before another thing is chosen on the page, and of nothing else of its address', async () => {
  const { router, at, isAsked } = await pageWith(true)
  await router.push('/settings?year=2026&area=1')
  expect([at(), isAsked()]).toEqual(['/settings?year=2026&area=1', false])
  await router.push('/settings?year=2027&area=1')
  expect([at(), isAsked()]).toEqual(['/settings?year=2026&area=1', true])
})

it('keeps nobody who changed nothing, or is signed out, and no longer than it is there', async () => {
  const unchanged = await pageWith(false)
  await unchanged.router.push('/figures')
  expect(unchanged.at()).toBe('/figures')
  const signedOut = await pageWith(true)
  await signedOut.router.push('/sign-in')
  expect(signedOut.at()).toBe('/sign-in')
  const gone = await pageWith(true)
  gone.question.unmount()
  await gone.router.push('/figures')
  expect(gone.at()).toBe('/figures')
})
