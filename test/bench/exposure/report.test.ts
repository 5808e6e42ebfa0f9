import { describe, expect, it } from 'vitest';
import { chart } from '../../../bench/exposure/chart.ts';
import { parseExposureOptions } from '../../../bench/exposure/options.ts';
import { runTasks } from '../../../bench/exposure/pool.ts';
import { atMost, median, upperChance } from '../../../bench/exposure/proportion.ts';
import { markdown, summary } from '../../../bench/exposure/report.ts';
import { keyOf, Results } from '../../../bench/exposure/results.ts';
import { FULL, SETS, SHORT, testSet } from '../../../bench/exposure/sets.ts';
import { BOUND, DEPLOYED, STRATEGIES, WITH_TAIL } from '../../../bench/exposure/strategies/index.ts';
import { NO_RUNS, type Tally } from '../../../bench/exposure/tally.ts';
import { targetsOf } from '../../../bench/exposure/targets/index.ts';
import { boundedTarget } from '../../../bench/exposure/targets/target.ts';
import { tasksOf, type Task } from '../../../bench/exposure/tasks.ts';
import { readBefore, thenAndNow } from '../../../bench/exposure/then-now.ts';

const ignore = () => undefined;

/** As if it had been measured. */
function resultsOf(tally: (task: Task) => Partial<Tally>): Results {
  const tasks = tasksOf('report', 7, FULL);
  return new Results(
    testSet('report'),
    tasks,
    tasks.map((task) => ({ ...NO_RUNS, runs: task.runs, promoted: task.runs, ...tally(task) })),
  );
}

const all = ({ runs }: Task) => ({ promoted: 0, rolledBack: runs, detection: 100 });
/** Everything that is healthy is promoted, and every fault is found at once. */
const perfect = (task: Task): Partial<Tally> => (task.kind === 'fault' ? { ...all(task), bad: task.runs } : {});

describe('a proportion', () => {
  it('has the upper bound of Clopper and Pearson', () => {
    expect(upperChance(0, 10_000)).toBeCloseTo(1 - 0.05 ** (1 / 10_000), 9);
    expect(atMost(4, 10_000, upperChance(4, 10_000))).toBeCloseTo(0.05, 6);
    expect(upperChance(10, 10)).toBe(1);
    // P(X <= 1) of 2 throws of a fair coin.
    expect(atMost(1, 2, 0.5)).toBeCloseTo(0.75, 12);
  });

  it('has a middle', () => expect([median([3, 1, 2]), median([])]).toEqual([2, undefined]));
});

const standingOf = (seen: number, runs: number) =>
  boundedTarget('x', 0.005, [{ name: 'each', seen, runs, most: upperChance(seen, runs) }]).standing;

const runs = (group: string) =>
  testSet('report')
    .workloads.filter((each) => each.group === group)
    .map(({ name }) =>
      tasksOf('report', 7, FULL, [DEPLOYED])
        .filter(({ kind, subject }) => kind === 'healthy' && subject === name)
        .reduce((sum, task) => sum + task.runs, 0),
    );

const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0);

/** Of the target of the slow tail, when one strategy misses it. */
const tailStanding = (blind: string) =>
  targetsOf(
    resultsOf((task) => (task.subject.startsWith('tail') && task.strategy === blind ? {} : perfect(task))),
  ).find(({ what }) => what.startsWith('a slow tail'))?.standing;

describe('a target', () => {
  it('is met by its upper bound, missed by what was seen, and open between them', () => {
    expect([standingOf(0, 640), standingOf(0, 100), standingOf(5, 100), standingOf(3, 640)]).toEqual([
      'met',
      'open',
      'missed',
      'open',
    ]);
  });

  it('has enough releases behind it in the whole report', () => {
    expect(upperChance(0, sum(runs('independent')))).toBeLessThan(0.0005);
    expect(upperChance(0, sum(runs('failing')))).toBeLessThan(0.0005);
    for (const each of runs('disturbed')) expect(upperChance(0, each)).toBeLessThan(0.005);
  });

  it('is met where nothing healthy is rolled back and every fault is found', () => {
    const targets = targetsOf(
      resultsOf((task) => (task.strategy === DEPLOYED.name ? perfect(task) : { ...perfect(task), bad: 2 * task.runs })),
    );
    expect(targets.filter(({ standing }) => standing !== 'met')).toEqual([]);
  });

  it('counts held apart: that clients stick is no rollback', () => {
    const results = resultsOf((task) =>
      task.subject === '40 sticky clients' ? { promoted: 0, held: task.runs } : perfect(task),
    );
    const clients = targetsOf(results).find(({ what }) => what.startsWith('sticky'));
    expect(clients).toMatchObject({ standing: 'met' });
    expect(summary({ results, targets: [] }, STRATEGIES)).toContain('0 of 160, 160 held');
  });

  it('is missed by name: which fault, at which rate', () => {
    const results = resultsOf((task) =>
      task.strategy === DEPLOYED.name && task.subject === 'latency x2' && task.rate === 100 ? {} : perfect(task),
    );
    const found = targetsOf(results).find(({ what }) => what.startsWith('every fault'));
    expect(found?.standing).toBe('missed');
    expect(found?.found).toContain('latency x2 at 100/s, missed: 201 of 201');
  });

  it('asks of a slow tail only the plan that names a share', () => {
    expect([WITH_TAIL.name, 'this project, alarms only'].map(tailStanding)).toEqual(['missed', 'met']);
  });

  it('asks nothing of a fault that the bound does not find either', () => {
    const results = resultsOf((task) => (task.subject === 'latency x1.3' ? {} : perfect(task)));
    const found = targetsOf(results).find(({ what }) => what.startsWith('every fault'));
    expect(found?.standing).toBe('met');
  });

  it('compares with no rival that rolls back plain healthy releases', () => {
    const results = resultsOf((task) => {
      if (task.strategy === DEPLOYED.name) return { ...perfect(task), bad: 10 * task.runs };
      if (task.strategy.startsWith('ECS')) return task.kind === 'healthy' ? all(task) : perfect(task);
      return { ...perfect(task), bad: 30 * task.runs };
    });
    const best = targetsOf(results).find(({ what }) => what.startsWith('bad answers'));
    expect(best?.standing).toBe('met');
    expect(best?.found).not.toContain('ECS');
  });
});

