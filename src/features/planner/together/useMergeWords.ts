import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../composables/useFormat'
import type { GridDifference } from '../../../plan/together/difference'
import { type GridId, gridPlace } from '../../../plan/model/ids'
import type { OwnChange } from '../../../plan/model/history'
import { usePlan } from '../../../stores/plan'
import { offer } from '../../../composables/useFiles'
import { useNames } from '../../../composables/useNames'

/** Returns how the differences between two versions, and what of a merge is left, are put in words. */
export function useMergeWords() {
  const { t } = useI18n()
  const format = useFormat()
  const plan = usePlan()
  const { gridName, levelName, levelWords, sentence } = useNames()

  /** A grid by its name, e.g. `1-17`, with what it is called. */
  function gridWords(id: GridId): string {
    const place = gridPlace(id)
    return `${levelName(place.level)} ${gridName(place)}`
  }

  /** What happened to a grid. */
  function changeWords({ before, after, came, left, isBorderOnly }: GridDifference): string {
    const count = (kind: 'came' | 'left', buildings: number) =>
      buildings > 0 ? t(`together.kinds.${kind}`, { buildings: format.counted('buildings', buildings) }) : ''
    const words = [
      before ? '' : t('together.kinds.made'),
      after ? '' : t('together.kinds.gone'),
      count('came', came),
      count('left', left),
      isBorderOnly ? t('together.kinds.border') : '',
      before && after ? factWords({ before, after }) : '',
    ]
    return words.filter(Boolean).join(' · ')
  }

  function factWords({ before, after }: Record<'before' | 'after', NonNullable<GridDifference['before']>>) {
    const { name, locked, kind, parent, level } = after
    return [
      before.locked === locked ? '' : t(`together.kinds.${locked ? 'locked' : 'unlocked'}`),
      (before.kind ?? null) === (kind ?? null)
        ? ''
        : t('together.kinds.dedicated', { kind: t(`setup.grid.kinds.${kind ?? 'residential'}`) }),
      before.name === name ? '' : t(`together.kinds.${name ? 'named' : 'unnamed'}`, { name }),
      before.parent === parent || parent === null
        ? ''
        : t('together.kinds.under', {
            level: levelWords(level - 1).level,
            to: gridName({ level: level - 1, key: parent }),
          }),
    ]
      .filter(Boolean)
      .join(' · ')
  }

  /** Gives changes out as a text, one a line. */
  function exportChanges(changes: readonly OwnChange[]): void {
    const lines = changes.map((change, at) => `${at + 1}. ${sentence(change.sentence)}`)
    const title = `${plan.head?.name ?? ''} · ${t('together.unmerged.title')}`
    offer(
      new Blob([[title, '', ...lines, ''].join('\n')], { type: 'text/plain;charset=utf-8' }),
      `${title}.txt`,
    )
  }

  return { gridWords, changeWords, exportChanges }
}
