import { useI18n } from 'vue-i18n'
import { client } from '../data/client'
import { readPlanStanding } from '../data/plans/in-force'
import { readGridStaff } from '../data/plans/plan-outputs'
import { postsOfGrid } from '../data/plans/schemes'
import { type ExportWords, planContents } from '../plan/files/export'
import { gridId } from '../plan/model/ids'
import { usePlan } from '../stores/plan'
import { type FileWish, useFiles } from './useFiles'
import { usePlaceWords } from './usePlaceWords'

/** Gives the open plan out as files. */
export function useExports() {
  const { t } = useI18n()
  const plan = usePlan()
  const placeOf = usePlaceWords()
  const files = useFiles()

  async function read(): Promise<ExportWords> {
    const id = plan.head?.id
    const [staff, standing] = id
      ? await Promise.all([readGridStaff(client(), id), readPlanStanding(client(), id)])
      : [[], null]
    const byGrid = new Map(staff.map((one) => [gridId(one), one]))
    const byCommunity = new Map(standing?.communities.map((one) => [one.community, one]))
    const postsOf = (level: number) =>
      postsOfGrid(plan.scheme?.levels.find((one) => one.level === level)?.posts ?? []).reduce(
        (sum, { perGrid }) => sum + perGrid,
        0,
      )
    return {
      codes: plan.codes,
      plan: { name: plan.head?.name ?? '', effectiveFrom: plan.head?.effectiveFrom ?? null },
      placeOf,
      staffOf: (level, key) => ({
        posts: postsOf(level),
        people: byGrid.get(gridId({ level, key }))?.people ?? [],
      }),
      kindOf: (kind) => t(`setup.grid.kinds.${kind ?? 'residential'}`),
      standingOf: (community) => {
        const own = byCommunity.get(community)
        if (own?.replaced) return t('export.replaced', { plan: own.nowName ?? '–' })
        return own?.inForce ? t('export.inForce') : ''
      },
    }
  }

  /** Hands the plan out as a file named after its area and itself. */
  async function handOut(wish: FileWish): Promise<void> {
    if (!plan.snapshot) return
    const { name = 'plan', areaName = '' } = plan.head ?? {}
    const contents = planContents(plan.snapshot, await read())
    await files.handOut(contents, wish, name.includes(areaName) ? [name] : [areaName, name])
  }

  return { handOut }
}
