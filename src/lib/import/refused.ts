import { words } from './text'

/** What the product refuses to hold. Permanent; words from `import.refusedTopic.<topic>`. */
export const refusedTopics = [
  'identity-number',
  'belief',
  'petitioning',
  'fertility',
  'political',
  'criminal',
  'drugs',
  'mental-health',
  'migrants',
  'person',
] as const
export type RefusedTopic = (typeof refusedTopics)[number]

const patterns: [RefusedTopic, RegExp][] = [
  [
    'identity-number',
    /身份证|证件号|护照|社保号|\b(id ?card|identity|identification|national id|nric|ssn|social security|passport)\b/,
  ],
  ['belief', /宗教|信仰|教派|信教|邪教|\b(religion|religious|faith|belief|denomination)\b/],
  ['petitioning', /信访|上访|涉访|\bpetition\w*\b/],
  [
    'fertility',
    /计生|计划生育|生育|避孕|节育|孕|绝育|\b(fertility|contracept\w*|pregnan\w*|family planning)\b/,
  ],
  ['political', /政治面貌|党员|党派|党籍|团员|\b(political|party member\w*|party affiliation|communist)\b/],
  [
    'criminal',
    /前科|犯罪|刑满|刑释|社区矫正|矫正对象|安置帮教|\b(criminal|convict\w*|offender\w*|parole\w*|prison\w*)\b/,
  ],
  ['drugs', /吸毒|戒毒|涉毒|\b(drug (use|user|users|record|addict\w*)|narcotic\w*|addict\w*|drugs?)\b/],
  ['mental-health', /精神|肇事肇祸|\b(mental\w*|psychiatr\w*)\b/],
  ['migrants', /流动人口|外来人口|暂住|流入人口|\b(migrant\w*|floating population|temporary residen\w*)\b/],
  [
    'person',
    /户主|居民姓名|业主姓名|住户姓名|报案人|上报人|投诉人|反映人|联系人|手机|联系电话|residents? name|owner name|householder|complainant|reporter|caller|contact|\bphone\b|\bmobile\b|e ?mail/,
  ],
]

/** Returns the topic for which a column of this name is refused, or undefined. A telephone of a service point is public. */
export function refusedTopic(column: string, isPublicPoint = false): RefusedTopic | undefined {
  const name = words(column)
  const found = patterns.find(([, pattern]) => pattern.test(name))?.[0]
  return found === 'person' && isPublicPoint ? undefined : found
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const identity = /(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[0-9Xx](?![0-9A-Za-z])/g

/** Tells whether text holds a resident identity number with a right check digit (GB 11643-1999). */
export function holdsIdentityNumber(text: string): boolean {
  return (text.match(identity) ?? []).some(hasCheckDigit)
}

/** Returns the text with every resident identity number made unreadable. */
export function maskIdentityNumbers(text: string): string {
  return text.replace(identity, (number) => (hasCheckDigit(number) ? '＊＊＊' : number))
}

function hasCheckDigit(number: string): boolean {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return '10X98765432'[sum % 11] === number[17].toUpperCase()
}
