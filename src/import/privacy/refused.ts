import { squeezed, words } from '../values/text'

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
    /身份证|身份号|证件号|护照|社保号|社保卡|公民身份|주민등록|주민번호|\b(id ?card|identity|identification|national id|nric|ssn|social security|passport)\b|^id numbers?\b|\b(residents?|citizens?|persons?|personal|owners?|tenants?|householders?) id\b/,
  ],
  ['belief', /宗教|信仰|종교|教派|信教|邪教|\b(religion|religious|faith|belief|denomination)\b/],
  ['petitioning', /信访|上访|涉访|\bpetition\w*\b/],
  [
    'fertility',
    /计生|计划生育|生育|避孕|节育|孕|绝育|\b(fertility|contracept\w*|pregnan\w*|family planning|birth control|abortions?)\b/,
  ],
  [
    'political',
    /政治面貌|入党|党支部|党小组|党组织关系|정당|당원|党员|党派|党籍|团员|\b(political|party member\w*|party affiliation|communist)\b/,
  ],
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
    /姓名|户主|户长|(?:楼栋?|单元|网格|组|片|里|邻|栋|院)长(?=$|\s|名|姓|手机|电话|联系)|(?:^|\s|专职|兼职|社区|所属|责任|管理)网格员(?=$|\s|名|姓|手机|电话)|负责人(?!数|员数)|责任人(?!数)|经办人|承办人|处置人(?!数)|受理人|接线员|坐席员?(?=$|\s|姓)|管家(?=$|\s)|志愿者(?=$|\s|名称)|居民代表(?=$|\s)|业主(?!委|大会|数)|租户(?!数)|租客|房东|房主|报案人|上报人|投诉人|反映人|举报人|申请人|当事人|诉求人|求助人|来电人|监护人|联系人|联络人|세대주|소유자|성명|\b(full|first|last|given|family|persons?|residents?|owners?|tenants?|occupants?|contact) names?\b|\bname of (the |an? )?(person|resident|owner|tenant|occupant|householder|contact)\b|\b(surnames?|householders?|complainants?|reporters?|callers?|applicants?|landlords?|contact persons?)\b|^(house |home ?)?(owner|tenant|occupant|resident)( \d+)?$/,
  ],
]

/** Names that a table of a Shapefile cut off after ten bytes: what is left of 居民姓名, 联系电话, 政治面貌. */
const cutOff: [RefusedTopic, RegExp][] = [
  ['identity-number', /身份$|证件号?$/],
  ['political', /政治面?$/],
  ['medical', /健康状?$|残疾[等类证]$/],
  ['fertility', /计划生?$/],
  ['migrants', /流动人?$|外来人?$/],
  [
    'person',
    /姓$|联系[电方人]?$|(住宅|家庭|办公|居民|单位|固定|本人)[电手]$|手机号?$|\b(owner|resident|tenant|occupant|contact|householder|applicant|reporter|caller)s? (n|na|nam|p|ph|pho|phon|t|te|tele?|m|mo|mob|mobi|mobil)$/,
  ],
]

/** How somebody is reached: of a person it is refused, of a service point it is public. */
const reached =
  /电话|手机|座机|联系方式|来电号码|号码簿|邮箱|微信|휴대폰|핸드폰|전화|연락처|\b(tele)?phones?\b|\btel\b|\bmobile\b|\bcell ?phones?\b|\bcontacts?\b|\be ?mails?\b|\bwe ?chat\b|^qq( ?(号|number|no))?$|qq号/

