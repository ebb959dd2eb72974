import { words } from './text'

/** What the product refuses to hold. Permanent; words from `import.topic.<topic>`. */
export const refusedTopics = [
  'identity-number',
  'belief',
  'petitioning',
  'fertility',
  'political',
  'criminal',
  'drugs',
  'mental-health',
  'medical',
  'migrants',
  'person',
] as const
export type RefusedTopic = (typeof refusedTopics)[number]

const patterns: [RefusedTopic, RegExp][] = [
  [
    'identity-number',
    /身份证|身份号|证件号|护照|社保号|\b(id ?card|identity|identification|national id|nric|ssn|social security|passport)\b|^id numbers?\b|\b(residents?|citizens?|persons?|personal|owners?|tenants?|householders?) id\b/,
  ],
  ['belief', /宗教|信仰|教派|信教|邪教|\b(religion|religious|faith|belief|denomination)\b/],
  ['petitioning', /信访|上访|涉访|\bpetition\w*\b/],
  [
    'fertility',
    /计生|计划生育|生育|避孕|节育|孕|绝育|\b(fertility|contracept\w*|pregnan\w*|family planning|birth control|abortions?)\b/,
  ],
  ['political', /政治面貌|党员|党派|党籍|团员|\b(political|party member\w*|party affiliation|communist)\b/],
  [
    'criminal',
    /前科|犯罪|刑满|刑释|社区矫正|矫正对象|安置帮教|\b(criminal|convict\w*|offender\w*|parole\w*|prison\w*)\b/,
  ],
  ['drugs', /吸毒|戒毒|涉毒|\b(drug (use|user|users|record|addict\w*)|narcotic\w*|addict\w*|drugs?)\b/],
  ['mental-health', /精神|肇事肇祸|\b(mental\w*|psychiatr\w*)\b/],
  // After mental health, whose records are medical too.
  [
    'medical',
    /病历|病史|病情|病种|疾病|患病|重病|慢病|慢性病|传染病|诊断|确诊|就诊|健康(状况|情况|状态|档案)|残疾(证|人证|等级|类别|类型)|\bmedical (history|histories|records?|conditions?|data|status|notes?)\b|\bhealth (status|state|conditions?|records?|data|history)\b|\b(diseases?|illness(es)?|diagnos\w*|patients?)\b/,
  ],
  ['migrants', /流动人口|外来人口|暂住|流入人口|\b(migrant\w*|floating population|temporary residen\w*)\b/],
  [
    'person',
    /姓名|户主|业主(?!委|大会|数)|租户(?!数)|租客|房东|房主|报案人|上报人|投诉人|反映人|举报人|申请人|当事人|诉求人|求助人|来电人|监护人|联系人|\b(full|first|last|given|family|persons?|residents?|owners?|tenants?|occupants?|contact) names?\b|\bname of (the |an? )?(person|resident|owner|tenant|occupant|householder|contact)\b|\b(surnames?|householders?|complainants?|reporters?|callers?|applicants?|landlords?|contact persons?)\b|^(house |home ?)?(owner|tenant|occupant|resident)( \d+)?$/,
  ],
]

/** How somebody is reached: of a person it is refused, of a service point it is public. */
const reached =
  /电话|手机|座机|联系方式|来电号码|邮箱|微信|\b(tele)?phones?\b|\btel\b|\bmobile\b|\bcontacts?\b|\be ?mails?\b/

/** Returns the topic for which a column of this name is refused, or undefined. A telephone of a service point is public. */
export function refusedTopic(column: string, isPublicPoint = false): RefusedTopic | undefined {
  const name = words(column)
  const found = patterns.find(([, pattern]) => pattern.test(name))?.[0]
  return found ?? (!isPublicPoint && reached.test(name) ? 'person' : undefined)
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
