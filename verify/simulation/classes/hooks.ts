import { HOOK_PLACES } from '../../../statemachine/contract/hooks.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { aCase, RELEASE, type Act, type Case, type Disturbance, type HookDoes, type PlanName } from '../case.ts';
import { disturbed, HOOKED } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';
import { BETWEEN } from './orders.ts';

const ALL: readonly HookDoes[] = ['fails', 'in progress', 'throws', 'is silent', 'nonsense', 'busy', 'refused'];

const ENDS: readonly (readonly [PlanName, 'promoted' | 'rolled back'])[] = [
  ['hooks', 'rolled back'],
  ['hooks that hold', 'rolled back'],
  ['hooks that are ignored', 'promoted'],
];

/** A hook that thinks for as long as it may. */
const thinks: Act = { do: 'slow', ms: 29_000 };

/** Each answer at each place, for good and only at first, by each `onError`. */
function answers(): readonly Case[] {
  return HOOK_PLACES.flatMap((place) =>
    ALL.flatMap((does) =>
      ENDS.flatMap(([plan, end]) => [
        aCase(`${plan}: the one ${place} ${does} each time`, {
          plan,
          hooks: { [place]: [does] },
          ends: { [RELEASE]: end },
          next: true,
        }),
        aCase(`${plan}: the one ${place} succeeds and then ${does}`, {
          plan,
          hooks: { [place]: ['succeeds', does] },
          ...(place !== 'in bake' && { ends: { [RELEASE]: 'promoted' as const } }),
        }),
      ]),
    ),
  );
}

/** A person lets it on past a hook that failed, from wherever it is held. */
function letOn(): readonly Case[] {
  return HOOK_PLACES.flatMap((place) =>
    [100, 300, 500, 700].map((second) =>
      aCase(`hooks that hold: the one ${place} fails, and a person says go on after ${second} s`, {
        plan: 'hooks that hold',
        hooks: { [place]: ['fails'] },
        disturbances: [{ when: { at: 'second', second }, act: { do: 'start', name: 'go-on', input: { goOn: true } } }],
      }),
    ),
  );
}

/** Whoever asks is killed, or waits for a hook while somebody wants the release back. */
async function interrupted(): Promise<readonly Case[]> {
  const asking = (await survey(HOOKED)).calls.filter(({ place: { fn } }) => fn === 'askHooks');
  return asking.flatMap(({ place, name }) => {
    const where = `askHooks #${place.nth} ${name}`;
    const at = (act: Act, moment: 'before' | 'after' = 'before'): Disturbance => ({
      when: { at: 'call', place, moment },
      act,
    });
    const killed = (['before', 'after'] as const).map((moment) =>
      disturbed(HOOKED, `killed ${moment} ${where}`, [at({ do: 'kill' }, moment)], {
        ...(HOOKED.ends && { ends: HOOKED.ends }),
      }),
    );
    if (name !== 'hooks.ask') return killed;
    const wanted = BETWEEN.map(([what, act]) =>
      disturbed(HOOKED, `${what} while a hook thinks, ${where}`, [at(act), at(thinks)], { next: true }),
    );
    return [...killed, ...wanted];
  });
}

/** Somebody wants it back while a hook is in progress and will be for as long as it may. */
function wantedBack(): readonly Case[] {
  const states = [StateName.askHooks(10), StateName.check(10), StateName.askHooks(100), StateName.check(100)];
  return states.flatMap((state) =>
    BETWEEN.filter(([, act]) => act.do !== 'watchdog' && !(act.do === 'start' && act.name === 'second')).map(
      ([what, act]) =>
        aCase(`${what} in "${state}", and no hook has succeeded`, {
          plan: 'hooks',
          hooks: {
            'in bake': state.includes('100') ? ['succeeds'] : ['in progress'],
            'before promotion': ['in progress'],
          },
          disturbances: [{ when: { at: 'state', execution: RELEASE, state }, act }],
          ends: { [RELEASE]: 'rolled back' },
          next: true,
        }),
    ),
  );
}

export const hooksAsked: FaultClass = {
  id: 'hooks',
  name: 'hooks that answer each thing there is, think, are asked twice, and whose asking Lambda is killed',
  async cases() {
    return [...answers(), ...letOn(), ...wantedBack(), ...(await interrupted())];
  },
};
