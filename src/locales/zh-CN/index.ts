// Pickers of days take from here on which day a week begins.
import 'dayjs/locale/zh-cn'
import { collect, type Words } from '../collect'

export default collect(
  import.meta.glob<{ default: Words }>(['./**/*.ts', '!./index.ts', '!./language.ts'], { eager: true }),
)

/** What the components of Element Plus say. */
export { default as elementWords } from 'element-plus/es/locale/lang/zh-cn'