const key = ({ subject, rate, kind }: Task) => keyOf({ strategy: '', subject, rate, kind });

describe('the benchmark', () => {
  const few = { tight: 4, loose: 4, faulty: 1 };
  const tasks = tasksOf('choose', 1, few, [DEPLOYED, BOUND]).filter(
    ({ rate, subject }) => rate === 3 && /^(night|4 %|tail|25 sticky)/.test(subject),
  );

  it('measures the same for the same seed, in one process or in two', async () => {
    const alone = await runTasks(tasks, 1);
    expect(await runTasks(tasks, 2)).toEqual(alone);
    expect(
      await runTasks(
        tasks.map((task) => ({ ...task, seed: 2 })),
        1,
      ),
    ).not.toEqual(alone);
  });

  it('plays no workload, fault or rate of the report to choose by', () => {
    const reported = new Set(tasksOf('report', 7, SHORT).map(key));
    expect(
      tasksOf('choose', 7, SHORT)
        .map(key)
        .filter((each) => reported.has(each)),
    ).toEqual([]);
    expect(SETS.choose.faults.some(({ name }) => SETS.report.faults.some((other) => other.name === name))).toBe(false);
  });

  it('says what it is, and what was measured before', () => {
    const results = resultsOf(perfect);
    const report = {
      date: '2026-01-05',
      seed: 7,
      command: 'npm run bench:exposure',
      results,
      before: readBefore(),
      targets: targetsOf(results),
    };
    const text = markdown(report).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Measured on 2026-01-05 by `npm run bench:exposure`, seed 7.');
    for (const { name, source } of STRATEGIES) {
      expect(chart(results, 100)).toContain(name);
      expect(text).toContain(`**${name}**: ${source.replaceAll(/\s+/g, ' ')}`);
    }
    for (const { name } of [...results.set.faults, ...results.set.workloads]) expect(text).toContain(name);
    // One source of truth: the alarms are those of the settings.
    expect(text).toContain('that count errors which are more than 5 % of the requests, and a rate from 100 requests');
  });

  it('knows of every workload and fault of the report how it was before', () => {
    const { tallies } = readBefore();
    const missing = tasksOf('report', 7, FULL, [DEPLOYED]).filter(
      ({ kind, subject, rate }) => tallies[`${kind}|${subject}|${rate}`] === undefined,
    );
    expect(missing).toEqual([]);
    const recorded = {
      date: '',
      command: '',
      version: '',
      tallies: { 'healthy|steady|1': { ...NO_RUNS, runs: 4, rolledBack: 1 } },
    };
    const shown = thenAndNow(resultsOf(perfect), recorded);
    expect(shown).toContain('| steady | 25 % → 0 % | not measured → 0 % |');
  });

  it('reads its options, and rejects a seed that is none', () => {
    expect(parseExposureOptions([], ignore)).toEqual({
      effort: FULL,
      seed: 7,
      set: 'report',
      deployedOnly: false,
      processes: 2,
      out: 'docs',
      record: undefined,
    });
    expect(parseExposureOptions(['--short', '--seed', '3'], ignore)).toMatchObject({
      effort: SHORT,
      seed: 3,
      out: undefined,
    });
    expect(parseExposureOptions(['--seeds', 'choose'], ignore)).toMatchObject({ set: 'choose', out: undefined });
    expect(parseExposureOptions(['--strategy', 'tail'], ignore)).toMatchObject({ strategy: 'tail', out: undefined });
    expect(() => parseExposureOptions(['--seed', 'x'], ignore)).toThrow('expected a whole number');
    expect(() => parseExposureOptions(['--seeds', 'x'], ignore)).toThrow('Allowed choices are report, choose');
    expect(() => parseExposureOptions(['--help'], ignore)).toThrow('outputHelp');
  });
});
