import { describe, expect, it } from 'vitest';
import { alarm, executionArn, open, rolledBack, START } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { begun, E1, isPromoted, watching } from '../support/watched-release.ts';

describe('watch, in a pipe', () => {
  it('tells a release line by line until it is promoted', async () => {
    const cloud = begun();
    const { status, out, pauses } = await watching(cloud, (pause) => {
      if (pause === 1) {
        cloud.nowAt = START + 213_000;
        cloud.tell(
          E1,
          { type: 'TaskStateEntered', state: 'Check alarms at 10%' },
          {
            type: 'TaskStateExited',
            state: 'Check alarms at 10%',
            output: { message: '10 %: healthy, 41 requests, 2 alarms OK; baking 60 of 300 s' },
          },
        );
      } else isPromoted(cloud);
    });
    expect(out).toBe(`+00:00  Execution started                    input {}
+00:00  Claim the rollout                    e1 releases version 2 over version 1
+01:00  Weights                              [#---------] canary 10 %, production 90 %
+01:00  Settle at 10%                        the data plane follows the new weights
+03:33  Check alarms at 10%                  10 %: healthy, 41 requests, 2 alarms OK; baking 60 of 300 s
          requests so far                    version 1 1,334 (0 failed), version 2 100 (3 failed); 31:27 left
+35:00  Weights                              [----------] canary 0 %, production 100 %
+35:00  Execution SUCCEEDED                  Promoted

Version 2 is in production, version 1 is kept as previous.
`);
    expect({ status, pauses }).toEqual({ status: 0, pauses: [2000, 2000] });
  });

  it('tells alarms with their figures, and ends with status 1 when it was rolled back', async () => {
    const cloud = begun();
    const { status, out } = await watching(cloud, (pause) => {
      cloud.nowAt = START + 240_000;
      if (pause === 1)
        cloud.live = [
          alarm('canary-errors', {
            state: 'ALARM',
            since: new Date(cloud.nowAt),
            reason: 'Threshold Crossed: 1 datapoint [38.0 (05/01/26 09:15:00)] was greater than the threshold (5.0).',
          }),
          alarm('canary-duration'),
          alarm('production-errors'),
        ];
      else {
        cloud.ends(E1, 'FAILED', {
          error: 'CanaryRolledBack',
          cause: 'version 2 was rolled back: alarm canary-errors is on',
        });
        cloud.tell(E1, {
          type: 'ExecutionFailed',
          error: 'CanaryRolledBack',
          cause: 'version 2 was rolled back: alarm canary-errors is on',
        });
        cloud.record = { revision: 9, last: { ...rolledBack, reason: 'alarm canary-errors is on' } };
        cloud.weights = { production: 100, canary: 0 };
      }
    });
    expect(status).toBe(1);
    expect(out).toContain('+04:00  Alarm                                canary-errors is on: 38, the threshold is 5\n');
    expect(out).toContain('+04:00  Weights                              [----------] canary 0 %, production 100 %\n');
    expect(out).toMatch(/\nVersion 2 was rolled back: alarm canary-errors is on\.\n$/);
  });

  it('takes an alarm as it stood before the release, and tells when it goes off', async () => {
    const cloud = begun();
    cloud.live = [alarm('canary-errors', { state: 'ALARM' })];
    const { out } = await watching(cloud, (pause) => {
      if (pause === 1) cloud.live = [alarm('canary-errors', { since: new Date(START + 240_000) })];
      else isPromoted(cloud);
    });
    expect(out.match(/.* Alarm .*/g)).toEqual([
      '+04:00  Alarm                                canary-errors is off: OK',
    ]);
  });

  it('goes on after an abort until the execution that rolls back has finished, and tells what that does', async () => {
    const cloud = begun();
    const other = executionArn('other');
    const { status, out, pauses } = await watching(cloud, (pause) => {
      if (pause === 1) {
        cloud.ends(E1, 'ABORTED', { error: 'Aborted', cause: 'wrong version' });
        cloud.tell(E1, { type: 'ExecutionAborted', error: 'Aborted', cause: 'wrong version' });
      }
      if (pause === 2) {
        cloud.weights = { production: 100, canary: 0 };
        cloud.runs(other, { rollback: { event: { detail: { status: 'ABORTED' } } } });
        cloud.record = {
          revision: 3,
          rollout: {
            ...open,
            phase: 'rolling back',
            rescuer: other,
            reason: 'its execution ended as ABORTED with Aborted: wrong version',
          },
        };
        cloud.tell(
          other,
          { type: 'ExecutionStarted' },
          { type: 'TaskStateEntered', state: 'Roll back' },
          { type: 'TaskStateExited', state: 'Roll back', output: { message: 'production has every request again' } },
        );
      }
      if (pause === 3)
        cloud.record = {
          revision: 4,
          last: { ...rolledBack, reason: 'its execution ended as ABORTED with Aborted: wrong version' },
        };
    });
    expect({ status, pauses: pauses.length }).toEqual({ status: 1, pauses: 3 });
    expect(out).toContain('Execution ABORTED                    Aborted: wrong version\n');
    expect(out).toContain('Rollback started                     a rule saw the execution ABORTED\n');
    expect(out).toContain('↩ Roll back                          production has every request again\n');
    expect(out).toMatch(/Version 2 was rolled back: its execution ended as ABORTED with Aborted: wrong version\.\n$/);
  });

  it('is patient when AWS does not answer, and says so once', async () => {
    const cloud = begun();
    const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const { status, out } = await watching(cloud, (pause) => {
      if (pause === 1) cloud.fail.set('history', lost);
      if (pause === 4) {
        cloud.fail.clear();
        isPromoted(cloud);
      }
    });
    expect(status).toBe(0);
    expect(out.match(/nothing answers: socket hang up/g)).toHaveLength(1);
  });

  it('loses nothing of what it has read when the connection breaks in the middle of a look', async () => {
    const cloud = begun();
    cloud.fail.set('listener', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    const { out } = await watching(cloud, (pause) => {
      if (pause === 2) cloud.fail.clear();
      if (pause === 3) isPromoted(cloud);
    });
    expect(out.match(/Execution started/g)).toHaveLength(1);
    expect(out).toContain('+01:00  Settle at 10%                        the data plane follows the new weights\n');
  });

  it('gives up when AWS never answers, and at once when it may not look', async () => {
    const cloud = begun();
    cloud.fail.set('listener', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    const { status, pauses } = await run('watch e1', { cloud });
    expect({ status, pauses: pauses.length }).toEqual({ status: 3, pauses: 29 });
    cloud.fail.set(
      'listener',
      Object.assign(new Error('no vpc-lattice:GetListener'), { name: 'AccessDeniedException' }),
    );
    expect(await run('watch e1', { cloud })).toMatchObject({
      status: 3,
      pauses: [],
      err: expect.stringContaining('not permitted: no vpc-lattice:GetListener'),
    });
  });

  it('ends by Ctrl-C with status 130, leaves the release running and says so', async () => {
    const cloud = begun();
    const { status, err } = await run('watch', { cloud, meanwhile: (_, interrupt) => interrupt() });
    expect({ status, asked: cloud.asked }).toEqual({ status: 130, asked: [] });
    expect(err).toBe(
      '\nStopped watching. The release goes on; look again:\n  lattice-canary watch e1\nEnd it: lattice-canary abort\n',
    );
  });

  it('looks more often at a cloud on this machine', async () => {
    const cloud = begun();
    const { pauses } = await run('watch', {
      cloud,
      env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
      meanwhile: () => isPromoted(cloud),
    });
    expect(pauses).toEqual([250]);
  });
});

describe('which release is watched', () => {
  it('is the last one when none runs: told whole, with its exit status', async () => {
    const cloud = begun();
    isPromoted(cloud);
    expect(await run('watch', { cloud })).toMatchObject({
      status: 0,
      pauses: [],
      out: expect.stringContaining('Version 2 is in production'),
    });
  });

  it('is the one whose name begins so', async () => {
    const cloud = begun();
    isPromoted(cloud);
    cloud.runs(executionArn('f77'));
    expect((await run('watch e', { cloud })).status).toBe(0);
    expect(await run('watch f78', { cloud })).toMatchObject({
      status: 3,
      err: 'there is no execution f78 among the last 100; did you mean f77?\n',
    });
  });

  it('rejects what is ambiguous, what does not exist, and watching where nothing ever ran', async () => {
    const cloud = begun();
    cloud.runs(executionArn('e2'));
    expect(await run('watch e', { cloud })).toMatchObject({
      status: 3,
      err: 'several executions begin with e: e1, e2\n',
    });
    expect(await run(`watch ${executionArn('gone')}`, { cloud })).toMatchObject({
      status: 3,
      err: `there is no execution ${executionArn('gone')}\n`,
    });
    expect(await run('watch')).toMatchObject({ status: 3, err: 'nothing to watch: no release has run yet\n' });
  });
});
