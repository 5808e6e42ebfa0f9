import { describe, expect, test } from 'vitest';
import { certificateSchema } from '../../../cli/certify/certificate.ts';
import { sampleAnswers } from '../support/fake-certifier.ts';
import { alarm, executionArn, FakeCloud, open, rolledBack, START } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const STARTED = executionArn('started-1');
const LINE = 'certify --minutes 1 --release 2';

/** Its time passes by `seconds` at each pause. What happens to the release is the test's. */
async function releasing(happens: (cloud: FakeCloud, interrupt: () => void) => void, line = LINE, seconds = 30) {
  const cloud = new FakeCloud();
  const ran = await run(line, {
    cloud,
    meanwhile: (_, interrupt) => {
      cloud.nowAt += seconds * 1000;
      if (cloud.asked.length > 0) happens(cloud, interrupt);
    },
  });
  const text = ran.files.get('canary-certificate.json');
  return { ...ran, cloud, certificate: text === undefined ? undefined : certificateSchema.parse(JSON.parse(text)) };
}

function shifts(cloud: FakeCloud): void {
  cloud.record = { revision: 2, rollout: { ...open, id: STARTED } };
  cloud.weights = { production: 90, canary: 10 };
  cloud.certifying.writtenAt = new Date(cloud.nowAt);
  cloud.certifying.answers = () => ({ status: 502, release: '', body: '' });
}

function isRevoked(cloud: FakeCloud): void {
  const seenAt = new Date(cloud.nowAt).toISOString();
  cloud.record = { revision: 3, rollout: { ...open, id: STARTED, phase: 'rolling back', rescuerSeenAt: seenAt } };
}

function goesBack(cloud: FakeCloud): void {
  cloud.weights = { production: 100, canary: 0 };
  cloud.certifying.writtenAt = new Date(cloud.nowAt);
  cloud.certifying.answers = (path) => sampleAnswers(path);
}

function ends(cloud: FakeCloud): void {
  cloud.record = { revision: 4, last: { ...rolledBack, id: STARTED } };
  cloud.ends(STARTED, 'FAILED', { error: 'CanaryRolledBack', cause: 'canary-errors' });
}

const after = (cloud: FakeCloud) => (cloud.nowAt - START) / 1000;

/** Its weight is followed minutes after it was written. */
const slow = (cloud: FakeCloud) => {
  if (cloud.weights.canary === 0 && cloud.record.last === undefined && after(cloud) < 400) {
    shifts(cloud);
    cloud.certifying.answers = (path) => sampleAnswers(path);
  } else if (cloud.record.last === undefined && after(cloud) > 700) {
    shifts(cloud);
    goesBack(cloud);
    ends(cloud);
  } else if (cloud.weights.canary > 0 && after(cloud) > 600) shifts(cloud);
};

