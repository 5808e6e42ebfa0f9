import { leavesSomeBeside, type Plan } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../definition.ts';
import { ENTRIES } from '../handlers.ts';
import type { Plant } from '../plants/plant.ts';
import type { Tables } from './calls.ts';
import { HandlerRuns } from './handler-runs.ts';
import { Machine } from './machine.ts';
import { start } from './progress.ts';
import { Values, type Budget, type State } from './state.ts';

const shared = new Map<string, Tables>();

/** What one search of unchanged code has learnt the next one knows; a fault that is planted starts from nothing. */
export function tablesFor(plan: Plan, plant?: Plant): Tables {
  const key = JSON.stringify(plan);
  const known = plant === undefined ? shared.get(key) : undefined;
  if (known) return known;
  const text = JSON.stringify(definitionOf(plan), withoutQuiet);
  const tables: Tables = {
    runs: new HandlerRuns({ ...ENTRIES, ...plant?.functions }),
    machine: new Machine(plant?.definition?.(text) ?? text),
    values: new Values(),
    gates: { baked: plan.steps.map(({ weight }) => weight), settled: leavesSomeBeside(plan) ? [100] : [] },
  };
  if (plant === undefined) shared.set(key, tables);
  return tables;
}

/**
 * No time passes here between the close of one rollout and the claim of the next: that claim waits for minutes, writes
 * nothing meanwhile, and then goes on as if it had not.
 */
const withoutQuiet = (key: string, value: unknown): unknown => (key === 'alarmWindowSeconds' ? undefined : value);

/** At rest, version 1 in production; A has just been started. */
export function beginning(tables: Tables, budget: Budget): State {
  const { values } = tables;
  const world = {
    record: values.records.idOf({}),
    history: values.histories.idOf({}),
    canaryWeight: 0,
    weightsByHand: false,
    production: '1',
    canary: '1',
    previous: '1',
    productionByHand: false,
    canaryAlarm: 0,
    productionAlarm: 0,
    stamps: 0,
    rounds: 0,
    memory: values.memories.idOf({ healthy: [], settled: [], good: ['1'], claimed: [] }),
  };
  const nothing: State = { world: 0, runs: [], processes: [], notices: [], budget: values.budgets.idOf(budget) };
  const [begun] = start(
    tables,
    { ...nothing, world: values.worlds.idOf(world, Object.values(world).join('|')) },
    { version: '2' },
  );
  if (!begun) throw new Error('the first execution does not begin');
  return begun.state;
}
