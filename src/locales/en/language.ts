import type { LanguageFacts } from '../language'

export default {
  ownName: 'English',
  rank: 2,
  names: 'nameEn',
  dates: 'en-GB',
  hasMonthNames: true,
  ageStyle: 'short',
} satisfies LanguageFacts
