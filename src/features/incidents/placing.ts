import { inject, type InjectionKey, provide, type Ref, shallowRef } from 'vue'

/** A place that is being chosen on the map of the page, and who is told of it. */
interface Asked {
  at: { lng: number; lat: number }
  choose: (at: { lng: number; lat: number }) => void
}

const key: InjectionKey<Ref<Asked | null>> = Symbol('placing')

/** Lets parts of the page ask for a place on its map; returns what is asked for, null while nothing is. */
export function providePlacing(): Ref<Asked | null> {
  const asked = shallowRef<Asked | null>(null)
  provide(key, asked)
  return asked
}

/** Returns a way to ask for a place on the page's map, and to stop asking. */
export function usePlacing(): Ref<Asked | null> {
  return inject(key, () => shallowRef<Asked | null>(null), true)
}
