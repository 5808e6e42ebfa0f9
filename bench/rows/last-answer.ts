import { wallClock } from 'local-aws/clock';
import { outputOf } from '../../statemachine/contract/outputs.ts';
import { type Benchmark, median, quantile } from '../benchmark.ts';
import { endingOf } from '../support/last-answer.ts';
import { type Exchange, preciseNow } from '../support/open-loop.ts';
import { runProgram, TSX } from '../support/program.ts';
import { GROUP_HEADER, inSampleCloud, SAMPLE_PATH } from '../support/sample-cloud.ts';
import { openWeights } from '../support/weights.ts';

const RATE = 1_000;
const WEIGHT = 50;
const ROLLBACKS = 20;
/** With weight, then without, before the next. */
const PHASE_MS = 500;
/** Of load before the first and after the last. */
const MARGIN_SECONDS = 3;

export const lastAnswer: Benchmark = {
  name: 'last-answer',
  title: 'From the listener to the last canary answer',
  how:
    `${RATE.toLocaleString('en-US')} requests a second in an open loop from a process of its own, no modelled ` +
    `propagation. ${ROLLBACKS} times the listener is written from ${WEIGHT}/${WEIGHT} to 100/0 through the ` +
    `API; from the moment at which it holds the new weights to the canary's last answer at the client. A ` +
    'request is under way when it was sent before that moment and not answered by then.',
  limit:
    'Requests that the canary was given before the write are answered by it: how long its slowest one takes. ' +
    "On AWS the propagation to VPC Lattice's data plane comes on top, for which there is no published figure.",
  floor: "Nothing, if no request of the canary's were under way.",
  run: (signal) =>
    inSampleCloud(async (cloud) => {
      const weights = openWeights(cloud);
      const failed = new AbortController();
      const either = AbortSignal.any([signal, failed.signal]);
      const writes: number[] = [];
      cloud.lattice.onWeights(() => void writes.push(preciseNow()));
      const seconds = 2 * MARGIN_SECONDS + (2 * PHASE_MS * ROLLBACKS) / 1000;
      const options = { rate: RATE, seconds, header: GROUP_HEADER };
      const load = runProgram(
        [...TSX, 'bench/support/open-loop-program.ts', cloud.traffic.url + SAMPLE_PATH, JSON.stringify(options)],
        { signal: either },
      );
      const rollbacks = async () => {
        await wallClock.sleep(1000 * MARGIN_SECONDS, either);
        for (let i = 0; i < ROLLBACKS; i++) {
          for (const canary of [WEIGHT, 0]) {
            await weights.write(canary);
            await wallClock.sleep(PHASE_MS, either);
          }
        }
      };
      const both = [load, rollbacks()] as const;
      try {
        const [{ output }] = await Promise.all(both);
        return figuresOf(
          JSON.parse(output) as readonly Exchange[],
          writes,
          outputOf(cloud.outputs, 'CanaryTargetGroupId'),
        );
      } finally {
        // One without the other measures nothing.
        failed.abort();
        await Promise.allSettled(both);
        weights.close();
      }
    }),
};

/** @param writes moments at which the canary got weight and lost it, in turns */
function figuresOf(exchanges: readonly Exchange[], writes: readonly number[], canary: string) {
  if (writes.length !== 2 * ROLLBACKS)
    throw new Error(`the listener was written ${writes.length} times, expected ${2 * ROLLBACKS}`);
  const endings = Array.from({ length: ROLLBACKS }, (_, i) =>
    endingOf(exchanges, canary, writes[2 * i + 1] ?? 0, writes[2 * i + 2]),
  );
  const [first, last] = [exchanges[0], exchanges.at(-1)];
  const elapsed = (last?.sentAt ?? 0) - (first?.sentAt ?? 0);
  // Before the first write client and processes only warm up.
  const durations = exchanges
    .filter(({ sentAt }) => sentAt >= (writes[0] ?? 0))
    .map(({ sentAt, answeredAt }) => answeredAt - sentAt);
  return [
    { what: 'requests', value: exchanges.length, unit: '' },
    { what: 'requests a second', value: (1000 * (exchanges.length - 1)) / elapsed, unit: '' },
    { what: 'answered by the canary', value: exchanges.filter(({ label }) => label === canary).length, unit: '' },
    {
      what: 'failed requests',
      value: exchanges.filter(({ status }) => status !== 200).length,
      unit: '',
      budget: { most: 0 },
    },
    { what: 'a request, p50', value: quantile(durations, 0.5), unit: 'ms' },
    { what: 'a request, p99', value: quantile(durations, 0.99), unit: 'ms' },
    {
      what: 'last canary answer after the write, median',
      value: median(endings.map((ending) => ending.lastAnswer)),
      unit: 'ms',
    },
    {
      what: 'last canary answer after the write, longest',
      value: Math.max(...endings.map((ending) => ending.lastAnswer)),
      unit: 'ms',
    },
    {
      what: 'slowest request under way at a write, longest',
      value: Math.max(...endings.map(({ underWay }) => underWay)),
      unit: 'ms',
    },
    {
      what: 'writes whose last canary answer came after those under way',
      value: endings.filter((ending) => ending.lastAnswer > ending.underWay).length,
      unit: '',
      budget: { most: 0 },
    },
    {
      what: 'canary answers to requests sent after the write',
      value: endings.reduce((sum, { late }) => sum + late, 0),
      unit: '',
      budget: { most: 0 },
    },
  ];
}
