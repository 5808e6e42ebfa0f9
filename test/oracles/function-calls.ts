import type { FunctionName } from '../../statemachine/contract/functions.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import type { EntryName } from '../../verify/handlers.ts';
import { memoryService } from '../../verify/memory/service.ts';
import { PRODUCTION_ALARM } from '../../verify/simulation/alarm-names.ts';
import { RELEASE, type Act, type Case, type Disturbance } from '../../verify/simulation/case.ts';
import { conduct } from '../../verify/simulation/conduct.ts';
import { UNDISTURBED, type PortCall } from '../../verify/simulation/lambdas.ts';
import { reaching } from '../../verify/simulation/scenario.ts';
import {
  ALARMED,
  disturbed,
  FAILED_SMOKE_TEST,
  HELD,
  HELD_FOR_FEW,
  HOOKED,
  PROMOTED,
  REGRETTED,
  REVERTED,
  REVERTED_TO,
} from '../../verify/simulation/stories.ts';

/** What happens before a call of a function's first run. */
const at = (fn: EntryName, index: number, act: Act): Disturbance => ({
  when: { at: 'call', place: { fn, nth: 1, index }, moment: 'before' },
  act,
});
const entering = (state: string, act: Act): Disturbance => ({ when: { at: 'state', execution: RELEASE, state }, act });

const A_WHILE_MS = 10_000;
/** The watchdog has looked, and the rollback has not yet. */
const AFTER_A_ROUND_MS = 61_000;
/** Which call of theirs moves production, from 0. */
const PRODUCTION_MOVE = { promote: 5, revert: 3 } as const;

/** Somebody asks for a rollback, which is done before the move lands: it is late, or its function died. */
const overtaken = (fn: keyof typeof PRODUCTION_MOVE, late: Act): Disturbance[] => [
  at(fn, PRODUCTION_MOVE[fn], { do: 'message' }),
  at(fn, PRODUCTION_MOVE[fn], late),
];

/** Stories in which, between them, every function does all that it ever does. */
const STORIES: readonly Case[] = [
  PROMOTED,
  ALARMED,
  FAILED_SMOKE_TEST,
  REGRETTED,
  REVERTED,
  HELD,
  HELD_FOR_FEW,
  HOOKED,
  // Held before users, which is noted and told.
  { ...HOOKED, plan: 'hooks that hold', hooks: { 'before users': ['fails'] } },
  { ...ALARMED, next: true },
  disturbed(PROMOTED, 'weights by hand afterwards', [
    { when: { at: 'second', second: 3600 }, act: { do: 'weights', canary: 30 } },
  ]),
  disturbed(
    PROMOTED,
    'aborted after the promotion, and nobody hears of it',
    [entering(StateName.watch, { do: 'abort', execution: RELEASE })],
    { events: { 1: [] } },
  ),
  disturbed(PROMOTED, 'overtaken', overtaken('promote', { do: 'slow', ms: A_WHILE_MS })),
  disturbed(REVERTED, 'overtaken', overtaken('revert', { do: 'slow', ms: A_WHILE_MS })),
  REVERTED_TO,
  { ...PROMOTED, plan: 'provisioned', next: true },
  disturbed({ ...PROMOTED, plan: 'provisioned' }, 'a close that cannot take it away', [
    entering(StateName.watch, { do: 'refuse', call: 'concurrency.remove', error: 'Trouble', seconds: 600 }),
  ]),
  disturbed(PROMOTED, 'overtaken', overtaken('promote', { do: 'kill', landsAfterMs: AFTER_A_ROUND_MS })),
];

/** The methods of ports that each function calls in the stories. */
export async function callsOfStories(): Promise<ReadonlyMap<FunctionName, ReadonlySet<string>>> {
  const calls = new Map<FunctionName, Set<string>>();
  const note = ({ invocation: { fn }, name }: PortCall) => {
    if (fn === 'machine') return;
    const of = fn === 'sns' ? 'rollBack' : fn;
    calls.set(of, (calls.get(of) ?? new Set()).add(name));
  };
  for (const story of STORIES) await conduct(story, { seed: 1, onCall: note });
  await brokenProduction(note);
  await ofListener((method) => calls.set('listener', (calls.get('listener') ?? new Set()).add(method)));
  return calls;
}

/** A listener of others is adopted, by its alias, and given back. */
async function ofListener(note: (method: string) => void): Promise<void> {
  const target = {
    group: 'tg-old',
    type: 'LAMBDA',
    targets: ['arn:aws:lambda:eu-west-1:111122223333:function:orders:live'],
  };
  const listener = { action: { 'tg-old': 100 }, targets: [target], aliases: { live: '2' } };
  const service = memoryService(['1', '2'], { listener });
  service.world.hook = ({ name }) => note(name);
  for (const [name, input] of [
    ['adopting', { adopt: true }],
    ['giving', { releaseListener: true }],
  ] as const)
    for (const step of ['claim', 'write', 'close'] as const) await service.execution(name).listener(step, input);
}

/** A release at 30 % whose check fails while production is broken too: the rollback looks at alarms. */
async function brokenProduction(note: (call: PortCall) => void): Promise<void> {
  const definition = JSON.stringify(definitionOf({ ...DEFAULT_PLAN, brokenProductionHoldSeconds: 1800 }));
  const surroundings = { ...UNDISTURBED, fate: (call: PortCall) => (note(call), UNDISTURBED.fate(call)) };
  const { simulation, execution } = await reaching(StateName.bake(30), { definition, surroundings });
  simulation.world.hook = ({ name, moment }) => {
    if (name === 'minutes.read' && moment === 'before') throw new Error('ServiceUnavailable');
  };
  simulation.alarm(PRODUCTION_ALARM);
  await simulation.finish(execution);
}
