import { fromItem, toItem } from '../../handlers/ports/aws/attributes.ts';
import { rolloutRecord } from '../../handlers/ports/aws/record-schema.ts';
import { updateItem, type Update } from '../memory/item.ts';
import type { Tables } from './calls.ts';
import { erasedRecord } from './erase.ts';
import { judgeRecordChange, judgeWeights, type Actor, type Violation } from './invariants.ts';
import type { Place } from './machine.ts';
import { judgeWorldOf, moveOf, type Move } from './move.ts';
import { arrive } from './progress.ts';
import { unread, VERSIONED, type Run, type State } from './state.ts';
import { describeRecord, nameOf } from './words.ts';

type CallPlace = Extract<Place, { at: 'call' }>;

/** What a call does, and what Step Functions is answered. */
interface Done {
  readonly state: State;
  /** Undefined where it is refused. */
  readonly result: object | undefined;
  readonly violations: readonly Violation[];
  readonly words: string;
}

/** Every revision is the same here: whether it is still the one that was read, the run knows. */
const REVISION = { N: '1' };

/** Any one does: the definition names none. */
const REFUSED = 'DynamoDb.ConditionalCheckFailedException';

/** What an execution does by itself while Lambda refuses its functions: one call of AWS, and its answer, at once. */
export function ownCall(tables: Tables, state: State, index: number): Move[] {
  const run = state.runs[index];
  const place = run && tables.machine.place(run.place);
  if (run?.status !== 'RUNNING' || place?.at !== 'call') return [];
  const { state: after, result, violations, words } = called(tables, state, run, place);
  const text = () => `${nameOf(place.context.id)} by itself: ${words}`;
  const next =
    result === undefined
      ? tables.machine.failed(run.place, REFUSED)
      : tables.machine.succeeded(run.place, result, tables.values.results.idOf(result));
  return arrive(tables, after, index, next).map((outcome) =>
    moveOf(tables, { ...outcome, state: noting(tables, outcome.state, index) }, text, violations),
  );
}

function called(tables: Tables, state: State, run: Run, place: CallPlace): Done {
  const { values } = tables;
  const world = values.world(state);
  const before = values.records.value(world.record);
  const item = { ...toItem(before), revision: REVISION };
  const action = place.resource.split(':').at(-1);
  switch (action) {
    case 'getItem':
      return { state, result: { Item: item }, violations: [], words: `reads the record: ${describeRecord(before)}` };
    case 'updateItem': {
      const changed = run.fresh === true ? updateItem(item, place.args as Update) : undefined;
      if (changed === undefined)
        return { state, result: undefined, violations: [], words: 'would revoke, refused: it was written since' };
      const { revision: _, ...body } = rolloutRecord.parse(fromItem(changed));
      const next = erasedRecord(body);
      const processes = state.processes.map((each) => ({ ...each, fresh: each.fresh & ~VERSIONED.record }));
      const memory = values.memories.value(world.memory);
      const to = {
        ...unread({ ...state, processes }),
        world: values.changed(state, { record: values.records.idOf(next) }),
      };
      const violations = judgeRecordChange(before, next, actorAt(place), world, memory);
      return { ...judged(tables, to, violations), words: `writes the record: ${describeRecord(next)}` };
    }
    case 'updateListener': {
      const { DefaultAction } = place.args as ListenerArgs;
      const [, canary] = DefaultAction.Forward.TargetGroups;
      const weight = canary?.Weight ?? 0;
      const to = { ...state, world: values.changed(state, { canaryWeight: weight, weightsByHand: false }) };
      const violations = judgeWeights(
        before,
        actorAt(place),
        weight,
        values.memories.value(world.memory),
        tables.gates,
      );
      return { ...judged(tables, to, violations), words: `writes weights ${100 - weight}/${weight}` };
    }
    default:
      throw new Error(`nothing stands for ${place.resource}`);
  }
}

interface ListenerArgs {
  readonly DefaultAction: { readonly Forward: { readonly TargetGroups: readonly { readonly Weight: number }[] } };
}

const judged = (tables: Tables, state: State, violations: readonly Violation[]): Omit<Done, 'words'> => ({
  state,
  result: {},
  violations: [...violations, ...judgeWorldOf(tables, state)],
});

/** It stands in for the function that Lambda refuses, with the same trigger. */
const actorAt = ({ context, variables }: CallPlace): Actor => ({
  handler: 'rollBack',
  args: { execution: { id: context.id, redrives: context.redrives }, trigger: variables['trigger'] },
});

/** Whoever is about to write the record has just read it. */
function noting({ machine }: Tables, state: State, index: number): State {
  const run = state.runs[index];
  const place = run && machine.place(run.place);
  if (place?.at !== 'call' || !place.resource.endsWith(':updateItem') || run === undefined) return state;
  return { ...state, runs: state.runs.with(index, { ...run, fresh: true }) };
}
