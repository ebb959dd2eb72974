import { serverDate } from '../../lib/time/clock'
import { readTime } from '../dates'
import { clean, words } from '../values/text'
import type { ImportKind } from '../types'

/** What a column says of a thing: that it was withdrawn, that it holds, or in which state it is. */
type Says = 'withdrawn' | 'valid' | 'state' | 'until' | 'remark'

const columns: [RegExp, Says][] = [
  [
    /^(失效|撤销|注销|拆除|作废|停用|终止)(日期|时间|年份|年度)$|^(valid (to|until)|expir(y|ation)( date)?|expires|end date|demolished (at|on)|deleted at|removed at)$/,
    'until',
  ],
  [
    /^(是否)?(已)?(删除|注销|拆除|作废|停用|撤销|废弃|重复)(标志|标记|标识|状态)?$|^(is )?(deleted|removed|demolished)( flag)?$|^del flag$/,
    'withdrawn',
  ],
  [/^(是否)?(有效|启用|在用)(标志|标记|标识|状态)?$|^(is )?(valid|active|enabled)( flag)?$/, 'valid'],
  [
    /^((楼栋|楼幢|房屋|建筑|社区|网格|数据|使用|当前|存续)?状态|(building |record )?(status|state))$/,
    'state',
  ],
  [/^(备注|说明|备注说明|情况说明|remarks?|notes?|comments?)$/, 'remark'],
]

const yes = /^(是|有|重复|1|y|yes|true|t|√|✓|已.{1,4}|deleted|removed|demolished)$/i
const no = /^(否|无|0|n|no|false|f|×|无效|停用|失效|已.{1,4}|invalid|inactive|disabled)$/i
const gone =
  /^(已)?(拆除|拆迁|拆毁|注销|作废|删除|停用|撤销|废弃|灭失|无效|废止|失效|征收拆除)$|^(deleted|demolished|removed|retired|inactive|invalid|void|defunct)$/i

/** What a remark says of the thing itself: 2023年已拆除, but neither 未拆除 nor 拆除违建 nor 旁边已拆除. */
const remarked =
  /^((19|20)\d\d年?(\d{1,2}月)?(底|初)?)?(现|现已|已|已经|已被|整体|全部)+(拆除|拆迁|拆毁|注销|作废|撤销|废弃|灭失)[。.]?$|^(重复|重复录入|重复数据|demolished|removed|duplicate)[.]?$/i

/** Tells whether a cell says that its row is no longer meant: 是否删除 是, 状态 已拆除, is_deleted 1. What a state of a request says is another matter. */
export function isWithdrawn(kind: ImportKind, column: string, cell: string): boolean {
  const says = saysOf(kind, column)
  if (says === undefined) return false
  const plain = clean(cell)
  if (says === 'until') return isPast(plain)
  if (says === 'remark') return remarked.test(plain)
  return says === 'state' ? gone.test(plain) : (says === 'valid' ? no : yes).test(plain)
}

/** A day or a year that has come; what programs write for one that never comes has not. */
function isPast(text: string): boolean {
  const now = serverDate()
  const year = /^((?:19|20)\d\d)年?$/.exec(text)?.[1]
  if (year) return Number(year) <= now.getUTCFullYear()
  const instant = readTime(text, '+08:00', 'dmy') ?? readTime(text, '+08:00', 'mdy')
  return typeof instant === 'string' && instant >= '1950' && instant <= now.toISOString()
}

/** Tells whether a column may say that rows are no longer meant. */
export function mayWithdraw(kind: ImportKind, column: string): boolean {
  return saysOf(kind, column) !== undefined
}

function saysOf(kind: ImportKind, column: string): Says | undefined {
  const name = words(column)
  const says = columns.find(([pattern]) => pattern.test(name))?.[1]
  return (says === 'state' || says === 'until' || says === 'remark') && kind === 'incidents'
    ? undefined
    : says
}
