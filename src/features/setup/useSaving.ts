import { ElMessage } from 'element-plus'
import { useI18n } from 'vue-i18n'
import { useAct } from '../../composables/useAct'
import { newIntentKey, sendOnce } from '../../lib/intent-key'

/**
 * What a form does when it saves: one call at a time under one key for each content, so that sending again after a lost answer
 * does it once; a refusal is said in `refusal` and what was typed stays. `fail` tells of another failure in the same place.
 */
export function useSaving() {
  const { t } = useI18n()
  const { isBusy, problem: refusal, fail, clear, act } = useAct()
  /** Forms may send the same content and mean something else by it. */
  const form = newIntentKey()

  /** Runs an act with its content and returns whether it was done. */
  function save(content: unknown, run: (key: string) => Promise<unknown>): Promise<boolean> {
    return act(async () => {
      await sendOnce([form, content], run)
      ElMessage.success(t('setup.saved'))
    })
  }

  return { isBusy, refusal, fail, clear, save }
}
