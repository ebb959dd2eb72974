import { computed, type Ref, shallowRef, watch } from 'vue'
import type { AuditPage } from '../../../data/district/audit'

/**
 * The entries of the audit log: a first page and older ones behind it. What is answered late, when another first page has come,
 * belongs to another filter and is dropped.
 */
export function useEntries(
  first: Readonly<Ref<AuditPage | null | undefined>>,
  readBefore: (entry: number) => Promise<AuditPage>,
) {
  const later = shallowRef<readonly AuditPage[]>([])
  const subjects = shallowRef<readonly string[]>([])
  watch(
    first,
    (page) => {
      later.value = []
      if (page?.subjects) subjects.value = page.subjects
    },
    { immediate: true },
  )
  const pages = computed(() => (first.value ? [first.value, ...later.value] : []))
  const entries = computed(() => pages.value.flatMap((page) => page.entries))
  const next = computed(() => pages.value.at(-1)?.next ?? null)

  async function older(): Promise<void> {
    if (next.value === null) return
    const of = first.value
    const page = await readBefore(next.value)
    if (of === first.value) later.value = [...later.value, page]
  }

  return { entries, subjects, next, older }
}
