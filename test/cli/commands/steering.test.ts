import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { executionArn, FakeCloud, open, rolledBack } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const released = () => {
  const cloud = new FakeCloud();
  cloud.record = { revision: 2, rollout: open };
  cloud.runs(executionArn('e1'));
  return cloud;
};

const changed = () => Object.assign(new FakeCloud(), { unpublished: ['Environment.STAGE'] });

describe('start', () => {
  it.each([
    ['start', {}],
    ['start --version 2', { version: '2' }],
    ['start --hold-at 30', { holdAt: 30 }],
    ['start --version 1 --hold-at 100', { version: '1', holdAt: 100 }],
  ])('`%s` starts an execution with %j', async (line, input) => {
    const cloud = new FakeCloud();
    expect((await run(line, { cloud })).status).toBe(0);
    expect(cloud.asked).toEqual([{ start: input }]);
  });

  it('cannot hold where a plan that ends at 95 only settles', async () => {
    const cloud = new FakeCloud();
    const steps = [10, 95].map((weight) => ({ weight, bakeSeconds: 300 }));
    cloud.definition = definitionOf({ ...DEFAULT_PLAN, steps });
    const { err } = await run('start --hold-at 100', { cloud });
    expect(err).toContain('--hold-at: 100 is no weight of the plan, which has 10, 95');
    expect(cloud.asked).toEqual([]);
    expect((await run('start --hold-at 95', { cloud })).status).toBe(0);
  });

  it('says where to see it and how to end it', async () => {
    expect((await run('start --profile shop')).out).toBe(
      [
        `Version 2 is being released: ${executionArn('started-1')}`,
        'Watch it:  lattice-canary watch started-1 --profile shop',
        'Or in the console:  https://console/machines/Rollout',
        'End it:  lattice-canary abort --profile shop',
        '',
      ].join('\n'),
    );
    expect((await run('start --json')).out).toBe(`{"execution":"${executionArn('started-1')}"}\n`);
  });

  it('names no page of AWS for what runs on this machine', async () => {
    for (const ran of [run('start --local'), run('start', { env: { AWS_ENDPOINT_URL: 'http://localhost:5000' } })]) {
      const { out } = await ran;
      expect(out).not.toContain('https://console');
      expect(out).toContain('Or on the page whose address npm run local printed as "console".\n');
    }
  });

  it('is refused with status 2, before anything is started, while another release runs', async () => {
    const cloud = released();
    expect(await run('start', { cloud })).toMatchObject({
      status: 2,
      err:
        'RolloutInProgress: another release holds the service: e1 (version 2, advancing, since ' +
        '2026-01-05T09:00:00.000Z)\n',
    });
    expect(cloud.asked).toEqual([]);
  });
});

