import { expect, test } from 'vitest';
import { sentence } from '../../../local/console/model/sentence.ts';
import { closedView, recordView } from '../../../local/console/record-reader.ts';
import type { Pause } from '../../../rollout/pause/pause.ts';
import { toldToGoOn, withPause } from '../../../rollout/pause/stored.ts';
import { STANDING_BY, type ClosedRollout, type OpenRollout } from '../../../rollout/record/record.ts';
import { attributes } from '../../local/console/attributes.ts';
import { WHYS } from '../../rollout/pause/pauses.ts';
import { open, promoted, rolledBack } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { begun, E1 } from '../support/watched-release.ts';

/** A release at one moment. */
interface Release {
  readonly open?: OpenRollout;
  readonly closed?: ClosedRollout;
  readonly status?: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  readonly error?: string;
  readonly cause?: string;
  readonly state?: string;
  readonly weight?: number;
}

interface Told {
  /** The title while it goes on, the outcome once it is over. */
  readonly watch: string;
  /** The word of its row. */
  readonly history: string;
  readonly page: string;
}

const END = { SUCCEEDED: 'ExecutionSucceeded', FAILED: 'ExecutionFailed', ABORTED: 'ExecutionAborted' } as const;

/** The same release by all three; weights, record and execution are what each of them reads. */
async function tell({ open: rollout, closed: last, state = 'Bake at 10%', weight = 0, ...rest }: Release) {
  const { status = 'RUNNING', error, cause } = rest;
  const ended = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  const cloud = begun();
  cloud.record = { revision: 3, ...(rollout && { rollout }), ...(last && { last }) };
  cloud.weights = { production: 100 - weight, canary: weight };
  cloud.tell(E1, { type: 'WaitStateEntered', state });
  if (status !== 'RUNNING') {
    cloud.ends(E1, status, ended);
    cloud.tell(E1, { type: status === 'TIMED_OUT' ? 'ExecutionTimedOut' : END[status], ...ended });
  }
  const size = { columns: 200, rows: 40 };
  const watched = await run('watch e1', { cloud, size, meanwhile: (_pause, interrupt) => interrupt() });
  const history = await run('history', { cloud });
  const page = sentence(
    { endpoint: '', region: '', services: [], releases: [] },
    {
      release: {
        versions: [
          { version: '1', release: '1.0.0' },
          { version: '2', release: '2.0.0' },
        ],
        aliases: { production: last?.outcome === 'promoted' ? '2' : '1' },
        weight,
        planned: [10, 100],
        waysBack: [],
        ...(rollout && { record: recordView(attributes(rollout)) }),
      },
      executions: [
        {
          arn: E1,
          name: 'e1',
          status,
          kind: 'release',
          version: '2',
          startedAt: 0,
          state,
          events: 1,
          ...ended,
          ...(last && { closed: closedView(attributes(last)) }),
        },
      ],
      alarms: [],
      weights: [],
      ways: { next: [] },
    },
  );
  const over = watched.pauses.length === 0;
  return { watched: watched.out, over, history: history.out, page: `${page.tag}. ${page.text}` };
}

async function expectTold(release: Release, { watch, history, page }: Told, over: boolean): Promise<void> {
  const told = await tell(release);
  expect(told.watched).toContain(watch);
  expect(told.history).toMatch(new RegExp(`^\\S+ \\S+ +e1 +[\\d:]+ +${history}( |$)`, 'm'));
  expect(told.page).toBe(page);
  expect(told.over).toBe(over);
}

test.each<[what: string, Release, Told]>([
  [
    'that has claimed nothing yet',
    { state: 'Claim the rollout' },
    { watch: 'Not claimed yet (e1)', history: 'running', page: 'A release begins. All users are on 1.0.0.' },
  ],
  [
    'at a weight',
    { open, weight: 10 },
    {
      watch: 'Version 2 over 1 (e1)',
      history: 'running',
      page: 'Releasing 2.0.0. 10 % of users are on 2.0.0; the rest are on 1.0.0.',
    },
  ],
  [
    'that is promoted',
    { open: { ...open, phase: 'promoting', confirmedWeight: 100 }, weight: 100, state: 'Watch production' },
    {
      watch: 'Version 2 over 1 (e1)',
      history: 'running',
      page: '2.0.0 becomes production. All users are on 2.0.0; it becomes production.',
    },
  ],
  [
    'that is taken back by another execution',
    { open: { ...open, phase: 'rolling back' }, status: 'ABORTED' },
    {
      watch: 'Version 2 over 1: rolling back (e1)',
      history: 'aborted',
      page: 'Rolling back 2.0.0. All users are back on 1.0.0.',
    },
  ],
  [
    'whose rollback waits for a production that is broken too',
    { open: { ...open, phase: STANDING_BY }, status: 'TIMED_OUT', weight: 10 },
    {
      watch: 'Version 2 over 1: to be rolled back once production is no longer broken too (e1)',
      history: 'timed out',
      page:
        'The rollback of 2.0.0 stands by. ' +
        '10 % of users stay on 2.0.0: it is to be rolled back, but production is broken too.',
    },
  ],
])('a release %s is told alike by watch, history and the page', (_what, release, told) =>
  expectTold(release, told, false),
);

