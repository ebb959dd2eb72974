import { useI18n } from 'vue-i18n'
import { describeSystem } from '../../import/coordinates/describe'

/** Returns a function that names a coordinate system in the language of the interface. */
export function useSystemName(): (system: string) => string {
  const { t } = useI18n()
  return (system) => {
    const { key, parameters, isSwapped } = describeSystem(system)
    const name = t(`formats.system.${key}`, parameters).trim()
    return isSwapped ? t('formats.swapped', { system: name }) : name
  }
}
