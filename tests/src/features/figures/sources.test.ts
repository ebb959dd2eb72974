// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { SOURCES } from '../../../../supabase/local/demo/incidents'
import { wordsIn } from './words'

it.each(['zh-CN', 'en'] as const)(
  'says where the cases of the demo come from in words (%s)',
  async (language) => {
    const { unitName } = await wordsIn(language)
    for (const code of SOURCES) expect(unitName('source', { code, name: '', nameEn: null })).not.toBe(code)
  },
)
