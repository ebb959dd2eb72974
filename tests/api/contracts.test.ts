import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAreas } from '../../src/data/areas'
import * as assessments from '../../src/data/assessment'
import * as indicators from '../../src/data/indicators'
import { readBaseMap, readCommunityMap, readCompoundMap, readGridMap } from '../../src/data/maps/basemap'
import { listCategories } from '../../src/data/categories'
import { readChanges } from '../../src/data/changes'
import * as accounts from '../../src/data/district/accounts'
import { readAudit } from '../../src/data/district/audit'
import { readCalendar, saveCalendar } from '../../src/data/district/calendars'
import * as own from '../../src/data/district/own-categories'
import * as settings from '../../src/data/district/settings'
import * as tasks from '../../src/data/district/tasks'
import { acceptInvitation, askPairing, beginPairing, lookAtInvitation } from '../../src/data/functions'
import { readDensity } from '../../src/data/maps/density'
import { readGridLife } from '../../src/data/plans/grid-life'
import * as cases from '../../src/data/incidents/incident-case'
import { readColumnChunks, readColumns, readHouseholdCells } from '../../src/data/incidents/columns'
import { readIncidentChanges } from '../../src/data/incidents/incident-changes'
import {
  readGridsInForce,
  readInForce,
  readPlanStanding,
  withdrawPublication,
} from '../../src/data/plans/in-force'
import { readIncidentPoints } from '../../src/data/incidents/incident-map'
import { readIncidentPage, reportIncident } from '../../src/data/incidents/incidents'
import * as imports from '../../src/data/imports/imports'
import { locate } from '../../src/data/maps/locating'
import { readPlanningInput } from '../../src/data/maps/places'
import * as conversation from '../../src/data/plans/plan-conversation'
import { incidentSquares } from '../../src/data/plans/plan-incidents'
import { buildingVisits } from '../../src/data/plans/plan-visits'
import * as outputs from '../../src/data/plans/plan-outputs'
import * as plans from '../../src/data/plans/plans'
import * as schemes from '../../src/data/plans/schemes'
import * as departments from '../../src/data/setup/departments'
import * as people from '../../src/data/setup/people'
import * as staffing from '../../src/data/setup/staffing'
import * as volunteers from '../../src/data/setup/volunteers'
import * as session from '../../src/data/session'
import { readWallStatistics } from '../../src/data/statistics'
import type { SavedEdit } from '../../src/plan/model/history'
import type { Client } from '../../src/lib/supabase'
import { demoAccounts } from '../../supabase/local/accounts/accounts'
import { createHandler, listen } from '../../supabase/local/serve/server'
import { readCatalog, type Routine } from '../../supabase/local/types/catalog'
import { clientOf } from './support/clients'
import { allContracts } from './support/contracts'
import { kindOf } from './support/contract-kinds'
import { Answers } from './support/answers'
import { drawPlan } from './support/drawing'
import { bringFile, checkFile, fixture } from './support/importing'
import { startHost } from './support/start'

/**
 * Functions of the API that nothing in `src` and no command calls: each is here because somebody else does. What the
 * pages begin to call gets a contract instead.
 */
const NOT_CALLED: Readonly<Record<string, string>> = {
  commit_import: 'one step for programs that hold the connection; the pages write in steps',
  record_visit: 'for the pages of grid workers, which are to come',
  forget_what_is_over: 'for a timetable with the service key',
  count_attempt: 'for the functions join and pairing with the service key',
  invitation_for: 'for the function join with the service key',
  finish_invitation: 'for the function join with the service key',
  start_pairing: 'for the function pairing with the service key',
  claim_pairing: 'for the function pairing with the service key',
  finish_pairing: 'for the function pairing with the service key',
  tolerances: 'for tests that compare it with the planning model',
}

const DAY_MS = 86_400_000
const answers = new Answers()
let routines: Routine[]
let as: Record<'planner' | 'dispatcher' | 'leader' | 'worker' | 'admin' | 'viewer' | 'wall', Client>
let stop: () => Promise<void>
/** A client that has not signed in. */
let stranger: () => Client
let since: string
/** A day that is still to come. */
let dayAfter: string

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gridward-contracts-'))
  const { backend, keys, stop: stopHost } = await startHost(folder, 'demo')
  const [{ now }] = await backend.database.query<{ now: string }>('select now()::text as now')
  since = new Date(Date.parse(now) - 400 * DAY_MS).toISOString()
  dayAfter = new Date(Date.parse(now) + 40 * DAY_MS).toISOString().slice(0, 10)
  routines = (await readCatalog(backend.database)).routines
  const listening = await listen(createHandler({ backend, keys, demo: true }), '127.0.0.1', 0)
  stop = async () => {
    await listening.close()
    await stopHost()
    await rm(folder, { recursive: true, force: true })
  }
  stranger = () => clientOf(listening.address, keys.anonKey, answers.fetch)
  const signedIn = demoAccounts.map(async ({ email, password, role }) => {
    const client = clientOf(listening.address, keys.anonKey, answers.fetch)
    const { error } = await client.auth.signInWithPassword({ email, password })
    if (error) throw error
    return [role, client] as const
  })
  as = Object.fromEntries(await Promise.all(signedIn)) as typeof as
}, 600_000)
afterAll(() => stop())

