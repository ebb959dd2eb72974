import { computed, reactive, ref, shallowRef } from 'vue'
import { client } from '../../../data/client'
import { changeScheme, createScheme, type Scheme } from '../../../data/plans/schemes'
import { toDataError } from '../../../lib/errors'
import { faultsOf, type FieldFaults, formOf, ruleOf } from './scheme-form'

/** What is edited: a scheme of the district itself, or a new one that starts from it. */
export interface SchemeStart {
  scheme: Scheme
  isNew: boolean
}

/** The form of a scheme from opening to storing; what was typed stays whatever is refused. */
export function useSchemeForm(start: SchemeStart, schemes: readonly Scheme[], districtId: number) {
  const { scheme } = start
  const form = reactive(formOf(scheme, schemes))
  if (start.isNew) form.name = form.nameEn = ''
  let stored = JSON.stringify(form)
  const isNew = ref(start.isNew)
  const isTried = ref(false)
  const isBusy = ref(false)
  const failure = shallowRef<unknown>(null)
  const plansUsing = scheme.use?.plans ?? 0
  /** Plans hold the scheme, so that only its names may change. */
  const isUsed = computed(() => !isNew.value && plansUsing > 0)
  /** A plan came to hold it while it was being edited. */
  const isUsedMeanwhile = computed(
    () => !isNew.value && failure.value !== null && toDataError(failure.value).code === 'scheme-in-use',
  )
  const taken = computed(
    () => new Set(schemes.filter(({ id }) => isNew.value || id !== scheme.id).map(({ name }) => name)),
  )
  const faults = computed<FieldFaults>(() => (isTried.value ? faultsOf(form, taken.value) : new Map()))

  /** Makes what is typed a new scheme, which needs a name of its own; the old one stays as it is. */
  function copy(): void {
    if (taken.value.has(form.name.trim()) || form.name.trim() === scheme.name) form.name = form.nameEn = ''
    isNew.value = true
    isTried.value = false
    failure.value = null
  }

  /** Stores the scheme and returns its id, or null with what is wrong in `faults` or `failure`. */
  async function save(): Promise<number | null> {
    isTried.value = true
    failure.value = null
    if (faults.value.size) return null
    isBusy.value = true
    try {
      const rule = ruleOf(form, [scheme, ...schemes], isUsed.value)
      const id = isNew.value ? await createScheme(client(), districtId, rule) : scheme.id
      if (!isNew.value) await changeScheme(client(), scheme, rule)
      stored = JSON.stringify(form)
      return id
    } catch (error) {
      failure.value = error
      return null
    } finally {
      isBusy.value = false
    }
  }

  const isTouched = () => JSON.stringify(form) !== stored
  return { form, isNew, isBusy, isUsed, plansUsing, isUsedMeanwhile, faults, failure, copy, save, isTouched }
}
