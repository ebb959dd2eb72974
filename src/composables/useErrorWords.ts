import { useI18n } from 'vue-i18n'
import { toDataError } from '../lib/errors'
import { useFieldNames } from './useFieldNames'

/** Returns a function that says any failure in the language of the interface, with what its detail names. */
export function useErrorWords(): (failure: unknown) => string {
  const i18n = useI18n()
  const { fieldsNamed } = useFieldNames()
  return (failure) => {
    const { code, detail } = toDataError(failure)
    const shown = {
      ...named(detail),
      fields: fieldsNamed(detail),
      detail: typeof detail === 'string' && detail !== '' ? detail : '…',
    }
    return i18n.te(`errors.${code}`) ? i18n.t(`errors.${code}`, shown) : i18n.t('errors.unexpected')
  }
}

/** What a detail calls by name, as far as it is text or a number. */
function named(detail: unknown): Record<string, string | number> {
  if (typeof detail !== 'object' || detail === null) return {}
  return Object.fromEntries(
    Object.entries(detail).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  )
}
