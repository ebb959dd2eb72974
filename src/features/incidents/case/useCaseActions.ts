import { ref, shallowRef } from 'vue'
import { client } from '../../../data/client'
import * as cases from '../../../data/incidents/incident-case'
import type { IncidentCase } from '../../../data/incidents/incident-case'
import type { MemberRole } from '../../../lib/rights'
import { type DataError, toDataError } from '../../../lib/errors'
import { newIntentKey } from '../../../lib/intent-key'
import { type ActionDraft, actOf, type CaseAction, type SentAct } from './steps'

async function send(
  { id, address }: IncidentCase,
  action: CaseAction,
  draft: ActionDraft,
  { key, state }: SentAct,
): Promise<void> {
  const { note } = draft
  switch (action.kind) {
    case 'note':
      return cases.noteIncident(client(), id, note, key)
    case 'urge':
      return cases.urgeIncident(client(), id, note, key)
    case 'answer':
      return cases.answerSatisfaction(client(), id, { satisfied: draft.satisfied, note }, key)
    case 'category':
      return cases.changeCategory(client(), id, { categoryId: draft.categoryId ?? 0, note }, key)
    case 'arrival':
      return cases.stopClock(client(), id, { clock: 'arrival', note }, key)
    case 'firstAnswer':
      return cases.stopClock(client(), id, { clock: 'first_answer', note }, key)
    case 'askDeferral':
      return cases.askDeferral(client(), id, { until: draft.until, waiting: draft.waiting, note }, key)
    case 'place': {
      const { lng, lat } = draft.position ?? { lng: NaN, lat: NaN }
      return cases.correctPlace(client(), id, { lng, lat, address: draft.address ?? address, note }, key)
    }
    case 'redact':
      return cases.redactIncident(client(), id, { words: draft.words, note }, key)
    case 'step': {
      const options = {
        ...(action.to === 'dispatched' && draft.handler !== null && { handler: draft.handler }),
        ...(action.to === 'deferred' && draft.until && { until: draft.until }),
        ...(action.to === 'closed' && draft.reason && { reason: draft.reason }),
        ...(action.to === 'duplicate' && { duplicateOf: draft.duplicateOf.trim() }),
      }
      return cases.moveIncident(client(), { id, expected: state, to: action.to, note, options }, key)
    }
  }
}

function forgetSent(action: CaseAction, draft: ActionDraft): void {
  draft.sent = Object.fromEntries(Object.entries(draft.sent).filter(([act]) => act !== actOf(action)))
}

/** Where the incident is now, when somebody else has moved it meanwhile. */
export interface MovedMeanwhile {
  state: IncidentCase['state']
  by: string | null
  /** What they did it as, where the account is nobody's on the roster. */
  byRole: MemberRole | null
}

function movedMeanwhile(failure: DataError): MovedMeanwhile | null {
  return failure.code === 'incident-moved-meanwhile' ? (failure.detail as MovedMeanwhile) : null
}

/**
 * Sends actions. What was typed is not this function's to forget: it stays until `act` returns true. Each act has a key in
 * the draft from its first attempt until it is answered: one whose answer was lost counts as done when it is sent again,
 * and one that was corrected since is refused (`sent-otherwise`), with what there is in the history.
 */
export function useCaseActions() {
  const isBusy = ref(false)
  const failure = shallowRef<DataError | null>(null)
  const moved = shallowRef<MovedMeanwhile | null>(null)

  async function act(incident: IncidentCase, action: CaseAction, draft: ActionDraft): Promise<boolean> {
    isBusy.value = true
    failure.value = null
    moved.value = null
    const sent = (draft.sent[actOf(action)] ??= { key: newIntentKey(), state: incident.state })
    try {
      await send(incident, action, draft, sent)
      return true
    } catch (thrown) {
      const error = toDataError(thrown)
      moved.value = movedMeanwhile(error)
      if (!moved.value) failure.value = error
      // A refusal has done nothing: what is sent next is another attempt, at the case as it is then.
      if (!error.isTransient && error.code !== 'sent-otherwise') forgetSent(action, draft)
      return false
    } finally {
      isBusy.value = false
    }
  }

  /** Sends what stands here as another act than the one that was recorded. */
  function actAnew(incident: IncidentCase, action: CaseAction, draft: ActionDraft): Promise<boolean> {
    forgetSent(action, draft)
    return act(incident, action, draft)
  }

  function forget(): void {
    failure.value = null
    moved.value = null
  }

  return { isBusy, failure, moved, act, actAnew, forget }
}
