import { computed, type Ref, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { loadEveryLanguage } from '../../../i18n'
import { keysWords } from './keys'
import { usePlaces } from '../desk/looking/usePlaces'
import { useDesk } from '../desk/useDesk'
import type { Command } from './command'
import { COMMANDS } from './registry'
import { type Listed, search } from './search'
import { useCommands } from './useCommands'

/** What all places that are gone to have in common as commands. */
const GO: Omit<Command, 'id'> = {
  group: 'view',
  keys: [],
  words: 'planner.palette.go',
  refusal: () => null,
  run: () => {},
}

/** What stands in the palette while it is open: commands found by what is typed, one of which is pointed at. */
export function usePalette(isOpen: Ref<boolean>) {
  const i18n = useI18n({ useScope: 'global' })
  const { t } = i18n
  const { why, words } = useCommands()
  const { looking, view, grounds, area } = useDesk()
  const { find, isReady, prepare } = usePlaces(grounds.ground, area)
  const typed = ref('')
  const at = ref(0)
  /** Those that are loaded: commands are found by their names in each. */
  const languages = ref<readonly string[]>([])

  const listed = computed<Listed[]>(() =>
    isOpen.value
      ? COMMANDS.filter(({ id }) => id !== 'palette').map((command) => {
          const { id, keys, group, words: key, values = {} } = command
          const names = languages.value.flatMap((locale) => [
            t(key, values, { locale }),
            t(`planner.keys.groups.${group}`, {}, { locale }),
          ])
          const label = words(command)
          return { command, label, keys: keysWords(keys), reason: why(id), names: [label, ...names] }
        })
      : [],
  )
  const searched = computed(() => find(isOpen.value ? typed.value : ''))
  /** Places on the map that are called what is typed, after the commands. */
  const places = computed<Listed[]>(() =>
    searched.value.found.map(({ id, kind, name, aim, bounds }) => {
      const command: Command = { ...GO, id: `go-${id}` }
      const label = t(`planner.palette.places.${kind}`, { name })
      const go = () => (bounds ? view.show(bounds) : looking.show(aim))
      return { command, label, keys: '', reason: null, names: [name], go }
    }),
  )
  /** Of which kinds there are more than are listed; nothing to be done with, but to type on. */
  const rest = computed<Listed[]>(() =>
    searched.value.more.map(({ kind, count }) => {
      const label = t(`planner.palette.more.${kind}`, { count }, count)
      const reason = t('planner.palette.typeOn')
      return { command: { ...GO, id: `more-${kind}` }, label, keys: '', reason, names: [] }
    }),
  )
  const found = computed(() => [...search(listed.value, typed.value), ...places.value, ...rest.value])
  const pointed = computed(() => found.value[at.value] as Listed | undefined)

  function step(by: number): void {
    const count = found.value.length
    if (count) at.value = (at.value + by + count) % count
  }

  watch(typed, () => (at.value = 0))
  async function begin(open: boolean): Promise<void> {
    if (!open) return
    typed.value = ''
    at.value = 0
    prepare()
    await loadEveryLanguage()
    languages.value = [...i18n.availableLocales]
  }
  watch(isOpen, begin, { immediate: true })

  /** What is said where nothing is found: places may still be on their way. */
  const none = computed(() => t(isReady.value ? 'planner.palette.none' : 'planner.palette.noneYet'))

  return { typed, at, found, none, pointed, step }
}
