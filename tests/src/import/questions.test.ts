import { describe, expect, test } from 'vitest'
import { ImportJob } from '../../../src/import/job'
import { keyOf, withAnswer } from '../../../src/import/questions/answers'

const target = { code: '410802', name: '解放区', streets: 0, communities: 0, bounded: 0 }

async function opened(text: string, name = 'x.csv') {
  const job = new ImportJob()
  await job.open(new Blob([text]), name)
  return { job, settings: job.propose('410802') }
}

describe('what is unclear about a file', () => {
  test('is asked, and nothing is read before it is answered', async () => {
    const { job, settings } = await opened('甲,乙\n1,2\n3,4\n')
    expect(job.questions(settings).map(keyOf)).toEqual(['kind'])
    await expect(job.read(settings, target, () => undefined)).rejects.toMatchObject({
      code: 'questions-open',
      detail: 'kind',
    })
  })

  test('is not asked of a file that is understood, nor of one whose kind was said', async () => {
    const { job, settings } = await opened('编号,户数,社区,经度,纬度\na,40,东社区,113.2,35.2\n')
    expect(job.questions(settings)).toEqual([])
    const { job: other } = await opened('甲,乙\n1,2\n')
    expect(other.questions(other.propose('410802', 'areas')).map(keyOf)).not.toContain('kind')
  })

  test('an answer stands for the setting that it is about', async () => {
    const { settings } = await opened('编号,户数,社区,经度,纬度\na,40,东社区,113.2,35.2\n')
    expect(withAnswer(settings, 'coordinates', 'bd09')).toMatchObject({
      coordinates: 'bd09',
      answers: { coordinates: 'bd09' },
    })
    expect(withAnswer(settings, 'column:households', '编号').mapping.households).toBe('编号')
    expect(withAnswer(settings, 'column:households', '').mapping).not.toHaveProperty('households')
  })
})
