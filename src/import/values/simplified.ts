/** Traditional characters of column names, words of state and names of places, each with the simplified one. Values of cells are left as they are. */
const pairs =
  '戶户層层經经緯纬樓楼棟栋幢幢編编號号區区里里類类別别狀状態态時时間间結结辦办報报處处與与門门詳详細细說说' +
  '總总數数單单業业園园鄉乡鎮镇縣县縣县標标準准鄰邻帳账證证電电話话聯联繫系係系機机黨党員员會会團团體体' +
  '宗宗教教訪访孕孕婦妇殘残疾疾礙碍醫医療疗診诊斷断歷历藥药毒毒犯犯罪罪釋释勞劳動动務务產产權权車车輛辆' +
  '聲声訴诉舉举請请監监護护護护書书記记登登錄录種种屬属來来圖图點点線线場场廣广廳厅廠厂學学校校誌志' +
  '簡简稱称備备註注內内容容對对應应該该歸归檔档發发現现創创進进關关閉闭撤撤銷销駁驳無无從从過过達达' +
  '齡龄歲岁婚婚雙双歡欢遷迁徙徙離离異异鐵铁橋桥塊块場场際际範范圍围邊边長长寬宽頻频頁页億亿萬万' +
  '媽妈們们個个兩两問问題题導导這这麼么後后專专業业願愿領领順顺須须預预顧顾顯显風风飛飞館馆餘余馬马' +
  '養养驗验鑑鉴鑰钥針针鋪铺鋼钢錢钱鍋锅鎖锁鐘钟開开閱阅隊队階阶隨随險险雜杂難难靈灵靜静響响' +
  '東东雲云龍龙興兴莊庄灣湾麗丽寶宝華华國国漢汉鳳凤劉刘陳陈張张楊杨趙赵孫孙吳吴鄭郑嶺岭島岛陽阳陰阴' +
  '勝胜慶庆豐丰溝沟澤泽濱滨麥麦魯鲁齊齐臺台灘滩鹽盐蘭兰葉叶樹树義义禮礼榮荣愛爱壩坝黃黄' +
  '網网負负責责絡络職职組组織织築筑積积級级統统計计劃划設设資资費费賃赁營营獨独環环測测繪绘規规視视衛卫裝装舊旧臨临終终約约維维續续認认識识議议調调諮咨訊讯許许評评質质農农運运選选陸陆當当'

const table = new Map<string, string>()
{
  const characters = [...pairs]
  for (let i = 0; i + 1 < characters.length; i += 2) table.set(characters[i], characters[i + 1])
}

/** Returns text in simplified characters, as far as the words of columns and states need it. */
export function simplified(text: string): string {
  return text.replace(/\p{sc=Han}/gu, (character) => table.get(character) ?? character)
}
