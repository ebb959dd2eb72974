const part =
  /(?<=(?:号楼|栋|幢|座|楼|#|号))\s*[-—–]?\s*(?:第?[一二三四五六七八九十\d]{1,3}|[A-Za-z甲乙丙丁东西南北中])\s*(?:单元|门洞|门栋|梯)$/

/** Returns the name of a building without that of the entrance behind it: 3号楼 for 3号楼2单元. */
export function withoutPart(name: string): string {
  return name.replace(part, '')
}