describe('certify --release', () => {
  test('holds the failing version at the first weight, and tells how it was rolled back', async () => {
    const turns: ((cloud: FakeCloud) => void)[] = [
      shifts,
      (cloud) => (cloud.live = cloud.live.map((each) => (each.name === 'canary-errors' ? on(cloud) : each))),
      isRevoked,
      goesBack,
      ends,
    ];
    const { certificate, cloud, out, status } = await releasing((each) => turns.shift()?.(each));
    expect({ status, asked: cloud.asked }).toEqual({ status: 0, asked: [{ start: { version: '2', holdAt: 10 } }] });
    const { timeline, ...rest } = certificate?.release ?? { timeline: {} };
    const at = Object.values(timeline).map((time) => Date.parse(time ?? ''));
    expect(Object.keys(timeline)).toEqual([
      'shifted',
      'firstOfCanary',
      'firstBad',
      'alarm',
      'revoked',
      'listenerWritten',
      'lastBad',
    ]);
    expect(at.slice(0, 6)).toEqual(at.slice(0, 6).toSorted((a, b) => a - b));
    expect(rest).toMatchObject({ release: '2.1.0-throws', version: '2', timedOut: false, badAnswers: { 502: 84 } });
    expect(out).toContain('bad answers    84 with status 502');
    // Three looks of eight, of which a tenth would have been the canary's: too few to tell.
    expect(out).toContain('not known whether weights are followed by request or by connection: 24 of 24');
    expect(cloud.certifying.closed).toBe(4);
  });

  test('proposes to settle for longer where a weight took longer', async () => {
    const { certificate } = await releasing(slow);
    expect(certificate?.release?.weightFollowedSeconds.there).toBeGreaterThan(90);
    expect(certificate?.proposals).toMatchObject([{ setting: 'plan.settleSeconds' }]);
  });

  test.each([
    ['request', undefined, /weights are followed by request: 296 of 296 requests/],
    [
      'connection',
      0,
      /weights are followed by connection, or by parts .*: 0 of 296 requests .* met the canary\. Users/,
    ],
  ] as const)('tells that weights are followed by %s', async (by, canary, said) => {
    const { certificate, out } = await releasing((cloud) => {
      if (after(cloud) < 300 || cloud.record.last !== undefined) return;
      if (cloud.weights.canary === 0) {
        shifts(cloud);
        const [{ answers }, shiftedAt] = [cloud.certifying, cloud.nowAt];
        cloud.certifying.answers = (path, connectedAt = Infinity) =>
          by === 'request' || connectedAt >= shiftedAt ? answers(path) : sampleAnswers(path);
      } else if (after(cloud) > 1_400) {
        goesBack(cloud);
        ends(cloud);
      }
    });
    expect(certificate?.release?.weightFollowedBy).toMatchObject({ by, ...(canary === 0 && { canary }) });
    expect(out).toMatch(said);
  });

  test('aborts it when it is not rolled back in time, tells what was seen, and exits 1', async () => {
    const { certificate, cloud, err, status } = await releasing(
      (each) => {
        if (each.weights.canary === 0 && each.asked.length === 1) shifts(each);
        else if (each.asked.length === 2 && each.record.last === undefined) {
          goesBack(each);
          ends(each);
        }
      },
      `${LINE} --timeout 20`,
      60,
    );
    expect({ status, stopped: cloud.asked[1] }).toEqual({
      status: 1,
      stopped: { stop: STARTED, cause: 'canary certify: not rolled back within 20 minutes' },
    });
    expect(err).toContain('is aborted (not rolled back within 20 minutes)');
    expect(certificate?.release?.timedOut).toBe(true);
  });

  test('aborts it at Ctrl-C and says so', async () => {
    const { cloud, err, files, status } = await releasing((_, interrupt) => interrupt());
    expect({ status, files: [...files], stopped: cloud.asked[1] }).toEqual({
      status: 130,
      files: [],
      stopped: { stop: STARTED, cause: 'canary certify: certify was ended' },
    });
    expect(err).toContain('The release that certify started is aborted');
  });

  test('leaves a rollback that is under way alone at Ctrl-C', async () => {
    const { cloud, err, status } = await releasing((each, interrupt) => {
      isRevoked(each);
      interrupt();
    });
    expect({ status, asked: cloud.asked.length }).toEqual({ status: 130, asked: 1 });
    expect(err).toContain('is being rolled back');
  });

  test('aborts it when AWS does not answer any more, and says what to do where even that fails', async () => {
    const { err, status } = await releasing((each) => {
      each.fail.set('alarms', new Error('gone'));
      each.fail.set('stop', new Error('gone too'));
    });
    expect(status).toBe(3);
    expect(err).toContain('could not be aborted: gone too\nDo it: lattice-canary abort');
  });
});

const describedAs = (text: string) => (cloud: FakeCloud) => (cloud.certifying.descriptions['2'] = text);

describe('certify --release refuses', () => {
  test('to start it where production itself answers badly, and writes what it measured', async () => {
    let asked = 0;
    const cloud = new FakeCloud();
    cloud.certifying.answers = (path) =>
      ++asked % 10 === 0 ? { status: 500, release: '', body: '' } : sampleAnswers(path);
    const { err, files, status } = await run(LINE, { cloud, meanwhile: () => (cloud.nowAt += 30_000) });
    expect({ status, asked: cloud.asked, files: files.size }).toEqual({ status: 2, asked: [], files: 1 });
    expect(err).toMatch(/not released: production itself answered \d+ of \d+ requests badly/);
  });

  test.each<[string, (cloud: FakeCloud) => unknown, RegExp]>([
    ['a healthy release of the sample', describedAs('Service behind VPC Lattice, release 2.0.0'), /NotAFailingRelease/],
    ["a version that is not the sample's", describedAs('Checkout of the shop'), /NotTheSample: version 2/],
  ])('%s, before anything is measured', async (_, change, said) => {
    const cloud = new FakeCloud();
    change(cloud);
    const { err, pauses, status } = await run(LINE, { cloud });
    expect({ status, pauses, err, asked: cloud.asked }).toEqual({
      status: 2,
      pauses: [],
      err: expect.stringMatching(said),
      asked: [],
    });
  });
});

function on(cloud: FakeCloud) {
  return alarm('canary-errors', { state: 'ALARM', since: new Date(cloud.nowAt) });
}
