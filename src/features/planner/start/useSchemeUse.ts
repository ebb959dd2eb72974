import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../composables/useFormat'
import type { Scheme } from '../../../data/plans/schemes'

/** Returns a function that says by how many plans and empty drafts a scheme is used; nothing where by none. */
export function useSchemeUse(): (scheme: Scheme) => string {
  const { t } = useI18n()
  const format = useFormat()
  return ({ use }) => {
    const counted = (['plans', 'drafts'] as const).flatMap((what) => {
      const count = use?.[what] ?? 0
      return count ? [t(`scheme.use.${what}`, { count: format.number(count) }, count)] : []
    })
    return counted.join(t('common.comma'))
  }
}
