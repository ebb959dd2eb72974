import { simplified } from '../values/simplified'
import { clean } from '../values/text'
import type { ImportedState } from '../types'

/** Words that mean a state by themselves. A word that only contains one of them may mean its opposite, and is asked. */
const known: Record<ImportedState, string> = {
  rejected:
    '不予受理|不受理|不予立案|已驳回|驳回|作废|已作废|撤销|已撤销|撤单|已撤单|废弃|rejected|invalid|cancelled|canceled|withdrawn|void|duplicate',
  closed:
    '结案|已结案|办结|已办结|完成|已完成|已处置|处置完成|处理完成|已处理|已解决|已关闭|关闭|完结|已完结|归档|已归档|closed|resolved|done|complete|completed|finished|처리완료|완료|종결|답변완료',
  in_progress:
    '处置中|处理中|办理中|进行中|处置|在办|正在处理|正在办理|未结案|未办结|未完成|未处置完|未解决|in progress|in_progress|in process|started|working|processing|unresolved|incomplete|not done|not closed|not completed|unfinished|처리중|진행중',
  dispatched: '已派遣|派遣|已派单|派单|转办|已转办|已派|已派发|待处置|待处理|待办理|assigned|dispatched|배정',
  reported:
    '已上报|上报|待派遣|待派单|未派遣|未派单|待受理|未受理|已受理|受理|已登记|登记|新建|新增|待立案|立案|未处理|未处置|未办理|open|new|reported|received|registered|submitted|unassigned|not assigned|undispatched|not dispatched|접수|접수완료|신규',
}

const states = new Map<string, ImportedState>(
  Object.entries(known).flatMap(([state, words]) =>
    words.split('|').map((word): [string, ImportedState] => [plainState(word), state as ImportedState]),
  ),
)

/** Returns a word of state for comparison: plain and simplified, lower case, marks made blanks. */
export function plainState(word: string): string {
  return simplified(clean(word))
    .toLowerCase()
    .replace(/[\s_\-.:/()[\]、，,]+/g, ' ')
    .trim()
}

/** Returns the state that a word means beyond doubt, or undefined. */
export function stateOf(word: string): ImportedState | undefined {
  return states.get(plainState(word))
}

/** What turns a word into its opposite, or into something that has not happened yet. */
const negation =
  /未|不|没|无|非|待|拟|尚|缓|退回|重新|申请|审核|미|\b(not|non|no|never|un\w+|in(complete|active)\w*|re-?open\w*|pending|awaiting|partial\w*)\b|^(un|in|non)/

/** Words of which one inside a longer one makes a state likely, though not sure. */
const likely: [ImportedState, RegExp][] = [
  ['rejected', /受理|驳回|作废|撤|\b(reject|cancel|withdraw|duplicate)/],
  ['closed', /结案|办结|完成|完结|解决|关闭|归档|\b(clos|resolv|complet|finish)|\bdone\b|완료|종결/],
  ['in_progress', /处置|处理|办理|进行|\b(progress|process|work)|처리/],
  ['dispatched', /派|转|\b(assign|dispatch)|배정/],
]

/** Returns the state that a word most likely means, to propose; '' where nothing points to one. */
export function likelyState(word: string): ImportedState | '' {
  const plain = plainState(word)
  const found = likely.find(([, pattern]) => pattern.test(plain))?.[0] ?? ''
  if (!negation.test(plain)) return found
  return found === 'closed' || found === 'in_progress'
    ? 'in_progress'
    : found === 'dispatched'
      ? 'reported'
      : found === 'rejected'
        ? 'rejected'
        : ''
}
