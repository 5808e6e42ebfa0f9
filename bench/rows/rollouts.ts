import { Session } from 'node:inspector/promises';
import { Simulation } from '../../verify/simulation/simulation.ts';
import { definitionOf } from '../../verify/definition.ts';
import type { Benchmark } from '../benchmark.ts';
import { hottestFunctions } from '../support/profile.ts';

const WARM_UP = 20;
const ROLLOUTS = 300;

export const rollouts: Benchmark = {
  name: 'rollouts',
  title: 'Simulated rollouts',
  how:
    `${ROLLOUTS} healthy releases of the default plan, one after the other in one process: rendered ` +
    'definition, real handlers, the interpreter and its JSONata. Afterwards again with the profiler on. ' +
    'Seconds of processor time, so that what else the machine does is left out.',
  limit:
    'A quarter is the comparison of both sides, 20 times a rollout over all its minutes: half of it bets, half ' +
    'counts by the minute for them. A sixth is the interpreter, mostly the JSON texts of its history and its size ' +
    'limits, an eighth what is left to collect; the rest is spread over 68 runs of handlers and their 345 calls.',
  floor:
    "Turns of Node's event loop alone, 98 for the timers of a rollout, would allow a thousand rollouts a second or " +
    'more.',
  tried:
    'Counts in typed arrays, cuts that count the same worked out once, paths and comparisons of JSONata answered ' +
    'from its syntax tree: 1.6 times as many as before, in turns. Left: tsx, which names each closure anew when it ' +
    'is made; a plain bundle of the same code does a tenth more.',
  async run(signal) {
    const definition = JSON.stringify(definitionOf());
    await releaseMany(definition, WARM_UP, signal);
    const before = process.cpuUsage();
    const transitions = await releaseMany(definition, ROLLOUTS, signal);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1_000_000;
    const hottest = await profiled(() => releaseMany(definition, ROLLOUTS, signal));
    return [
      { what: 'rollouts a second (300 is the aim)', value: ROLLOUTS / seconds, unit: '', budget: { least: 100 } },
      { what: 'transitions a second', value: transitions / seconds, unit: '' },
      ...hottest.map(({ where, percent }) => ({ what: `time in ${where}`, value: percent, unit: '%' })),
    ];
  },
};

/** @returns how many states were entered */
async function releaseMany(definition: string, count: number, signal: AbortSignal): Promise<number> {
  let entered = 0;
  for (let seed = 1; seed <= count; seed++) {
    signal.throwIfAborted();
    const simulation = new Simulation({ definition, seed });
    simulation.machines.onTransition(({ type }) => {
      if (type === 'entered') entered++;
    });
    const { status } = await simulation.finish(await simulation.start());
    if (status !== 'SUCCEEDED') throw new Error(`the simulated release with seed ${seed} ended ${status}`);
  }
  return entered;
}

async function profiled(work: () => Promise<unknown>) {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await work();
    const { profile } = await session.post('Profiler.stop');
    return hottestFunctions(profile, 5);
  } finally {
    session.disconnect();
  }
}