describe('the functions of the database', () => {
  test('each has a contract, or is called by nobody here', () => {
    const agreed = allContracts.map(({ name }) => name as string)
    expect(new Set(agreed).size).toBe(agreed.length)
    expect([...agreed, ...Object.keys(NOT_CALLED)].sort()).toEqual(routines.map(({ name }) => name).sort())
  })

  test('take the arguments that were agreed on', () => {
    const taken = (name: string) =>
      routines
        .find((routine) => routine.name === name)!
        .arguments.map((argument) => ({
          name: argument.name,
          // Text that may hold what jsonb refuses comes as json.
          type: argument.type.isArray
            ? `${argument.type.name}[]`
            : argument.type.name.replace(/^json$/, 'jsonb'),
          optional: argument.optional,
        }))
    for (const { name, arguments: entries } of allContracts) {
      const agreed = Object.entries(entries).map(([argument, schema]) => ({
        name: argument,
        ...kindOf(schema, taken(name).find((one) => one.name === argument)?.type ?? ''),
      }))
      expect(agreed, name).toEqual(taken(name))
    }
  })
})

describe('with the demo district', () => {
  /** A square of ground that is given to the second grid, with everything that an edit can say. */
  const wholeEdit: Omit<SavedEdit, 'by'> = {
    number: 1,
    at: '2026-03-01T08:00:00.000Z',
    sentence: { code: 'rename', values: { grid: '001', households: 3 } },
    undone: false,
    patch: {
      ground: {
        moved: [1, 2, 3],
        faces: [{ id: 1, was: null, is: { home: 1, owner: 1, block: 1, community: 0, grid: 2 } }],
        edges: [{ id: 1, was: { x1: 0, y1: 0, x2: 1, y2: 1, left: 1, right: -1, tags: 8 }, is: null }],
      },
      grids: [
        {
          before: null,
          after: { level: 1, key: 2, community: 1, parent: null, name: '', locked: false },
        },
      ],
      pins: [[1, 1]],
      borders: [[1, 2, 1]],
      engine: { before: {}, after: { preset: 'balanced', seed: 3, steps: [1, 2] } },
    },
  }
  let district: number
  let community: { id: number; code: string; name: string; nameEn: string | null }
  let listed: plans.PlanListed[]

  beforeAll(async () => {
    const areas = await listAreas(as.admin)
    district = areas.find(({ kind }) => kind === 'district')!.id
    community = areas.find(({ kind }) => kind === 'community')!
    listed = await plans.listPlans(as.planner, district)
  })

  test('what everybody asks again and again', async () => {
    for (const client of Object.values(as)) await readChanges(client)
    await locate(as.dispatcher, 0, 0)
  })

  test('maps and the wall', async () => {
    await readBaseMap(as.wall, district)
    await readCommunityMap(as.wall, district)
    await readGridMap(as.leader, district)
    expect((await readCompoundMap(as.planner, district)).features.length).toBeGreaterThan(0)
    await readGridMap(as.viewer, district, dayAfter)
    await readWallStatistics(as.wall, district, 30)
    await readDensity(as.wall, district, 30)
    await readIncidentPoints(as.wall, district, { orOpen: true, from: since })
    const { chunks } = await readColumnChunks(as.viewer, district)
    expect((await readColumns(as.viewer, district, chunks[0])).hour.length).toBeGreaterThan(0)
    expect((await readHouseholdCells(as.leader, district)).households.length).toBeGreaterThan(0)
    await incidentSquares(as.planner, district, since)
    await buildingVisits(as.planner, district, since.slice(0, 10))
    await readPlanningInput(as.planner, district)
  })

  test('figures by every unit, and the cases behind one', async () => {
    const registry = await indicators.listIndicators(as.wall)
    const period = { firstDay: since.slice(0, 10), lastDay: since.slice(0, 4) + '-12-31' }
    const units: indicators.UnitKind[] = ['district', 'street', 'community', 'grid', 'compound']
    for (const unit of [...units, 'class', 'category', 'hour', 'weekday', 'source', 'department'] as const) {
      const own = registry
        .filter((one) => indicators.isCountedBy(one, unit, 'district'))
        .map(({ code }) => code)
      const { units: rows } = await indicators.readIndicatorTable(as.leader, district, own, unit, period)
      expect(rows.filter(({ values }) => values.cameIn).length, unit).toBeGreaterThan(0)
    }
    const asked = {
      areaId: district,
      indicator: 'onTimeClosure',
      unit: 'district',
      unitId: '',
      ...period,
    } as const
    const first = await indicators.readIndicatorRows(as.leader, asked, 'rest')
    expect(first.next).not.toBeNull()
    await indicators.readIndicatorRows(as.leader, asked, 'rest', first.next)
    await indicators.readComparablePeriods(as.leader, district, { firstDay: dayAfter, lastDay: dayAfter })
    expect((await indicators.readLateCases(as.leader, district)).clocks).not.toEqual([])
  })

  test('a bulletin, its edition, an assessment and its signs', { timeout: 180_000 }, async () => {
    const period = { firstDay: since.slice(0, 10), lastDay: since.slice(0, 4) + '-12-31' }
    expect((await assessments.readBulletin(as.viewer, district, period)).published).toBeNull()
    const first = await assessments.publishBulletin(as.leader, district, period, '', randomUUID())
    expect(first).toEqual({ edition: 1, changed: 0 })
    const { published, content } = await assessments.readBulletin(as.viewer, district, period)
    expect(published?.content).toEqual(content)
    await expect(assessments.publishBulletin(as.leader, district, period, '', randomUUID())).rejects.toThrow(
      'nothing-to-correct',
    )
    const { units, weights } = await assessments.readAssessment(as.leader, district, 'street', period)
    await assessments.saveWeights(as.admin, district, weights, { ...weights, response: 40 })
    const { weights: saved } = await assessments.readAssessment(as.leader, district, 'street', period)
    expect(saved).toEqual({ ...weights, response: 40 })
    const publish = (reason: string) =>
      assessments.publishAssessment(as.leader, district, 'street', period, reason, randomUUID())
    expect(await publish('')).toEqual({ edition: 1, changed: 0 })
    await assessments.saveWeights(as.admin, district, saved, {})
    expect(await publish('权重有误')).toMatchObject({ edition: 2 })
    const corrected = await assessments.readAssessment(as.viewer, district, 'street', period)
    expect(corrected.published?.content.weights).toEqual(weights)
    expect(corrected.editions.map(({ edition, reason }) => [edition, reason])).toEqual([[2, '权重有误'], [1, '']]) // prettier-ignore
    expect(units[0].rank).toBe(1)
    const { signs } = await assessments.readSigns(as.leader, district, period)
    for (const { sign, community } of signs.slice(0, 1))
      await assessments.readSignRows(as.leader, district, sign, community, period)
    const [known] = await indicators
      .readIndicatorTable(as.leader, district, ['cameIn'], 'community', period)
      .then((table) => table.units)
    await assessments.readSignRows(as.leader, district, 'unasked', Number(known.id), period)
  })

  test('plans: reading', async () => {
    const [present, former] = ['published', 'superseded'].map((wanted) =>
      listed.find(({ state }) => state === wanted)!,
    )
    for (const { id } of listed) {
      await plans.readPlan(as.planner, id)
      await outputs.readPlanFaults(as.planner, id)
      await outputs.readPlanPosts(as.planner, id)
      await outputs.readGridStaff(as.planner, id)
      await outputs.planIncidents(as.leader, id, since)
      await outputs.plansInForce(as.planner, { id })
      await readPlanStanding(as.planner, id)
      await outputs.readPlanEstimates(as.planner, id)
    }
    const { pairs } = await outputs.comparePlans(as.planner, former.id, present.id)
    await outputs.comparePlans(as.planner, null, present.id)
    await readInForce(as.planner, district)
    await readGridsInForce(as.planner, district)
    await outputs.readNoticeBoards(as.leader, present.id, community.id)
    const grids = (await plans.readPlan(as.planner, former.id)).grids
    await readGridLife(as.leader, { code: pairs[0].toCode! }, since)
    await readGridLife(as.leader, { plan: former.id, level: grids[0].level, key: grids[0].key }, since)
  })

  test('plans: drawing one, talking about it and putting it in force', async () => {
    const drawn = await drawPlan(as.planner, community.code)
    const detail = await plans.readPlan(as.planner, drawn.id)
    const grid = detail.grids.find(({ parent }) => parent !== null) ?? detail.grids[0]
    const { building, grid: keys } = detail.assignment
    const changes = {
      name: '有改动的方案',
      locks: { buildings: [building[0]], borders: [[building[0], building[1]] as [number, number]] },
      edits: { from: 1, list: [wholeEdit] },
      assignment: { building: building.slice(0, 1), grid: keys.slice(0, 1) },
    }
    await plans.savePlan(as.planner, drawn.id, detail.plan.version, changes)
    expect((await plans.readPlan(as.planner, drawn.id)).edits[0].patch).toEqual(wholeEdit.patch)
    await plans.announceEditor(as.admin, drawn.id)
    await plans.announceEditor(as.planner, drawn.id)
    const first = await conversation.remark(
      as.leader,
      drawn.id,
      { body: '这里呢', lngLat: grid.label },
      randomUUID(),
    )
    await conversation.remark(as.planner, drawn.id, { body: '好', replyTo: first }, randomUUID())
    await conversation.remark(as.planner, drawn.id, { body: '网格', grid }, randomUUID())
    await conversation.settleRemark(as.leader, first, true)
    await plans.readPlan(as.planner, drawn.id)
    await plans.submitPlan(as.planner, drawn.id)
    await plans.returnPlan(as.leader, drawn.id, '请再看一看')
    await plans.submitPlan(as.planner, drawn.id)
    await conversation.readConversation(as.planner, drawn.id)
    await plans.publishPlan(as.leader, drawn.id, dayAfter)
    await withdrawPublication(as.leader, drawn.id)
    await plans.publishPlan(as.leader, drawn.id, null)
    await plans.listPlans(as.planner, district)
    await readGridLife(as.leader, { plan: drawn.id, level: grid.level, key: grid.key }, since)
    const wish = { areaId: community.id, schemeId: detail.plan.schemeId, name: '不要了', basedOn: drawn.id }
    const empty = await plans.startPlan(as.planner, { ...wish, basedOn: undefined })
    expect(await outputs.readPlanFaults(as.planner, empty)).not.toEqual([])
    const renamed = await plans.renamePlan(as.planner, empty, '另一个名字')
    await plans.changePlanScheme(as.planner, renamed, detail.plan.schemeId)
    await plans.discardPlan(as.planner, empty)
    await plans.discardPlan(as.planner, await plans.startPlan(as.planner, wish))
  })

  test('schemes', async () => {
    const [template] = await schemes.listSchemes(as.planner, district)
    const rule = {
      name: '自定',
      nameEn: 'Own',
      tolerance: template.tolerance,
      codeDigits: template.codeDigits,
      shares: { incidents: 20, visits: 10, area: 0 },
      levels: template.levels.map(({ name, nameEn, target, posts }) => ({
        name,
        nameEn,
        target,
        posts: posts.map(({ id: _, ...post }) => post),
      })),
    }
    const made = await schemes.createScheme(as.planner, district, rule)
    const own = (await schemes.listSchemes(as.planner, district)).find(({ id }) => id === made)!
    await schemes.changeScheme(as.planner, own, { ...rule, name: '改名' })
    await expect(schemes.changeScheme(as.planner, own, { ...rule, name: '他名' })).rejects.toMatchObject({
      code: 'changed-since',
    })
    await schemes.removeScheme(as.planner, made)
  })

  test('incidents', async () => {
    const { dispatcher, admin } = as
    const { cursor } = await readIncidentChanges(dispatcher, district, null)
    const page = await readIncidentPage(dispatcher, district, { order: 'deadline' }, { size: 200 })
    await readIncidentPage(dispatcher, district, { order: 'deadline' }, { after: page.next })
    await readIncidentPage(dispatcher, district, { states: ['closed'], categories: ['01'] }, { size: 50 })
    for (const { id } of page.incidents.slice(0, 20)) await cases.readIncident(dispatcher, id)
    const seen = await readIncidentPage(as.viewer, district, { order: 'deadline' }, { size: 20 })
    for (const { id } of seen.incidents) await cases.readIncident(as.viewer, id)
    const categories = await listCategories(dispatcher, district)
    const [one, other] = ['0101', '0102'].map((code) => categories.find((each) => each.code === code)!.id)
    const at = page.incidents.find(({ grid }) => grid !== null)!
    const { id, number } = await reportIncident(dispatcher, {
      clientKey: randomUUID(),
      lng: at.lng,
      lat: at.lat,
      categoryId: one,
      description: '垃圾未清',
      address: '甲路 1 号',
      isUrgent: false,
      contact: { name: '王某', telephone: '13800000000', consent: true },
    })
    await locate(dispatcher, at.lng, at.lat)
    await cases.readIncidentContact(dispatcher, id)
    await cases.noteIncident(dispatcher, id, '已电话核实')
    await cases.urgeIncident(admin, id, '尽快')
    await cases.changeCategory(dispatcher, id, { categoryId: other, note: '分类有误' })
    const move = async (to: cases.Move['to'], options: cases.StepOptions = {}) => {
      const { state } = await cases.readIncident(dispatcher, id)
      await cases.moveIncident(dispatcher, { id, expected: state, to, note: '办理', options })
    }
    await move('accepted')
    await move('filed')
    const [candidate] = await cases.listDispatchCandidates(dispatcher, id)
    await move('dispatched', { handler: candidate.id })
    await move('in_progress')
    await cases.askDeferral(dispatcher, id, { until: dayAfter, note: '等料', waiting: true })
    await cases.readIncident(admin, id)
    await cases.moveIncident(admin, { id, expected: 'in_progress', to: 'deferred', note: '准', options: {} })
    await cases.readIncident(dispatcher, id)
    await move('in_progress')
    await move('resolved')
    await move('closed', { reason: 'solved' })
    await cases.answerSatisfaction(dispatcher, id, { satisfied: true, note: '满意' })
    await cases.readIncident(dispatcher, id)
    const again = await reportIncident(dispatcher, {
      clientKey: randomUUID(),
      lng: at.lng,
      lat: at.lat,
      categoryId: one,
      description: '同一件',
      address: '',
      isUrgent: true,
      contact: null,
    })
    const duplicate = { id: again.id, expected: 'reported', to: 'duplicate', note: '重复' } as const
    await cases.moveIncident(dispatcher, { ...duplicate, options: { duplicateOf: number } })
    await cases.readIncident(dispatcher, again.id)
    await readIncidentChanges(dispatcher, district, cursor)
  })

  test('incidents: clocks beside the steps, a corrected place and words blacked out', async () => {
    const { dispatcher } = as
    const categories = await listCategories(dispatcher, district)
    const { incidents } = await readIncidentPage(dispatcher, district, { order: 'newest' }, { size: 50 })
    const [first] = incidents
    const second = incidents.find(({ communityId }) => communityId !== first.communityId)!
    const { cursor } = await readIncidentChanges(dispatcher, first.communityId, null)
    for (const [code, clock] of [
      ['1201', 'arrival'],
      ['1001', 'first_answer'],
    ] as const) {
      const { id } = await reportIncident(dispatcher, {
        clientKey: randomUUID(),
        lng: first.lng,
        lat: first.lat,
        categoryId: categories.find((each) => each.code === code)!.id,
        description: '门口积水，住户李某来电',
        address: '乙路 2 号',
        isUrgent: false,
        contact: null,
      })
      await cases.stopClock(dispatcher, id, { clock, note: '已办' })
      const place = { lng: second.lng, lat: second.lat, address: '丙路 3 号', note: '位置有误' }
      await cases.correctPlace(dispatcher, id, place)
      await cases.redactIncident(dispatcher, id, { words: '李某', note: '隐去姓名' })
      const { history, description } = await cases.readIncident(dispatcher, id)
      const stopped = clock === 'arrival' ? 'arrival' : 'answer'
      expect(history.map(({ kind }) => kind)).toEqual(expect.arrayContaining([stopped, 'place', 'redaction']))
      expect(description).toBe('门口积水，住户██来电')
    }
    expect((await readIncidentChanges(dispatcher, first.communityId, cursor)).gone).toHaveLength(2)
  })

  test('departments', async () => {
    const { admin, dispatcher } = as
    const content = { name: '水务局', nameEn: '', telephone: '', retired: false, categories: [] }
    const { id } = await departments.saveDepartment(admin, district, { read: null, content })
    const read = (await departments.listDepartments(admin, district)).find((one) => one.id === id)!
    await departments.saveDepartment(admin, district, {
      read,
      content: { ...content, categories: [{ code: '0603', area: community.id }] },
    })
    const { incidents } = await readIncidentPage(dispatcher, district, { order: 'deadline' }, { size: 1 })
    await departments.assignDepartment(dispatcher, incidents[0].id, { departmentId: id, note: '归口' })
    await cases.readIncident(dispatcher, incidents[0].id)
    await expect(
      departments.saveDepartment(admin, district, { read, content: { ...content, telephone: '1' } }),
    ).rejects.toMatchObject({ code: 'changed-since', detail: { fields: ['categories'] } })
    const spare = await departments.saveDepartment(admin, district, {
      read: null,
      content: { ...content, name: '空' },
    })
    await departments.removeDepartment(admin, spare.id)
    expect(await departments.listDepartments(dispatcher, district)).toHaveLength(7)
  })

  test('people, posts and who holds them', async () => {
    const { planner, dispatcher } = as
    const { day, people: staff } = await people.listPeople(dispatcher, district)
    const free = staff.filter(({ posts, isAway }) => posts.length === 0 && !isAway)
    const content = { ...free[0], leftOn: '', onDuty: true }
    const { name, organisation, workTelephone, department, area, onDuty, leftOn, sourceId } = content
    const said = { name, organisation, workTelephone, department, area, onDuty, leftOn, sourceId }
    await people.savePerson(planner, district, { read: free[0], content: said })
    const absent = { firstDay: dayAfter, lastDay: dayAfter, substitute: free[1].id }
    await people.saveAbsence(planner, free[0].id, { read: null, content: absent })
    const { people: then } = await people.listPeople(dispatcher, district, dayAfter)
    const [absence] = then.find(({ id }) => id === free[0].id)!.absences
    await people.saveAbsence(planner, free[0].id, { read: absence, content: { ...absent, lastDay: '' } })
    await people.removeAbsence(planner, absence.id)
    const shift = { person: free[0].id, weekdays: [1, 2, 3, 4, 5, 6, 7], begins: '20:00', ends: '08:00' }
    await people.saveDuty(planner, community.id, { content: { ...shift, firstDay: day, lastDay: '' } })
    const [first] = await people.readDutyRoster(dispatcher, community.id, day)
    const laid = await people.listDuty(dispatcher, community.id)
    await people.removeDuty(planner, first.id)
    const shiftRow = {
      number: 2,
      source: laid[0].source,
      name: laid[0].name,
      area: community.code,
      weekdays: '1,3',
      begins: '09:00',
      ends: '12:00',
      since: '2031-03-01',
      until: '2031-03-31',
    }
    const dutyRows = [shiftRow, { ...shiftRow, number: 3, weekdays: '3', begins: '11:00', ends: '13:00' }]
    expect(await people.takeDuty(planner, district, { rows: dutyRows, write: true })).toMatchObject({
      added: 2,
      refused: [{ number: 3, code: 'duty-overlaps' }],
    })
    const away = {
      number: 2,
      source: sourceId,
      name,
      since: '2031-03-01',
      until: '2031-03-02',
      substitute: '',
    }
    const absenceRows = [away, { ...away, number: 3, since: '2031-03-04', until: '2031-03-03' }]
    expect(await people.takeAbsences(planner, district, { rows: absenceRows, write: false })).toMatchObject({
      added: 1,
      refused: [{ number: 3, code: 'dates-reversed' }],
      isWritten: false,
    })
    const board = await staffing.readStaffingBoard(dispatcher, district)
    const vacant = board.places.find(
      (place) =>
        place.wanted >
        board.held.filter(({ post, grid }) => post === place.post && grid === place.grid).length,
    )!
    const put = { person: free[0].id, post: vacant.post, place: { grid: vacant.grid, area: vacant.area } }
    const made = await staffing.assignPerson(planner, { ...put, since: day, until: '' })
    await staffing.changeAssignment(
      planner,
      { id: made, since: day, until: null },
      { since: day, until: dayAfter },
    )
    await staffing.removeAssignment(planner, made)
    const draft = await plans.startPlan(planner, {
      areaId: community.id,
      schemeId: listed[0].schemeId,
      name: '专属',
      basedOn: listed.find(({ state }) => state === 'published')!.id,
    })
    const before = await plans.readPlan(planner, draft)
    const { id: _, code: _code, households: _households, label: _label, ...facts } = before.grids[0]
    const grids = [{ ...facts, kind: 'park' as const }]
    await plans.savePlan(planner, draft, before.plan.version, { grids })
    expect((await plans.readPlan(planner, draft)).grids[0].kind).toBe('park')
    await plans.discardPlan(planner, draft)
    const row = { number: 1, source: 'R1', name: '名册', telephone: '', organisation: '', department: '' }
    const rows = [{ ...row, area: '', post: '', grid: '', since: '', until: '' }]
    await people.takeRoster(planner, district, {
      rows: [...rows, { ...rows[0], number: 2, name: '' }],
      write: false,
    })
    expect(await people.takeRoster(planner, district, { rows, write: true })).toMatchObject({ newPeople: 1 })
  })

  test('volunteers', async () => {
    const { admin, worker } = as
    const { roles } = await volunteers.listVolunteers(admin, district)
    const role = { name: '护河员', nameEn: '', duties: '', retired: false }
    await volunteers.saveVolunteerRole(admin, district, { read: roles[15], content: role })
    const content = { name: '韩某', role: roles[0].id, compound: null, since: '2020-01-01', until: '' }
    const made = await volunteers.saveVolunteer(admin, community.id, { read: null, content })
    const { volunteers: serving } = await volunteers.listVolunteers(admin, district)
    const read = serving.find(({ id }) => id === made)!
    await volunteers.saveVolunteer(admin, community.id, {
      read,
      content: { ...content, until: '2099-01-01' },
    })
    const number = await volunteers.certifyVolunteer(admin, made)
    await volunteers.recordService(admin, made, { content: { on: '2020-02-01', hours: '1.5', what: '修' } })
    await volunteers.readVolunteerRecord(admin, made)
    expect(await volunteers.checkCertificate(worker, number)).toMatchObject({ surname: '韩', isValid: true })
    expect(await volunteers.checkCertificate(worker, 'x')).toBeNull()
  })

  /** A file with one grid: the whole of the first community of a district. */
  async function gridOf(client: Client, code: string): Promise<string> {
    const { id } = (await listAreas(client)).find((each) => each.code === code)!
    const [{ properties: member, geometry }] = (await readCommunityMap(client, id)).features
    const properties = { 网格编码: `${member.code}01`, 网格名称: '第一网格' }
    const features = [{ type: 'Feature', properties, geometry }]
    return JSON.stringify({ type: 'FeatureCollection', features })
  }

  test('imports', async () => {
    const { admin } = as
    const code = '990001'
    await imports.createDistrict(admin, {
      code,
      name: '新区',
      nameEn: 'New',
      membersOf: community.code.slice(0, 6),
    })
    await imports.readTarget(admin, code)
    await imports.listTargets(admin)
    const { id } = await checkFile(admin, code, fixture('areas-wobble.geojson'), 'areas.geojson')
    await imports.listReported(admin, id)
    await imports.listRecentImports(admin, code)
    await imports.commitImport(admin, id)
    await bringFile(admin, code, fixture('areas-buildings.csv'), 'buildings.csv')
    const grids = await checkFile(admin, code, await gridOf(admin, code), 'grids.geojson', { kind: 'grids' })
    await imports.setImportPlan(admin, grids.id, { name: '旧网格', from: '2020-01-01' })
    const { plan } = await imports.commitImport(admin, grids.id)
    expect((await plans.readPlan(admin, plan!)).plan.name).toBe('旧网格')
    const refused = await checkFile(admin, code, fixture('outlier.csv'), 'outlier.csv')
    await imports.listReported(admin, refused.id, 'far-from-others')
    expect(await imports.listRefused(admin, refused.id)).toHaveLength(1)
    await imports.cancelImport(admin, refused.id)
    await imports.listRecentImports(admin, code)
  })

  test('the set-up of a district', async () => {
    const source = {
      id: 'city',
      kind: 'xyz' as const,
      name: '市图',
      url: 'https://maps.example.cn/{z}/{x}/{y}.png',
      key: '',
      layer: '',
      attribution: '测绘院',
      approval: '',
    }
    const before = await settings.readSettings(as.wall, district)
    await settings.saveSettings(as.admin, before, {
      mapSources: [source],
      mapSource: 'city',
      wallHidden: [...settings.WALL_PARTS],
    })
    await settings.listNotices(as.admin, district)
    const listed = await own.listDistrictCategories(as.dispatcher, district)
    const chosen = listed.find(({ code }) => code === '0101')!
    const written = {
      ...chosen,
      nameEn: '',
      approvedSince: '2026-01-01',
      approvedUntil: '',
      name: '生活垃圾',
    }
    const { deadlines, name, nameEn, gridOnly, approvedBy, approval, approvedSince, approvedUntil } = written
    const content = { deadlines, name, nameEn, gridOnly, approvedBy, approval, approvedSince, approvedUntil }
    const id = await own.saveCategory(as.admin, district, chosen, content)
    const parts = ['0108', '0109'].map((code) => ({ code, name: code, nameEn: '' }))
    await own.splitCategory(as.admin, district, id, parts)
    await own.retireCategory(as.admin, district, id, true)
    const year = await readCalendar(as.leader, district, 2026)
    const days = year.days.map(({ day, worked, name: called }) => ({ day, worked, name: called }))
    await saveCalendar(as.admin, district, year, { days, isKnown: true }, true)
    const task = {
      areaId: district,
      name: '月报',
      class: '报表',
      demandedBy: '区局',
      ground: '',
      timesAYear: 12,
      hoursEach: 2,
      since: '',
      until: '',
    }
    const made = await tasks.saveTask(as.admin, district, null, task, randomUUID())
    await tasks.decideTask(as.admin, district, { id: made, version: 1 }, 'accepted')
    const register = await tasks.readTasks(as.leader, district)
    expect(register.burden.every(({ hours }) => hours === 24)).toBe(true)
    expect((await readAudit(as.admin, district, { subject: 'handed_tasks' })).entries).not.toEqual([])
  })

  test('accounts and walls', async () => {
    const roles = [{ role: 'viewer' as const, areaId: community.id, departmentId: null }]
    const withdrawn = await accounts.invite(as.admin, district, { name: '甲', signIn: 'w-2001', roles })
    await accounts.listAccounts(as.admin, district)
    await accounts.withdrawInvitation(as.admin, district, withdrawn.invitation)
    const { people: staff } = await people.listPeople(as.admin, district)
    const { id: personId, name } = staff.find(({ hasAccount }) => !hasAccount)!
    const invited = { name: '乙', signIn: '138 0000 2002', roles, personId }
    const { code } = await accounts.invite(as.admin, district, invited)
    expect(await lookAtInvitation(stranger(), code)).toMatchObject({ name: '乙', signIn: '13800002002' })
    await acceptInvitation(stranger(), code, 'a-word-of-my-own')
    const { accounts: all } = await accounts.listAccounts(as.admin, district)
    const joinedAs = all.find(({ signIn }) => signIn === '13800002002')!
    const { userId, person } = joinedAs
    expect(person).toEqual({ id: personId, name })
    const joined = stranger()
    await session.signIn(joined, '138-0000-2002', 'a-word-of-my-own')
    expect(await accounts.listSessions(as.admin, district, userId)).toHaveLength(1)
    await accounts.changeAccount(as.admin, district, joinedAs, { name: '丙' })
    await accounts.endSessions(as.admin, district, userId)
    await accounts.resetAccount(as.admin, district, userId)
    const screen = stranger()
    const waiting = await beginPairing(screen)
    expect(await askPairing(screen, waiting.secret)).toBe(false)
    await accounts.pairDisplay(as.admin, community.id, waiting.code, '大厅')
    expect(await askPairing(screen, waiting.secret)).toBe(true)
    expect((await readChanges(screen)).memberships).toEqual([{ role: 'display', areaId: community.id }])
    await accounts.endAccount(as.admin, district, userId)
  })

  test('every function was asked and answered, and no list of any answer was always empty', () => {
    expect(answers.functions().sort()).toEqual(allContracts.map(({ name }) => name).sort())
    expect(answers.alwaysEmpty().filter((path) => !SELDOM.includes(path))).toEqual([])
  })
})

