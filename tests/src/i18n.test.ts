// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { i18n, setLanguage } from '../../src/i18n'

it('speaks either language once it is chosen, the first one included, and tells the document', async () => {
  await setLanguage('zh-CN')
  expect(i18n.global.t('common.retry')).toBe('重试')
  expect(document.documentElement.lang).toBe('zh-CN')
  await setLanguage('en')
  expect(i18n.global.t('common.retry')).toBe('Try again')
  expect(document.documentElement.lang).toBe('en')
})
