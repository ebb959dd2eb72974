import type { LanguageFacts } from '../locales/language'

/** Every folder of words that says what language it is. */
const files = import.meta.glob<LanguageFacts>('../locales/*/language.ts', { eager: true, import: 'default' })

/** The tag of a language of the interface; its words are in the folder of that name. */
export type Language = string

/** The languages of the interface in their order. */
const LANGUAGES: ReadonlyMap<Language, LanguageFacts> = new Map(
  Object.entries(files)
    .map(([path, facts]) => [path.split('/').at(-2) ?? '', facts] as const)
    .sort(([one, { rank }], [other, { rank: otherRank }]) => rank - otherRank || one.localeCompare(other)),
)

/** The tags in their order; the first is the one to fall back to. */
export const LANGUAGE_TAGS: readonly Language[] = [...LANGUAGES.keys()]

/** Returns what is known of a language; of one that there is not, what is known of the first. */
export function factsOf(language: string): LanguageFacts {
  return LANGUAGES.get(language) ?? (LANGUAGES.get(LANGUAGE_TAGS[0]) as LanguageFacts)
}

/** Returns the language with a tag, or the first where there is none. */
export function languageOf(tag: string | null | undefined): Language {
  return LANGUAGE_TAGS.find((one) => one === tag) ?? LANGUAGE_TAGS[0]
}

/** Returns the language that the button goes to from one. */
export function nextLanguage(language: Language): Language {
  return LANGUAGE_TAGS[(LANGUAGE_TAGS.indexOf(language) + 1) % LANGUAGE_TAGS.length]
}

/** Returns the name of a thing in a language: that of the place where it has no other. */
export function nameIn(one: { name: string; nameEn?: string | null }, language: string): string {
  return factsOf(language).names === 'nameEn' ? one.nameEn?.trim() || one.name : one.name
}
