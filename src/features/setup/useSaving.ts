import { ElMessage } from 'element-plus'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useProblem } from '../../composables/useProblem'

/**
 * What a form does when it saves: one call at a time under one key for each content, so that sending again after a lost answer
 * does it once; a refusal is said in `refusal` and what was typed stays.
 */
export function useSaving() {
  const { t } = useI18n()
  const { problem: refusal, fail, clear } = useProblem()
  const isBusy = ref(false)
  let sent = ''
  let key = ''

  /** Runs an act with its content and returns whether it was done. */
  async function save(content: unknown, act: (key: string) => Promise<unknown>): Promise<boolean> {
    const said = JSON.stringify(content)
    if (said !== sent || !key) [sent, key] = [said, crypto.randomUUID()]
    isBusy.value = true
    clear()
    try {
      await act(key)
      key = ''
      ElMessage.success(t('setup.saved'))
      return true
    } catch (failure) {
      fail(failure)
      return false
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, refusal, fail, clear, save }
}
