import { useI18n } from 'vue-i18n'
import type { FieldFaults } from './scheme-form'

/** Returns a function that says what is wrong with a field of a scheme; nothing where it is right. */
export function useFieldWords(faults: () => FieldFaults): (field: string) => string {
  const { t } = useI18n()
  return (field) => {
    const fault = faults().get(field)
    return fault ? t(`scheme.faults.${fault}`) : ''
  }
}
