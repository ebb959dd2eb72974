import type { Deadline, WorkingClock } from './clock'
import type { Random } from './random'

export const STATES = [
  'reported',
  'verifying',
  'accepted',
  'filed',
  'dispatched',
  'in_progress',
  'returned',
  'deferred',
  'resolved',
  'rework',
  'closed',
  'rejected',
  'duplicate',
  'self_handled',
] as const
export type State = (typeof STATES)[number]
export type ClockName = 'acceptance' | 'verification' | 'filing' | 'dispatch' | 'handling' | 'check'
export type Deadlines = Record<ClockName, Deadline>

export interface Step {
  at: number
  /** When the clock that this step stops would have run out, where one ran. */
  clockDueAt?: number
  /** Until when a deferral is approved. */
  until?: number
  /** The answer to the call after closing. */
  satisfied?: boolean
  kind: 'transition' | 'urge' | 'satisfaction'
  from: State | null
  to: State | null
}

/** What has happened to an incident until now, and where it stands; times in milliseconds since 1970. */
export interface History {
  state: State
  steps: Step[]
  acceptedAt: number | null
  filedAt: number | null
  dispatchedAt: number | null
  resolvedAt: number | null
  closedAt: number | null
  dueAt: number | null
  clockDueAt: number | null
  deferredAt: number | null
  deferredUntil: number | null
  deferrals: number
  returns: number
  reworks: number
  reopenings: number
  urged: boolean
  satisfied: boolean | null
}

export interface Circumstances {
  clock: WorkingClock
  deadlines: Deadlines
  now: number
  /** Probability that a deadline is kept. */
  punctuality: number
  /** Whether a case of this kind can wait for an approved date. */
  deferrable: boolean
  /** Whether the same was reported nearby lately, so that this can be a duplicate of it. */
  repeatable: boolean
  random: Random
}

/** The clock that runs in a state; none where the case is over or stands still. */
const CLOCK_OF: Partial<Record<State, ClockName>> = {
  reported: 'acceptance',
  verifying: 'verification',
  accepted: 'filing',
  filed: 'dispatch',
  returned: 'dispatch',
  dispatched: 'handling',
  in_progress: 'handling',
  rework: 'handling',
  resolved: 'check',
}

/** Follows a case from its report through the seven steps until it is over or `now` is reached. */
export function follow(reportedAt: number, circumstances: Circumstances): History {
  const walk = new Walk(reportedAt, circumstances)
  while (walk.step());
  return walk.finish()
}

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000

/** Midnight, Beijing time, after a moment. */
const endOfDay = (moment: number) => Math.ceil((moment + BEIJING_MS) / DAY_MS) * DAY_MS - BEIJING_MS

const isEnded = (state: State) => ['closed', 'rejected', 'duplicate', 'self_handled'].includes(state)

/** One case on its way; each step asks the state what comes next and when. */
class Walk {
  private readonly history: History
  private at: number
  private handledBy = 0

  constructor(
    reportedAt: number,
    private readonly around: Circumstances,
  ) {
    this.at = reportedAt
    this.history = {
      state: 'reported',
      steps: [{ at: reportedAt, kind: 'transition', from: null, to: 'reported' }],
      acceptedAt: null,
      filedAt: null,
      dispatchedAt: null,
      resolvedAt: null,
      closedAt: null,
      dueAt: null,
      clockDueAt: null,
      deferredAt: null,
      deferredUntil: null,
      deferrals: 0,
      returns: 0,
      reworks: 0,
      reopenings: 0,
      urged: false,
      satisfied: null,
    }
    this.restartClock()
  }

  /** Takes the next step; false when the case is over or the step lies after now. */
  step(): boolean {
    const to = this.next()
    if (!to) return false
    const at = Math.max(this.at + 20_000, this.moment(to))
    if (at > this.around.now) return false
    const { state: from, clockDueAt } = this.history
    const step: Step = { at, kind: 'transition', from, to, clockDueAt: clockDueAt ?? undefined }
    this.history.steps.push(step)
    this.enter(to, at)
    if (to === 'deferred') step.until = this.history.deferredUntil!
    return true
  }

  private next(): State | undefined {
    const { random, deferrable, repeatable } = this.around
    const { returns, deferrals, reworks, reopenings } = this.history
    switch (this.history.state) {
      case 'reported':
        return (['duplicate', 'self_handled', 'rejected', 'verifying', 'accepted'] as const)[
          random.weighted([repeatable ? 3.5 : 0, 7, 2, 28, 60])
        ]
      case 'verifying':
        return random.chance(0.12) ? 'rejected' : 'accepted'
      case 'accepted':
        return random.chance(0.03) ? 'self_handled' : 'filed'
      case 'filed':
      case 'returned':
        return 'dispatched'
      case 'dispatched':
        return returns < 2 && random.chance(0.055) ? 'returned' : 'in_progress'
      case 'in_progress':
        if (returns < 2 && random.chance(0.008)) return 'returned'
        return deferrable && deferrals === 0 && reworks === 0 && random.chance(0.05) ? 'deferred' : 'resolved'
      case 'deferred':
      case 'rework':
        return 'in_progress'
      case 'resolved':
        return reworks < 2 && random.chance(0.055) ? 'rework' : 'closed'
      case 'closed':
        return reopenings === 0 && random.chance(0.012) ? 'filed' : undefined
      case 'rejected':
      case 'duplicate':
      case 'self_handled':
        return undefined
    }
  }