/** Words that are written together, and what Chinese systems call their columns: first letters or whole syllables of pinyin. */
const joined: [RefusedTopic, RegExp][] = [
  [
    'identity-number',
    /^(id(card)?(no|num|number|code)|idcard\w*|idnumbers?|identity\w*|citizenid|nationalid|passport\w*|(\w{2,4})?(sfz|sfzh|sfzhm|sfzhao|sfzhaoma|zjh|zjhm|zjhao|zjhaoma|gmsfhm|gmsfzh|sbh|sbkh)|\w*shenfenz\w*|\w*zhengjianhao\w*)\d*$/,
  ],
  ['belief', /^(zjxy|xyzj|zongjiao\w*|xinyang\w*|religion\w*)\d*$/],
  ['petitioning', /^(xfr|xfrxm|xfjl|xfqk|xinfang\w*|shangfang\w*)\d*$/],
  ['fertility', /^(jsqk|jhsy|syzk|syqk|hyqk|jisheng\w*|shengyu\w*|jihuashengyu\w*)\d*$/],
  ['political', /^(zzmm|sfdy|dyxm|dangyuan\w*|zhengzhimianmao|dangpai|partymember\w*)\d*$/],
  ['criminal', /^(qkjl|xsry|jzry|azbjry|sqjz\w*|fanzui\w*|qianke\w*|criminal\w*)\d*$/],
  ['drugs', /^(xdry|jdry|xidu\w*|jiedu\w*)\d*$/],
  ['mental-health', /^(jsb|jsbry|jszahz|zszahz|jingshen\w*)\d*$/],
  [
    'medical',
    /^(jbs|jbmc|jkzk|jkqk|cjzh|cjdj|cjlb|bingshi|jibing\w*|jiankang\w*|medical(history|records?|conditions?|data|status|notes?))\d*$/,
  ],
  ['migrants', /^(ldrk\w*|wlrk\w*|zzz|zzzh|liudongrenkou\w*|floatingpopulation)\d*$/],
  [
    'person',
    /^((hz|yz|ldz|lz|wgy|wgz|fzr|cbr|zrr|fz|fd|zh|zk|lxr|bar|sbr|tsr|fyr|jbr|sqr|dsr|sqiur|qzr|ldr|jhr|jm|ry|jz|cz)?(xm|xingming)|lxr|wgy|wgz|ldz|fzr|zrr|cbr|sbr|tsr|jbr|sqr|dsr|qzr|jhr|huzhu|yezhu|lianxiren|xingming|(hz|huzhu|yz|yezhu|fz|fd|zk|lxr|lianxiren|bar|sbr|tsr|fyr|jbr|sqr|dsr|ldr|jhr|jm|jumin)(name|mingcheng|mingzi)|(first|last|full|given|family|sur|real|owner|resident|tenant|contact|reporter|caller)name)\d*$/,
  ],
]
const joinedReach =
  /^((lxr|wgy|wgz|ldz|fzr|zrr|cbr|fd|fz|hz|yz|bar|sbr|tsr|jbr|sqr|lx|jt|zz|yd|bg)(dh|dhhm|sj|sjh|sjhm|fs|dianhua)|dhhm|sjh|sjhm|dianhua\w*|lianxidianhua|shouji\w*|weixin\w*|wx|wxh|(mobile|cell|tele|contact)?phone(no|num|number)?s?|mobile(no|num|number)?|tel(no|num|number)?s?|email\w*|wechat\w*)\d*$/

/**
 * Returns the topic for which a column of this name is refused, or undefined: however it is written, with blanks, breaks or marks
 * between its characters, in traditional ones, in English, Korean or by its pinyin. A telephone of a service point is public.
 */
export function refusedTopic(column: string, isPublicPoint = false): RefusedTopic | undefined {
  const name = words(column)
  const tight = squeezed(column)
  const found =
    patterns.find(([, pattern]) => pattern.test(name) || pattern.test(tight))?.[0] ??
    joined.find(([, pattern]) => pattern.test(tight))?.[0] ??
    cutOff.find(([, pattern]) => pattern.test(name))?.[0]
  if (found) return found
  return !isPublicPoint && (reached.test(name) || reached.test(tight) || joinedReach.test(tight))
    ? 'person'
    : undefined
}
