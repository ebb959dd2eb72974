import { useI18n } from 'vue-i18n'
import type { SchemePost } from '../data/plans/schemes'
import { useFormat } from './useFormat'

/** The terms of a post in words: on what it is asked for and over how many grids, and what is paid for what. */
export function usePostWords() {
  const { t } = useI18n()
  const format = useFormat()

  /** How many people on what, e.g. "每格 2 人", with how many grids one of them may serve. */
  function basis(post: Pick<SchemePost, 'basis' | 'basisHouseholds' | 'perGrid' | 'span'>): string {
    const asked = t(`setup.post.bases.${post.basis}`, {
      count: format.number(post.perGrid),
      households: format.number(post.basisHouseholds),
    })
    return post.span ? `${asked} · ${t('setup.post.span', { count: format.number(post.span) })}` : asked
  }

  /** An allowance in yuan with what it is paid for, each month; a dash where nothing is paid. */
  function pay(yuanMonth: number | null, payPer: SchemePost['payPer']): string {
    const yuan = format.number(yuanMonth)
    return yuanMonth === null ? yuan : t('setup.post.paid', { yuan, per: t(`setup.post.payPers.${payPer}`) })
  }

  return { basis, pay }
}
