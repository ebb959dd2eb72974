import { type PlanAct, actRefusal } from '../desk/plan-acts'
import type { Situation } from '../desk/situation'
import { type Command, first, type Refusal, unlessEditable } from './command'

const unlessRunning = ({ isBusy }: Situation): Refusal | null => (isBusy ? null : 'notRunning')
const unlessStored = ({ state }: Situation): Refusal | null => (state === null ? 'notOpen' : null)
const unlessSubmitted = ({ state, isStepping }: Situation): Refusal | null =>
  first(state === null && 'notOpen', state !== 'submitted' && 'notSubmitted', isStepping && 'busy')

const act = (id: string, name: PlanAct): Command => ({
  id,
  group: 'plan',
  keys: [],
  words: `plans.${name}.item`,
  refusal: (now) => first(actRefusal(name, now.state, now), now.isStepping && 'busy'),
  run: ({ plan, acts }) => {
    if (plan.head) acts.asked.value = { act: name, plan: plan.head }
  },
})

/** What can be done with the plan that is open, beside drawing it and leading it on. */
export const ACT_COMMANDS: readonly Command[] = [
  act('renamePlan', 'rename'),
  act('duplicatePlan', 'duplicate'),
  act('changeScheme', 'scheme'),
  act('discardPlan', 'discard'),
]

/** What becomes of the plan as a whole. */
export const PLAN_COMMANDS: readonly Command[] = [
  {
    id: 'partition',
    group: 'plan',
    keys: ['g'],
    words: 'planner.keys.partition',
    refusal: (now) => first(unlessEditable(now), now.isBusy && 'busy'),
    run: ({ wish }) => wish.start(),
  },
  {
    id: 'partitionTake',
    group: 'plan',
    keys: [],
    words: 'planner.partition.take',
    refusal: unlessRunning,
    run: ({ partition }) => partition.stop('take'),
  },
  {
    id: 'partitionDiscard',
    group: 'plan',
    keys: [],
    words: 'planner.keys.partitionDiscard',
    refusal: unlessRunning,
    run: ({ partition }) => partition.stop('discard'),
  },
  {
    id: 'partitionGoOn',
    group: 'plan',
    keys: ['shift+g'],
    words: 'planner.keys.partitionGoOn',
    refusal: unlessRunning,
    run: ({ partition }) => partition.goOn(20),
  },
  {
    id: 'partitionBegin',
    group: 'plan',
    keys: [],
    words: 'planner.keys.partitionBegin',
    refusal: unlessEditable,
    run: ({ wish }) => (wish.begin.value = wish.begin.value === 'fresh' ? 'gentle' : 'fresh'),
  },
  {
    id: 'partitionRest',
    group: 'plan',
    keys: [],
    words: 'planner.keys.partitionRest',
    refusal: unlessEditable,
    run: ({ wish }) => (wish.rest.value = wish.rest.value === 'apart' ? 'even' : 'apart'),
  },
  {
    id: 'undo',
    group: 'plan',
    keys: ['mod+z'],
    words: 'planner.keys.undo',
    refusal: (now) => first(unlessEditable(now), now.done === 0 && 'nothingDone'),
    run: ({ plan }) => plan.undo(),
  },
  {
    id: 'redo',
    group: 'plan',
    keys: ['mod+shift+z', 'mod+y'],
    words: 'planner.keys.redo',
    refusal: (now) => first(unlessEditable(now), now.undone === 0 && 'nothingUndone'),
    run: ({ plan }) => plan.redo(),
  },
  {
    id: 'save',
    group: 'plan',
    keys: ['mod+s'],
    words: 'planner.keys.save',
    refusal: (now) =>
      first(
        unlessEditable(now),
        now.saveStage === 'saved' && 'allSaved',
        (now.saveStage === 'saving' || now.isStepping) && 'saving',
      ),
    run: ({ steps }) => void steps.save(),
  },
  {
    id: 'submit',
    group: 'plan',
    keys: ['mod+enter'],
    words: 'planner.keys.submit',
    refusal: (now) => first(unlessEditable(now), now.isStepping && 'busy'),
    run: ({ steps }) => void steps.submit(),
  },
  {
    id: 'sendBack',
    group: 'plan',
    keys: [],
    words: 'planner.keys.sendBack',
    refusal: (now) => first(unlessSubmitted(now), !now.mayDecide && 'mayNotDecide'),
    run: ({ parts }) => (parts.sendingBack.value = true),
  },
  {
    id: 'takeBack',
    group: 'plan',
    keys: [],
    words: 'planner.keys.takeBack',
    refusal: (now) => first(unlessSubmitted(now), !now.mayDraw && 'mayNotDraw'),
    run: ({ steps }) => void steps.sendBack(''),
  },
  {
    id: 'publish',
    group: 'plan',
    keys: [],
    words: 'planner.keys.publish',
    refusal: (now) => first(unlessSubmitted(now), !now.mayDecide && 'mayNotDecide'),
    run: ({ parts }) => (parts.publishing.value = true),
  },
  {
    id: 'withdraw',
    group: 'plan',
    keys: [],
    words: 'planner.keys.withdraw',
    refusal: (now) =>
      first(
        now.state === null && 'notOpen',
        !now.isPending && 'notPending',
        !now.mayDecide && 'mayNotDecide',
        now.isStepping && 'busy',
      ),
    run: ({ steps }) => void steps.withdraw(),
  },
  {
    id: 'catchUp',
    group: 'plan',
    keys: [],
    words: 'planner.keys.catchUp',
    refusal: (now) => first(unlessStored(now), !now.isBehind && 'isNewest', now.isStepping && 'busy'),
    run: ({ steps }) => void steps.catchUp(),
  },
  {
    id: 'compare',
    group: 'plan',
    keys: ['e'],
    words: 'planner.keys.compare',
    refusal: unlessStored,
    run: ({ pages }) => void pages.compare(),
  },
  {
    id: 'newPlan',
    group: 'plan',
    keys: [],
    words: 'planner.chooser.start',
    refusal: (now) => first(!now.mayDraw && 'mayNotDraw', now.isAsked && 'planOpen'),
    run: ({ parts }) => (parts.newPlan.value = true),
  },
  {
    id: 'plans',
    group: 'plan',
    keys: [],
    words: 'planner.bar.plans',
    refusal: ({ isAsked }) => (isAsked ? null : 'notOpen'),
    run: ({ openPlan }) => openPlan(null),
  },
  ...ACT_COMMANDS,
]