/**
 * Lists in which the calls above may find nothing, by function: the tests of imports, boundaries, levels, staff and reviews in
 * this folder, which check every answer as strictly, find something in them.
 */
const SELDOM: readonly string[] = [
  'staffing_board.doubles',
  'setup_notices',
  'calendar_year.notices',
  'bulletin.editions[].changed',
  'check_import.summary.boundaries',
  'check_import.summary.derivedRefused',
  'check_plan.faults',
  'check_import.summary.grids.acrossNames',
  'check_import.summary.replaces.moved.samples',
  'check_import.summary.replaces.renamed.samples',
  'district_settings.mapSources',
  'district_settings.wallHidden',
  'locate.upperGrids',
  'incident_detail.place.upperGrids',
  'grid_life.versions[].became',
  'grid_life.versions[].children',
  'grid_life.versions[].plan.redraw.communities',
  'grid_life_in_plan.versions[].children',
  'grid_life_in_plan.versions[].plan.redraw.communities',
  'incident_detail.place.offDuty',
  'incident_detail.place.vacancies',
  'list_plans[].redraw.communities',
  'locate.offDuty',
  'locate.vacancies',
  'plan_detail.borders[].edges',
  'plan_detail.borders[].faces',
  'plan_detail.borders[].moved',
  'plan_detail.plan.redraw.communities',
  'plan_estimates',
  'publish_plan.plan.redraw.communities',
  'publish_plan.unplaced',
  'recent_imports[].summary.boundaries',
  'recent_imports[].summary.derivedRefused',
  'recent_imports[].summary.replaces.moved.samples',
  'recent_imports[].summary.replaces.renamed.samples',
  'write_import.summary.boundaries',
  'write_import.summary.derivedRefused',
  'write_import.summary.replaces.moved.samples',
  'write_import.summary.replaces.renamed.samples',
  'recent_imports[].summary.grids.acrossNames',
  'write_import.summary.grids.acrossNames',
]
