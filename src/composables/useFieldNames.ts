import { useI18n } from 'vue-i18n'
import { useFormat } from './useFormat'

/** Returns what says how fields of the database are called, by their names in SQL or in a call. */
export function useFieldNames() {
  const i18n = useI18n()
  const format = useFormat()

  /** What a field is called; its own name where there is no word for it. */
  function fieldName(field: string): string {
    const key = `fields.${field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())}`
    return i18n.te(key) ? i18n.t(key) : field
  }

  /** The fields that a failure names, in brackets; nothing where it names none. */
  function fieldsNamed(detail: unknown): string {
    const fields = typeof detail === 'object' && detail !== null && 'fields' in detail ? detail.fields : []
    const names = Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : []
    return names.length > 0 ? i18n.t('common.bracketed', { what: format.list(names.map(fieldName)) }) : ''
  }

  return { fieldName, fieldsNamed }
}
