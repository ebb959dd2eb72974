import { useI18n } from 'vue-i18n'
import { useFormat } from '../../composables/useFormat'
import type { Category } from '../../data/categories'
import type { MemberRole } from '../../lib/rights'
import { nameIn } from '../../lib/languages'

/** Returns how things of incidents are said in the language of the interface. */
export function useWords() {
  const { t, locale } = useI18n()
  const format = useFormat()

  /** Returns the one of two names that fits the language; that of the place where there is no other. */
  function named(one: { name: string; nameEn: string | null }): string {
    return nameIn(one, locale.value)
  }

  /** Returns the name of a post. */
  function post(one: { postName: string; postNameEn: string }): string {
    return nameIn({ name: one.postName, nameEn: one.postNameEn }, locale.value)
  }

  /** Returns how long it is until a deadline, or by how much it has passed. */
  function left(deadlineAt: string, nowMs: number): string {
    const milliseconds = Date.parse(deadlineAt) - nowMs
    const length = format.duration(milliseconds)
    return t(milliseconds < 0 ? 'incidents.lateBy' : 'incidents.leftFor', { length })
  }

  /** Returns working time, always in hours: a day of work is not a day. */
  function working(seconds: number): string {
    return t('incidents.workingHours', { hours: format.number(Math.abs(seconds) / 3600, 1) })
  }

  /** Returns how long a category allows for handling, or nothing where it sets no limit. */
  function limit({ deadlines }: Category): string {
    const handling = deadlines.find(({ clock }) => clock === 'handling')
    return handling
      ? t(`incidents.units.${handling.unit}`, { amount: format.number(handling.amount, 1) }, handling.amount)
      : ''
  }

  /** Returns who did something: the name, or what somebody did it as; nothing where neither is told. */
  function actor(name: string | null, role: MemberRole | null): string {
    return name || (role ? t(`shell.roles.${role}`) : '')
  }

  return { named, post, left, working, limit, actor }
}
