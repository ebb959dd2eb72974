import { useI18n } from 'vue-i18n'
import { toDataError } from '../lib/errors'

/** Returns a function that says any failure in the language of the interface. */
export function useErrorWords(): (failure: unknown) => string {
  const { t, te } = useI18n()
  return (failure) => {
    const { code } = toDataError(failure)
    return te(`errors.${code}`) ? t(`errors.${code}`) : t('errors.unexpected')
  }
}
