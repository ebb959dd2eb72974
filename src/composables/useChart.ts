import { BarChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useResizeObserver } from '@vueuse/core'
import { type MaybeRefOrGetter, onBeforeUnmount, onMounted, type Ref, toValue, watch } from 'vue'
import { afterFrame } from '../lib/frames'

use([BarChart, GridComponent, TooltipComponent, CanvasRenderer])

/** What was clicked in a chart: the id of the datum and its place in the series. */
export interface ChartPick {
  id: string
  index: number
}

/**
 * Keeps one ECharts chart in an element for as long as the component lives. A new option changes the chart that is
 * there (series are told apart by id), so a page that refreshes for weeks keeps one chart; the chart follows the size
 * of the element and is disposed with it.
 */
export function useChart(
  container: Readonly<Ref<HTMLElement | null>>,
  option: MaybeRefOrGetter<EChartsCoreOption | null>,
  picked?: (pick: ChartPick) => void,
): void {
  let chart: EChartsType | null = null
  let callOff: (() => void) | null = null

  function draw(): void {
    const wanted = toValue(option)
    if (chart && wanted) chart.setOption(wanted, { replaceMerge: ['series'], lazyUpdate: true })
  }

  /** Figures come first, the chart a frame later; many changes within a frame are one. */
  function soon(then: () => void): void {
    callOff?.()
    callOff = afterFrame(() => {
      callOff = null
      then()
    })
  }

  /** An element that is not shown has no size, and leaves the chart as it is for when it is shown again. */
  function follow(): void {
    const { clientWidth, clientHeight } = container.value ?? {}
    if (!chart || !clientWidth || !clientHeight) return
    if (clientWidth !== chart.getWidth() || clientHeight !== chart.getHeight()) chart.resize()
  }

  function begin(): void {
    const element = container.value
    if (!element) return
    chart = init(element)
    chart.on('click', ({ data, dataIndex }) => {
      // A bare number is told by its place.
      const id = typeof data === 'number' ? String(dataIndex) : (data as { id?: string } | null)?.id
      if (id !== undefined) picked?.({ id, index: dataIndex })
    })
    draw()
  }

  onMounted(() => soon(begin))
  useResizeObserver(container, follow)
  watch(
    () => toValue(option),
    () => chart && soon(draw),
  )
  onBeforeUnmount(() => {
    callOff?.()
    chart?.dispose()
    chart = null
  })
}
