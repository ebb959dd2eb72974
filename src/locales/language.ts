/** What is known of a language beside its words: the default export of `language.ts` in its folder. */
export interface LanguageFacts {
  /** How it calls itself. */
  ownName: string
  /** Its place in the order in which the button goes through them; the first is the one to fall back to. */
  rank: number
  /** Which of the two names that the database keeps of a thing it says: that of the place, or the English one. */
  names: 'name' | 'nameEn'
  /** Whose dates it writes, where that is said more exactly than by its own tag. */
  dates?: string
  /** Dates are written with names of months. */
  hasMonthNames: boolean
  /** How long `3 minutes ago` is written. */
  ageStyle: 'long' | 'short'
}
