import { onBeforeUnmount, onMounted, reactive, type Ref } from 'vue'

/** Returns the size of an element in CSS pixels, followed for as long as the component lives; zero before that. */
export function useElementSize(element: Readonly<Ref<HTMLElement | null>>): {
  width: number
  height: number
} {
  const size = reactive({ width: 0, height: 0 })
  let observer: ResizeObserver | null = null
  const measure = () => {
    size.width = element.value?.clientWidth ?? 0
    size.height = element.value?.clientHeight ?? 0
  }
  onMounted(() => {
    if (!element.value) return
    measure()
    observer = new ResizeObserver(measure)
    observer.observe(element.value)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return size
}
