import { type DoubtId, truthUnder } from 'local-aws';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { doubtedAssemblies, type DoubtedCloud, openDoubtedCloud } from './support/doubted-cloud.ts';
import { newFolder } from './support/live-stage.ts';

const LATE: readonly DoubtId[] = ['statistics-late'];

const folder = newFolder();
afterAll(() => folder.remove());
/**
 * Who is bad has to be found by comparing, for which minutes must be all there, and three at least: no alarm ever
 * counts so many.
 */
const assemblies = doubtedAssemblies(
  folder.path,
  { errors: 1_000_000, serverErrors: 1_000_000, errorRateMinRequests: 1_000_000 },
  {
    steps: [40, 100].map((weight) => ({ weight, bakeSeconds: 480 })),
    compare: DEFAULT_PLAN.compare,
    extendSeconds: 300,
  },
);

/** Statistics of the canary that came three minutes late since then, when others of their minute were there. */
function lateOnes({ cloud }: DoubtedCloud, since: number): number {
  const { publishedAfter } = truthUnder(LATE).cloudwatch ?? {};
  const ofCanary = cloud.cloudwatch.store
    .list()
    .filter(({ namespace, dimensions }) => namespace === 'AWS/Lambda' && dimensions['Resource']?.endsWith(':canary'));
  const minutes = Math.floor((cloud.clock.now() - since) / 60_000);
  const first = Math.ceil(since / 60_000);
  const after = Array.from({ length: minutes }, (_, i) => ofCanary.map((each) => publishedAfter?.(each, first + i)));
  return after.filter((each) => each.includes(180) && !each.every((seconds) => seconds === 180)).length;
}

test('a good release is promoted, and a bad one condemned, though minutes of the canary come apart', async () => {
  const service = await openDoubtedCloud(onTestFinished, LATE, assemblies);
  await service.publish('2.0.0');
  const since = service.cloud.clock.now();
  expect(await service.release()).toMatchObject({ status: 'SUCCEEDED', production: '2' });
  expect(lateOnes(service, since)).toBeGreaterThan(1);

  await service.publish('2.1.0-errors');
  expect(await service.release()).toMatchObject({
    status: 'FAILED',
    error: 'CanaryRolledBack',
    cause: expect.stringMatching(/40 %: unhealthy, canary \d+ % answers with status 5XX .*: worse/) as string,
    weights: { production: 100, canary: 0 },
    production: '2',
  });
});
