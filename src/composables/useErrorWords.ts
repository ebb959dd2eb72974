import { useI18n } from 'vue-i18n'
import { toDataError } from '../lib/errors'

/** Returns a function that says any failure in the language of the interface. */
export function useErrorWords(): (failure: unknown) => string {
  const i18n = useI18n()
  return (failure) => {
    const { code, detail } = toDataError(failure)
    const shown = { detail: typeof detail === 'string' && detail !== '' ? detail : '…' }
    return i18n.te(`errors.${code}`) ? i18n.t(`errors.${code}`, shown) : i18n.t('errors.unexpected')
  }
}
