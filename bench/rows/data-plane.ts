import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Cloud } from 'local-aws';
import { outputOf } from '../../statemachine/contract/outputs.ts';
import { type Benchmark, median } from '../benchmark.ts';
import { ROOT, runProgram, TSX } from '../support/program.ts';
import { GROUP_HEADER, inSampleCloud, SAMPLE_PATH } from '../support/sample-cloud.ts';
import { openWeights } from '../support/weights.ts';

const WEIGHT = 10;
const REQUESTS = { warmUp: 5_000, one: 3_000, many: 20_000, weights: 100_000 } as const;
/** Of 64 connections: one server after the other, so that what else the machine does meets both. */
const ROUNDS = 5;

export const dataPlane: Benchmark = {
  name: 'data-plane',
  title: 'The local data plane',
  how:
    'Requests over 1 and 64 kept connections, from a process of its own, beside a bare node:http server in ' +
    'another process with the same answer, and beside a bare relay, a server that lets another process say ' +
    `that answer; in turns, medians of ${ROUNDS} rounds with 64. Then 100,000 requests at 90/10.`,
  limit:
    "Processor time, which the client, the cloud and the functions' processes share: every request crosses " +
    "to a function's process and back, as text, is let in by policies, becomes an event and counts in 14 " +
    'metrics. The bare relay does nothing but cross, over the same channel, with as little text as can be.',
  floor:
    'The bare server: HTTP alone. With functions in processes of their own, the bare relay: whichever of the two ' +
    'budgets is kept, it is enough.',
  tried:
    "Length-prefixed texts over a pipe instead of Node's channel, one write a turn, a request parsed once and its " +
    'policies decided once for each policy and caller: 0.61 times the processor time of a request. The relay of the ' +
    'second budget uses the same channel, and got faster by it. The rest is HTTP and writes.',
  run: (signal) =>
    inSampleCloud(async (cloud) => {
      const url = cloud.traffic.url + SAMPLE_PATH;
      const answer = await answerOf(url);
      const bare = await startServer('bare-server.ts', answer);
      const relay = await startServer('relay-server.ts', answer);
      try {
        const ask = (target: string, connections: number, requests: number) =>
          load(target, { connections, requests, header: GROUP_HEADER }, signal);
        for (const target of [url, bare.url, relay.url]) await ask(target, 64, REQUESTS.warmUp);
        const [one, bareOne] = [await ask(url, 1, REQUESTS.one), await ask(bare.url, 1, REQUESTS.one)];
        const rounds: { readonly ours: number; readonly bare: number; readonly relay: number }[] = [];
        for (let i = 0; i < ROUNDS; i++) {
          const rate = async (target: string) => (await ask(target, 64, REQUESTS.many)).perSecond;
          rounds.push({ ours: await rate(url), bare: await rate(bare.url), relay: await rate(relay.url) });
        }
        const shares = rounds.map((round) => (100 * round.ours) / round.bare);
        const canary = await canaryShare(cloud, () => ask(url, 64, REQUESTS.weights));
        return [
          { what: '1 connection, requests a second', value: one.perSecond, unit: '' },
          { what: '1 connection, bare server', value: bareOne.perSecond, unit: '' },
          { what: '64 connections, requests a second', value: median(rounds.map(({ ours }) => ours)), unit: '' },
          { what: '64 connections, bare server', value: median(rounds.map((round) => round.bare)), unit: '' },
          { what: '64 connections, share of the bare server', value: median(shares), unit: '%', budget: { least: 50 } },
          { what: '64 connections, share of the bare server, lowest round', value: Math.min(...shares), unit: '%' },
          {
            what: '64 connections, share of the bare relay',
            value: median(rounds.map((round) => (100 * round.ours) / round.relay)),
            unit: '%',
            budget: { least: 85 },
          },
          {
            what: '64 connections, share of the bare server, the bare relay',
            value: median(rounds.map((round) => (100 * round.relay) / round.bare)),
            unit: '%',
          },
          {
            what: `canary's share of 100,000 requests at ${WEIGHT} %, off by`,
            value: (100 * Math.abs(canary - WEIGHT)) / WEIGHT,
            unit: '%',
            budget: { most: 1 },
          },
        ];
      } finally {
        bare.kill();
        relay.kill();
      }
    }),
};

/**
 * The canary's percentage of what was answered at its weight.
 * @throws Error when somebody else wrote the listener meanwhile: it would be the share of several weights
 */
async function canaryShare(cloud: Cloud, ask: () => Promise<Load>): Promise<number> {
  const weights = openWeights(cloud);
  let writes = 0;
  cloud.lattice.onWeights(() => void writes++);
  await weights.write(WEIGHT);
  weights.close();
  const { counts } = await ask();
  if (writes !== 1)
    throw new Error(`the listener was written ${writes} times while answers were counted, expected once`);
  return (100 * (counts[outputOf(cloud.outputs, 'CanaryTargetGroupId')] ?? 0)) / REQUESTS.weights;
}

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the data plane answers, without the headers that every server writes itself. */
async function answerOf(url: string): Promise<Answer> {
  const answer = await fetch(url);
  const { connection: _, date: __, 'keep-alive': ___, ...headers } = Object.fromEntries(answer.headers);
  return { headers, body: await answer.text() };
}

async function startServer(file: string, answer: Answer): Promise<{ readonly url: string; kill(): void }> {
  const [command, ...args] = [...TSX, `bench/support/${file}`, JSON.stringify(answer)];
  const child = spawn(command ?? '', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}${SAMPLE_PATH}`, kill: () => void child.kill() };
}

interface Load {
  readonly perSecond: number;
  readonly counts: Readonly<Record<string, number>>;
}

async function load(url: string, options: object, signal: AbortSignal): Promise<Load> {
  const { output } = await runProgram([...TSX, 'bench/support/load-program.ts', url, JSON.stringify(options)], {
    signal,
  });
  return JSON.parse(output) as Load;
}
