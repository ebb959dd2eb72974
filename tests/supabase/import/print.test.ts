import { describe, expect, test } from 'vitest'
import { summed } from '../../../supabase/local/import/print'
import { summaryOf } from '../../src/features/import/summary'

describe('what a file came to', () => {
  test('names the derived communities that cannot be made, and why', () => {
    const derivedRefused = [{ reason: 'unknown-parent', count: 11, names: ['甲社区', '乙社区'] }]
    const facts = { derivedStreets: 0, derivedCommunities: 12, lacksCommunities: false }
    const text = summed(summaryOf({ derivedRefused }), facts)
    expect(text).toContain('derived from the rows: 0 streets, 12 communities')
    expect(text).toContain('of these refused 11: unknown-parent, parent not found (甲社区, 乙社区 …)')
  })
})
