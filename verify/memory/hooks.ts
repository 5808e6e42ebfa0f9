import type { Call, Hook, World } from './world.ts';

/** How a Lambda ends that is killed in the middle: nothing after this point runs. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Counts the moments of one actor (before and after each of its calls) and acts at the n-th, from 0. */
export function atMoment(actor: string, n: number, act: (call: Call) => void | Promise<void>): Hook {
  let seen = 0;
  return async (call) => {
    if (call.actor === actor && seen++ === n) await act(call);
  };
}

/**
 * Kills the actor at its n-th moment: before a call takes effect, or after it did and before its answer arrived. The
 * dead call nobody again.
 */
export function crashAt(actor: string, n: number): Hook {
  let seen = 0;
  return ({ actor: who, name, moment }) => {
    if (who === actor && seen++ >= n) throw new Crash(`${actor} ${moment} ${name}`);
  };
}

/** Kills the actor at this call, `before` it takes effect or `after` it did. */
export function crashOn(actor: string, call: string, when: Call['moment']): Hook {
  let dead = false;
  return ({ actor: who, name, moment }) => {
    if (who !== actor) return;
    dead ||= name === call && moment === when;
    if (dead) throw new Crash(`${actor} ${when} ${call}`);
  };
}

/** Acts once, at this call of this actor. */
export function on(actor: string, name: string, moment: Call['moment'], act: () => void | Promise<void>): Hook {
  let done = false;
  return async (call) => {
    if (done || call.actor !== actor || call.name !== name || call.moment !== moment) return;
    done = true;
    await act();
  };
}

/** How many moments `run` has on a world, so that a test can visit each. */
export async function momentsOf(world: World, actor: string, run: () => Promise<unknown>): Promise<number> {
  let moments = 0;
  world.hook = (call) => {
    if (call.actor === actor) moments++;
  };
  await run();
  world.hook = () => {};
  return moments;
}

/** Runs something that a crash may end early; any other failure is its own. */
export async function untilCrash(run: () => Promise<unknown>): Promise<'finished' | 'crashed'> {
  try {
    await run();
    return 'finished';
  } catch (error) {
    if (error instanceof Crash) return 'crashed';
    throw error;
  }
}
