import type { ClosingReason } from '../../../../src/lib/incidents/incident-state'
import type { Queries } from '../../database/types'
import { STATES, type State, type Step } from '../history'
import type { DemoIncident } from '../incidents'
import { columnsOf } from './columns'
import type { Handler, Handlers } from './handlers'
import { indexedAfterwards } from './indexes'

/** Cases whose histories go in one statement. */
const BATCH = 8000

/** Adds every step of the histories of cases that are in the database. */
export async function seedEvents(
  queries: Queries,
  district: number,
  incidents: readonly DemoIncident[],
  handlers: Handlers,
): Promise<void> {
  const rows = await queries.query<{ first: number }>(
    'select min(id)::float8 as first from public.incidents where district_id = $1 and number = $2',
    [district, incidents[0].number],
  )
  await indexedAfterwards(queries, 'incident_events', async () => {
    for (let start = 0; start < incidents.length; start += BATCH) {
      const batch = incidents.slice(start, start + BATCH)
      await insertBatch(queries, district, batch, handlers, rows[0].first + start)
    }
  })
}

/** Cases were added in order by one session, so their keys follow each other from `firstKey`. */
async function insertBatch(
  queries: Queries,
  district: number,
  batch: readonly DemoIncident[],
  handlers: Handlers,
  firstKey: number,
): Promise<void> {
  const steps = batch.flatMap((incident, index) => {
    const around = { incident, handler: handlers.of(incident), key: firstKey + index }
    return incident.history.steps.map((step) => ({ step, ...around }))
  })
  const { rows, parameters } = columnsOf(
    's',
    {
      incident: { type: 'bigint', values: steps.map(({ key }) => key) },
      at: { type: 'float8', values: steps.map(({ step }) => Math.round(step.at / 1000)) },
      kind: { type: 'text', values: steps.map(({ step }) => step.kind) },
      before: { type: 'smallint', values: steps.map(({ step }) => place(step.from)) },
      after: { type: 'smallint', values: steps.map(({ step }) => place(step.to)) },
      actor: {
        type: 'text',
        values: steps.map(({ step, incident, handler }) => actorOf(step, incident, handler)),
      },
      note: { type: 'text', values: steps.map(({ step }) => noteOf(step)) },
      detail: {
        type: 'text',
        values: steps.map(({ step, incident, handler }) => detailOf(step, incident, handler)),
      },
    },
    2,
  )
  await queries.query(insertFrom(rows), [district, ...parameters])
}

/** A constant of the statement, so that the names are looked up once and not for each of half a million steps. */
const states = `'{${STATES.join()}}'::public.incident_state[]`

const insertFrom = (rows: string) => `
  insert into public.incident_events (district_id, incident_id, at, actor_name, kind, from_state, to_state, note, detail)
  select $1, s.incident, to_timestamp(s.at), s.actor, s.kind,
    (${states})[s.before], (${states})[s.after], s.note, s.detail::jsonb
  from ${rows}`

const place = (state: Step['to']) => (state === null ? null : STATES.indexOf(state) + 1)

const REPORTERS: Record<string, string> = { hotline: '热线', app: '群众上报', desk: '窗口' }

/** Patrols, handling and what is settled on the spot are the handler's; the rest is the command centre's. */
function actorOf({ kind, to }: Step, { source }: DemoIncident, handler: Handler | null): string {
  const handling = to === 'in_progress' || to === 'resolved' || to === 'self_handled'
  if (handling || (to === 'reported' && source === 'patrol')) return handler?.name ?? '社区值班'
  if (to === 'reported') return REPORTERS[source]
  return kind === 'urge' ? '街道督办' : '指挥中心'
}

/** Why a case is closed: nearly all are solved. The same for a case whoever asks. */
export function closingReasonOf({ number }: DemoIncident): ClosingReason {
  const reasons: Partial<Record<number, ClosingReason>> = {
    3: 'cannot_be_done',
    7: 'nothing_found',
    11: 'nothing_found',
    13: 'not_ours',
    17: 'withdrawn',
  }
  return reasons[Number(number.slice(-3)) % 29] ?? 'solved'
}

/** Steps that end, send back or stop a case say why. */
const NOTES: Partial<Record<State, string>> = {
  returned: '不属本单位职责，退回重派',
  deferred: '需等待材料，申请缓办',
  rework: '现场核查未达标，返工',
  rejected: '不在受理范围',
  self_handled: '网格员现场处置完毕',
}

function noteOf({ kind, from, to }: Step): string {
  if (kind === 'urge') return '已超期，请尽快处置'
  if (from === 'closed') return '回访反映问题反复，重新立案'
  return (to && NOTES[to]) ?? ''
}

const iso = (moment: number) => new Date(moment).toISOString()

function detailOf(
  { to, clockDueAt, until, satisfied }: Step,
  incident: DemoIncident,
  handler: Handler | null,
): string {
  const kept = [
    clockDueAt === undefined ? '' : `"clockDueAt":"${iso(clockDueAt)}"`,
    until === undefined ? '' : `"until":"${iso(until)}"`,
    satisfied === undefined ? '' : `"satisfied":${satisfied}`,
    to === 'dispatched' && handler ? `"handler":${handler.id},"handlerName":"${handler.name}"` : '',
    to === 'duplicate' ? `"duplicateOf":"${incident.duplicateOf}"` : '',
    to === 'closed' ? `"reason":"${closingReasonOf(incident)}"` : '',
  ]
  return `{${kept.filter((part) => part !== '').join()}}`
}