describe('start of what is not published', () => {
  it('is refused with status 2, naming each field, unless the version is named', async () => {
    const cloud = changed();
    expect(await run('start', { cloud })).toMatchObject({
      status: 2,
      err:
        'ConfigurationNotPublished: the function is configured otherwise than version 2, the newest: ' +
        'Environment.STAGE; publish a version that has it, or name this one to release it without: ' +
        '{"version":"2"}\n',
    });
    expect(cloud.asked).toEqual([]);
    expect((await run('start --version 2', { cloud })).status).toBe(0);
  });

  it('is left to the release where it may not be looked at', async () => {
    const cloud = changed();
    cloud.fail.set('unpublished', Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    expect((await run('start', { cloud })).status).toBe(0);
  });
});

describe('abort', () => {
  it('stops the execution that holds the claim, with the reason as its cause', async () => {
    const cloud = released();
    const { status, out } = await run(['abort', '--reason', 'wrong version'], { cloud });
    expect(cloud.asked).toEqual([{ stop: executionArn('e1'), cause: 'wrong version' }]);
    expect({ status, out }).toEqual({
      status: 0,
      out: `Stopped: ${executionArn('e1')}\nProduction gets every request back now. See it:  lattice-canary status\n`,
    });
  });

  it('stops an execution that has no claim yet, but none that rolls back or tells another to go on', async () => {
    const cloud = new FakeCloud();
    cloud.runs(executionArn('back'), { rollback: { reason: 'x' } });
    cloud.runs(executionArn('on'), { goOn: true });
    expect((await run('abort', { cloud })).status).toBe(2);
    cloud.runs(executionArn('waiting'), {});
    expect((await run('abort', { cloud })).status).toBe(0);
    expect(cloud.asked).toEqual([{ stop: executionArn('waiting'), cause: 'stopped by a person' }]);
  });

  it.each<[string, FakeCloud, string]>([
    ['nothing runs', new FakeCloud(), 'nothing to abort: no release runs, production has every request'],
    [
      'it is being rolled back',
      Object.assign(new FakeCloud(), {
        record: { revision: 3, rollout: { ...open, phase: 'rolling back', reason: 'checkout is slow' } },
      }),
      'version 2 is being rolled back already: checkout is slow',
    ],
  ])('is refused with status 2 when %s', async (_when, cloud, message) => {
    expect(await run('abort', { cloud })).toMatchObject({ status: 2, err: `${message}\n` });
    expect(cloud.asked).toEqual([]);
  });

  it('with --watch ends with status 0 once production has everything back', async () => {
    const cloud = released();
    const { status, out } = await run('abort --watch', {
      cloud,
      meanwhile: (pause) => {
        if (pause === 1) cloud.ends(executionArn('e1'), 'ABORTED', { error: 'Aborted', cause: 'stopped by a person' });
        if (pause === 2) cloud.record = { revision: 4, last: rolledBack };
      },
    });
    expect(status).toBe(0);
    expect(out).toMatch(/\nVersion 2 was rolled back: checkout is slow\.\n$/);
  });
});

describe('rollback', () => {
  it('publishes the reason to the rollback topic', async () => {
    const cloud = released();
    expect(await run(['rollback', '--reason', 'checkout is slow'], { cloud })).toMatchObject({
      status: 0,
      out: expect.stringContaining('Asked for a rollback of version 2.'),
    });
    expect(cloud.asked).toEqual([{ publish: 'checkout is slow' }]);
  });

  it('is refused with status 2 when nothing runs', async () => {
    const cloud = new FakeCloud();
    expect((await run('rollback', { cloud })).status).toBe(2);
    expect(cloud.asked).toEqual([]);
  });

  it('is asked for all the same when nobody can read whether a release runs', async () => {
    const cloud = released();
    cloud.fail.set('record', Object.assign(new Error('no dynamodb:GetItem'), { name: 'AccessDeniedException' }));
    const { status, err } = await run('rollback', { cloud });
    expect({ status, asked: cloud.asked }).toEqual({ status: 0, asked: [{ publish: 'asked for by a person' }] });
    expect(err).toContain('the rollback is asked for all the same: not permitted');
  });
});

describe('go-on', () => {
  it('starts an execution that tells the held release, and waits for its answer', async () => {
    const cloud = new FakeCloud();
    cloud.record = { revision: 3, rollout: { ...open, holdAt: 10, heldSince: '2026-01-05T09:07:00.000Z' } };
    const told = executionArn('started-1');
    const ran = await run('go-on', {
      cloud,
      meanwhile: () => {
        cloud.ends(told, 'SUCCEEDED');
        cloud.tell(told, { type: 'SucceedStateEntered', state: 'Told to go on' }, { type: 'ExecutionSucceeded' });
      },
    });
    expect(ran).toMatchObject({ status: 0, out: 'The held release was told to go on.\n' });
    expect(cloud.asked).toEqual([{ start: { goOn: true } }]);
  });

  it('also tells one that is held for want of requests', async () => {
    const cloud = new FakeCloud();
    cloud.record = {
      revision: 3,
      rollout: {
        ...open,
        heldAt: 10,
        heldSince: '2026-01-05T09:07:00.000Z',
        heldBecause: '4 requests seen (19 needed)',
      },
    };
    const meanwhile = () => cloud.ends(executionArn('started-1'), 'SUCCEEDED');
    await run('go-on', { cloud, meanwhile });
    expect(cloud.asked).toEqual([{ start: { goOn: true } }]);
  });

  it('is refused with status 2 when nothing runs', async () => {
    const cloud = new FakeCloud();
    expect(await run('go-on', { cloud })).toMatchObject({
      status: 2,
      err: expect.stringContaining('NothingHeld: no release runs'),
    });
    expect(cloud.asked).toEqual([]);
  });

  it.each<[string, object]>([
    ['', { at: 10 }],
    ['--at 30', { at: 30 }],
    ['--promote', { at: 10, promote: true }],
    ['--by ann --reason fine', { at: 10, by: 'ann', reason: 'fine' }],
  ])('ends a bake, at the weight that is seen: %s', async (options, goOn) => {
    const cloud = released();
    const told = executionArn('started-1');
    const output = { message: 'e1 was told to go on from 10 % with version 2' };
    const ran = await run(`go-on ${options}`.trim(), {
      cloud,
      meanwhile: () => {
        cloud.ends(told, 'SUCCEEDED');
        cloud.tell(
          told,
          { type: 'TaskStateEntered', state: 'Tell the rollout' },
          { type: 'TaskStateExited', state: 'Tell the rollout', output },
          { type: 'SucceedStateEntered', state: 'Told' },
          { type: 'ExecutionSucceeded' },
        );
      },
    });
    expect(ran).toMatchObject({ status: 0, out: 'e1 was told to go on from 10 % with version 2.\n' });
    expect(cloud.asked).toEqual([{ start: { goOn } }]);
  });

  it('ends with status 2 when the machine refuses', async () => {
    const cloud = new FakeCloud();
    cloud.record = { revision: 3, rollout: { ...open, holdAt: 10, heldSince: '2026-01-05T09:07:00.000Z' } };
    const meanwhile = () =>
      cloud.ends(executionArn('started-1'), 'FAILED', { error: 'NothingHeld', cause: 'no rollout is held' });
    expect(await run('go-on', { cloud, meanwhile })).toMatchObject({
      status: 2,
      out: 'Refused: NothingHeld: no rollout is held.\n',
    });
  });
});

describe('pause', () => {
  it('starts an execution that tells the release, and waits for its answer', async () => {
    const cloud = released();
    const meanwhile = () => cloud.ends(executionArn('started-1'), 'SUCCEEDED');
    expect(await run('pause', { cloud, meanwhile })).toMatchObject({ status: 0 });
    expect(cloud.asked).toEqual([{ start: { pause: true } }]);
  });

  it('is refused with status 2 when nothing runs, and when the machine refuses', async () => {
    expect(await run('pause')).toMatchObject({ status: 2, err: 'CannotPause: no release runs\n' });
    const cloud = released();
    const meanwhile = () => cloud.ends(executionArn('started-1'), 'FAILED', { error: 'CannotPause', cause: 'no room' });
    expect(await run('pause', { cloud, meanwhile })).toMatchObject({
      status: 2,
      out: 'Refused: CannotPause: no room.\n',
    });
  });
});

describe('revert', () => {
  it('starts an execution that puts production back', async () => {
    const cloud = new FakeCloud();
    expect(await run('revert', { cloud })).toMatchObject({
      status: 0,
      out: expect.stringContaining('Production is being put back on the version before'),
    });
    expect(cloud.asked).toEqual([{ start: { revert: true } }]);
  });

  it('is refused with status 2 while a release runs, and names what to do instead', async () => {
    const cloud = released();
    expect(await run('revert', { cloud })).toMatchObject({
      status: 2,
      err: expect.stringContaining('roll it back instead: lattice-canary rollback'),
    });
    expect(cloud.asked).toEqual([]);
  });
});
