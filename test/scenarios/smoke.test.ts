import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { simulate } from '../../verify/simulation/scenario.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';
import { expectEnding, ROLLED_BACK } from './expect-ending.ts';

const smoke = { requests: [{ path: '/orders' }, { path: '/items' }], warm: { withinMs: 200, atMost: 5 } };
const definition = JSON.stringify(definitionOf({ ...DEFAULT_PLAN, smoke }));

type Answers = (version: string, path: string) => { readonly statusCode: number; readonly body?: string };

/** A service that answers so; what was asked past the aliases, and the message of the smoke test, as a watcher sees. */
async function releasing(answers: Answers, before: (simulation: Simulation) => void = () => {}) {
  const simulation = simulate({ definition });
  simulation.world.answer = (version, event) => ({
    payload: { headers: {}, ...answers(version, (event as { readonly path: string }).path) },
  });
  before(simulation);
  const messages: string[] = [];
  simulation.machines.onTransition((transition) => {
    if (transition.type === 'exited' && transition.state === StateName.smokeTest)
      messages.push((transition.output as { readonly message: string }).message);
  });
  const execution = await simulation.finish(await simulation.start({ version: '7' }));
  return { simulation, execution, messages };
}

describe('a release whose plan has its canary asked beside production', () => {
  it('is rolled back before a user meets it where the canary alone fails, by name', async () => {
    const { simulation, execution } = await releasing((version, path) => ({
      statusCode: version === '7' && path === '/items' ? 502 : 200,
    }));
    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      cause: 'GET /items gets 502 from version 7 and 200 from production, in 2 of 2 tries (SmokeTestFailed)',
    });
    expect(simulation.world.written.filter(({ what }) => /^weights .*\/[1-9]/.test(what))).toEqual([]);
  });

  it('is promoted with another shape of its answers, which the smoke test tells', async () => {
    const { simulation, execution, messages } = await releasing((version, path) => ({
      statusCode: 200,
      body: version === '7' && path === '/orders' ? '{"sum":3}' : '{"total":3}',
    }));
    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['7', '7', '1'],
      last: { outcome: 'promoted', version: '7' },
      announced: ['started', 'promoted'],
    });
    expect(messages).toEqual([
      'alias canary answered GET /health with version 7, 3 of 3 times; GET /orders: total gone, sum new; ' +
        'GET /items: as production; GET /orders warm when asked 1 time, 0 ms; GET /items warm when asked 1 time, 0 ms',
    ]);
  });

  it('is promoted while production itself fails there', async () => {
    const { execution } = await releasing((_, path) => ({ statusCode: path === '/orders' ? 500 : 200 }));
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('is rolled back where a version may not be asked', async () => {
    const { simulation, execution } = await releasing(
      () => ({ statusCode: 200 }),
      ({ world }) => {
        world.hook = ({ name, moment }) => {
          if (name === 'invoker.invokeVersion' && moment === 'before')
            throw Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
        };
      },
    );
    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: 'not authorized' });
  });
});
