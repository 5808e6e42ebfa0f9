import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { Datum, QueueSender } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { AccessControl } from '../../src/iam/access-control.ts';
import { readCode } from '../../src/lambda/code.ts';
import { Functions } from '../../src/lambda/functions.ts';
import type { Configuration } from '../../src/lambda/model.ts';
import { buildWorker } from '../../src/lambda/worker-file.ts';
import { accessOf } from '../access.ts';

export const PLACE = { account: '123456789012', region: 'eu-west-1' };

/** A folder that goes when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A bundle with this source as its `index.mjs`. */
export function bundle(source: string): string {
  const folder = join(temporaryFolder(), 'bundle');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.mjs'), source);
  return folder;
}

export function configuration(changes: Partial<Configuration> = {}): Configuration {
  return {
    description: '',
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    roleArn: 'arn:aws:iam::123456789012:role/fn',
    timeoutSeconds: 3,
    memoryMb: 128,
    architecture: 'arm64',
    environment: {},
    logGroup: '/aws/lambda/fn',
    logFormat: 'JSON',
    tracing: 'PassThrough',
    ...changes,
  };
}

export interface World {
  readonly functions: Functions;
  readonly metrics: Datum[];
  readonly sent: Parameters<QueueSender['send']>[0][];
  readonly logFolder: string;
  /** Of the cloud's own log. */
  readonly lines: string[];
}

/** Lambda on a clock that stands still unless told, closed when the test is over. */
export function startFunctions(clock: Clock = new VirtualClock(), poolSize = 2, access = accessOf()): World {
  const folder = temporaryFolder();
  const metrics: Datum[] = [];
  const sent: World['sent'] = [];
  const lines: string[] = [];
  const logFolder = join(folder, 'logs');
  const functions = new Functions({
    clock,
    random: seededRandom(1),
    place: PLACE,
    metrics: { record: (datum) => void metrics.push(datum) },
    queues: { send: async (request) => void sent.push(request) },
    log: (_service, message) => void lines.push(message),
    access,
    logFolder,
    workerFile: buildWorker(folder),
    cloud: {
      endpoints: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      accessKeyIdFor: (arn) => `KEY-${arn.split('/').at(-1)}`,
    },
    poolSize,
  });
  onTestFinished(() => functions.close());
  return { functions, metrics, sent, logFolder, lines };
}

/** Lambda with one function, `fn`, of this source. */
export async function startFunction(
  source: string,
  changes: Partial<Configuration> = {},
  clock?: Clock,
  poolSize?: number,
  access?: AccessControl,
): Promise<World> {
  const world = startFunctions(clock, poolSize, access);
  world.functions.registry.create('fn', await readCode(bundle(source)), configuration(changes));
  return world;
}