test.each<[what: string, Release, Told]>([
  [
    'promoted',
    { closed: promoted, status: 'SUCCEEDED', state: 'Promoted' },
    {
      watch: 'Version 2 is in production, version 1 is kept as previous.',
      history: 'promoted',
      page: '2.0.0 was promoted. All users are on 2.0.0; it is production.',
    },
  ],
  [
    'promoted, though its execution was aborted behind the close',
    { closed: promoted, status: 'ABORTED', state: 'Close the rollout' },
    {
      watch: 'Version 2 is in production, version 1 is kept as previous.',
      history: 'promoted',
      page: '2.0.0 was promoted. All users are on 2.0.0; it is production.',
    },
  ],
  [
    'rolled back',
    { closed: rolledBack, status: 'FAILED', error: 'CanaryRolledBack', state: 'Rolled back' },
    {
      watch: 'Version 2 was rolled back: checkout is slow.',
      history: 'rolled back',
      page: '2.0.0 was rolled back. All users are on 1.0.0; 2.0.0 was rolled back.',
    },
  ],
  [
    'timed out, and rolled back by another execution',
    { closed: rolledBack, status: 'TIMED_OUT', error: 'States.Timeout' },
    {
      watch: 'Version 2 was rolled back: checkout is slow.',
      history: 'rolled back',
      page: '2.0.0 was rolled back. All users are on 1.0.0; 2.0.0 was rolled back.',
    },
  ],
  [
    'rolled back with its production not restored',
    {
      closed: { ...rolledBack, notRestored: true },
      status: 'FAILED',
      error: 'CannotRestoreProduction',
      state: 'Rolled back',
    },
    {
      watch: 'CannotRestoreProduction: checkout is slow; RUNBOOK.md#cannotrestoreproduction.',
      history: 'rollback failed',
      page:
        'The rollback of 2.0.0 is not finished. ' +
        'All users are on 1.0.0. Its rollback was not finished (CannotRestoreProduction).',
    },
  ],
  [
    'refused',
    { status: 'FAILED', error: 'CanaryAlarmActive', cause: 'an alarm is on', state: 'Refused' },
    {
      watch: 'Refused: CanaryAlarmActive: an alarm is on.',
      history: 'refused',
      page: '2.0.0 was not started. All users are on 1.0.0; 2.0.0 was not started: CanaryAlarmActive.',
    },
  ],
  [
    'aborted before it had claimed',
    { status: 'ABORTED', state: 'Claim the rollout' },
    {
      watch: 'ABORTED.',
      history: 'aborted',
      page: '2.0.0 was not started. All users are on 1.0.0; 2.0.0 was not started: ABORTED.',
    },
  ],
])('a release that is over is told alike by watch, history and the page: %s', (_what, release, told) =>
  expectTold(release, told, true),
);

test.each(WHYS.flatMap((why) => [false, true].map((told) => [why, told] as const)))(
  'a release that is paused is told alike by watch, history and the page: %s, told to go on: %s',
  async (why, told) => {
    const pause: Pause = { at: 10, why, since: '2026-01-05T09:17:00.000Z', found: 'too quiet', told: false };
    const paused = withPause(open, pause);
    const watched = told ? ', told to go on' : ' until somebody says go-on: too quiet';
    await expectTold(
      { open: told ? toldToGoOn(paused) : paused, weight: 10 },
      {
        watch: `Version 2 over 1: held at 10 %${watched} (e1)`,
        history: 'running',
        page:
          `2.0.0 ${told ? 'was told to go on' : 'waits for you'}. ` +
          '10 % of users are on 2.0.0; the rest are on 1.0.0.',
      },
      false,
    );
  },
);
