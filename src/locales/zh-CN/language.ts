import type { LanguageFacts } from '../language'

export default {
  ownName: '中文',
  rank: 1,
  names: 'name',
  hasMonthNames: false,
  ageStyle: 'long',
} satisfies LanguageFacts