  private moment(to: State): number {
    const { clock, deadlines, random } = this.around
    const { state, deferredUntil, reworks } = this.history
    if (state === 'deferred') return deferredUntil!
    if (state === 'closed')
      return clock.deadline(this.at, { amount: random.between(1, 12), unit: 'working_days' })
    if (state === 'in_progress' && to === 'resolved') {
      return reworks === 0
        ? this.handledBy
        : clock.deadline(this.at, deadlines.handling, random.between(0.08, 0.4))
    }
    if (state === 'dispatched' || state === 'in_progress' || state === 'rework') {
      return clock.deadline(this.at, deadlines.handling, random.between(0.02, 0.12))
    }
    return clock.deadline(this.at, deadlines[CLOCK_OF[state]!], this.share(0.955))
  }

  /** Which share of a deadline is used: below one when it is kept; a few that missed it lie for a long time. */
  private share(punctuality: number): number {
    const { random } = this.around
    if (random.chance(punctuality)) return random.between(0.08, 0.97)
    return 1.02 + 1.4 * random.next() ** 2 + (random.chance(0.06) ? random.between(1, 6) : 0)
  }

  private enter(state: State, at: number): void {
    const { history, around } = this
    const from = history.state
    history.state = state
    this.at = at
    if (state === 'accepted') history.acceptedAt = at
    if (state === 'filed') this.file(at, from === 'closed')
    if (state === 'dispatched') history.dispatchedAt = at
    if (state === 'returned') history.returns++
    if (state === 'rework') {
      history.reworks++
      history.resolvedAt = null
    }
    if (state === 'resolved') history.resolvedAt = at
    if (state === 'deferred') this.defer(at)
    if (from === 'deferred') this.resume()
    if (state === 'closed') {
      history.closedAt = at
      if (around.random.chance(0.52)) this.ask(at)
    }
    this.restartClock()
  }

  private file(at: number, again: boolean): void {
    const { history, around } = this
    history.filedAt = at
    history.dueAt = around.clock.deadline(at, around.deadlines.handling)
    this.handledBy = around.clock.deadline(at, around.deadlines.handling, this.share(around.punctuality))
    if (!again) return
    history.reopenings++
    history.closedAt = null
    history.resolvedAt = null
    history.dispatchedAt = null
    history.satisfied = null
  }

  /** A pause runs to the end of the approved day and moves what was not late already. */
  private defer(at: number): void {
    const { clock, deadlines, random } = this.around
    const { history } = this
    const until = endOfDay(at + random.integer(3, 16) * DAY_MS)
    history.deferrals++
    history.deferredAt = at
    history.deferredUntil = until
    if (at >= history.dueAt!) return
    history.dueAt = clock.afterPause(history.dueAt!, at, until, deadlines.handling.unit)
    this.handledBy = clock.afterPause(this.handledBy, at, until, deadlines.handling.unit)
  }

  private resume(): void {
    this.history.deferredAt = null
    this.history.deferredUntil = null
  }

  /** Some days later the reporter is asked whether they are satisfied. */
  private ask(closedAt: number): void {
    const { clock, random, now } = this.around
    const at = clock.deadline(closedAt, { amount: random.between(0.5, 3), unit: 'working_days' })
    if (at > now) return
    const late = this.history.resolvedAt! > this.history.dueAt!
    this.history.satisfied = random.chance(late ? 0.71 : 0.945)
    this.history.steps.push({
      at,
      kind: 'satisfaction',
      from: null,
      to: null,
      satisfied: this.history.satisfied,
    })
  }

  private restartClock(): void {
    const { clock, deadlines } = this.around
    const name = CLOCK_OF[this.history.state]
    if (!name) this.history.clockDueAt = null
    else
      this.history.clockDueAt =
        name === 'handling' ? this.history.dueAt : clock.deadline(this.at, deadlines[name])
  }

  /** Late cases are urged now and then; the steps end up in order of time. */
  finish(): History {
    const { history, around } = this
    const end = history.resolvedAt ?? around.now
    if (
      history.dueAt !== null &&
      history.dueAt < end &&
      history.deferredAt === null &&
      around.random.chance(0.4)
    ) {
      const at = history.dueAt + Math.round((end - history.dueAt) * around.random.between(0.1, 0.9))
      history.steps.push({ at, kind: 'urge', from: null, to: null })
      history.urged = !isEnded(history.state)
    }
    history.steps.sort((a, b) => a.at - b.at)
    return history
  }
}
