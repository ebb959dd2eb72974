import { ElMessage } from 'element-plus'
import { useI18n } from 'vue-i18n'
import { useNames } from '../../../composables/useNames'
import { useDesk } from '../desk/useDesk'
import type { Command } from './command'
import { commandOf } from './registry'

/** The commands at the desk: whether each can be done now, and the doing. */
export function useCommands(desk = useDesk()) {
  const { t } = useI18n()
  const { levelWords } = useNames()

  /** Returns why a command cannot be done now, in words; null where it can. */
  function why(id: string): string | null {
    const refusal = commandOf(id).refusal(desk.situation.value)
    return refusal && t(`planner.why.${refusal}`, levelWords(desk.choice.level.value))
  }

  /** Does a command, or says why it cannot be done. */
  function run(id: string): void {
    const words = why(id)
    if (words) ElMessage.info({ message: words, grouping: true })
    else commandOf(id).run(desk)
  }

  const words = ({ words: key, values }: Pick<Command, 'words' | 'values'>) => t(key, { ...values })
  return { why, run, words, wordsOf: (id: string) => words(commandOf(id)) }
}
