import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../cli/program.ts';
import { newFolder } from './support/live-stage.ts';
import { operatorHost } from './support/operator-host.ts';
import { type AssemblyOf, sampleAssemblies } from './support/sample-assemblies.ts';
import { openVirtualStage, type VirtualStage } from './support/virtual-stage.ts';

interface Judged {
  readonly would: string;
  readonly at: string;
  readonly aloneSince?: string;
  readonly requests: number;
  readonly bad: number;
  readonly minutes: readonly {
    readonly minute: string;
    readonly outcome: string;
    readonly reasons: readonly string[];
  }[];
  readonly fault?: { readonly found: boolean; readonly minutes: number; readonly madeUp: number };
}

/** As beside `npm run local`, on a port of its own. */
async function judge({ cloud }: VirtualStage, ...args: string[]): Promise<Judged> {
  const { host, written } = operatorHost(cloud);
  const status = await runProgram(['judge', '--json', ...args], {
    ...host,
    sleep: () => Promise.resolve(),
    signal: new AbortController().signal,
    files: { read: () => undefined, write: () => undefined },
  });
  expect({ status, err: written.err }).toEqual({ status: 0, err: '' });
  return JSON.parse(written.out) as Judged;
}

const short = (time: string): string => `${time.slice(0, 16)}Z`;

async function released(candidate: string, assemblyOf?: AssemblyOf) {
  const stage = await openVirtualStage(onTestFinished, { candidate, users: 10, ...(assemblyOf && { assemblyOf }) });
  const execution = await stage.operator.startExecution();
  await stage.happening('ended', (happening) => happening.execution === execution);
  await stage.atRest();
  return { stage, ended: await stage.operator.describeExecution(execution) };
}

test('judge finds a healthy release that is over healthy, and finds the faults that are made up for it', async () => {
  const { ended, stage } = await released('2.0.0');
  expect(ended.status).toBe('SUCCEEDED');

  const healthy = await judge(stage);
  expect(healthy).toMatchObject({ would: 'advance', bad: 0 });
  expect(healthy.minutes.length).toBeGreaterThan(20);
  expect(healthy.requests).toBeGreaterThan(100);
  // The last weight of the plan is 100: production has nothing then.
  const alone = healthy.aloneSince ?? '';
  expect(alone > (healthy.minutes[15]?.minute ?? '') && alone < healthy.at).toBe(true);

  const faulty = await judge(stage, '--fault', 'errors=20%');
  expect(faulty).toMatchObject({ would: 'roll back', fault: { found: true } });
  expect(faulty.fault?.minutes).toBeLessThan(10);
  expect(faulty.bad).toBe(faulty.fault?.madeUp);
  // The same minutes, told by their times.
  const [first, last] = [healthy.minutes[0]?.minute ?? '', healthy.at];
  const told = await judge(stage, '--from', short(first), '--to', short(last), '--alone-from', short(alone));
  expect(told.minutes.map(({ reasons }) => reasons.at(-1))).toHaveLength(healthy.minutes.length);
  expect(told).toMatchObject({ would: 'advance', requests: healthy.requests, bad: 0 });
});

/** No alarm ever counts so many: what condemns is the comparison, which takes three minutes. */
const DEAF = { errors: 1_000_000, serverErrors: 1_000_000, errorRateMinRequests: 1_000_000 };

/** The sample's releases, whose alarms never ring for errors. */
function withoutAlarms(): AssemblyOf {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  return sampleAssemblies(folder.path, { alarms: DEAF });
}

test('judge would have rolled back the release that was rolled back, for the errors that it had', async () => {
  const { ended, stage } = await released('2.1.0-errors', withoutAlarms());
  expect(ended).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  const { bad, minutes, would } = await judge(stage);
  expect(would).toBe('roll back');
  expect(bad).toBeGreaterThan(0);
  expect(minutes.at(-1)).toMatchObject({ outcome: 'worse' });
  expect(minutes.at(-1)?.reasons.join()).toMatch(/canary [\d.]+ % answers with status 5XX \(.*: worse, p/);
});
