import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { seededRandom } from '../core/random.ts';
import type { Datum, QueueSender } from '../core/types.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { AccessControl } from '../iam/access-control.ts';
import { readCode } from '../lambda/code.ts';
import { Functions } from '../lambda/functions.ts';
import type { Configuration } from '../lambda/model.ts';
import { buildWorker } from '../lambda/worker-file.ts';
import { accessOf } from './access.ts';
import { type OnEnd, temporaryFolder } from './folder.ts';

export const PLACE = { account: '123456789012', region: 'eu-west-1' };

/** Writes a bundle into a folder of its own, with this source as its `index.mjs`. @returns that folder */
export function writeBundle(parent: string, source: string): string {
  const folder = mkdtempSync(join(parent, 'bundle-'));
  writeFileSync(join(folder, 'index.mjs'), source);
  return folder;
}

/** Of a function as a template that says little makes it. */
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

export interface LambdaWorld {
  readonly functions: Functions;
  readonly metrics: Datum[];
  readonly sent: Parameters<QueueSender['send']>[0][];
  readonly logFolder: string;
  /** Of the cloud's own log. */
  readonly lines: string[];
  /** Adds the function `fn` with this source. */
  readonly create: (source: string, changes?: Partial<Configuration>) => Promise<void>;
}

export interface LambdaWorldOptions {
  /** One that stands still unless told. */
  readonly clock?: Clock | undefined;
  /** 2 unless told. */
  readonly poolSize?: number | undefined;
  /** Any number of invocations at once unless told. */
  readonly concurrency?: number | undefined;
  /** Everything is allowed unless told. */
  readonly access?: AccessControl | undefined;
}

/** Lambda alone, closed when the test is over. */
export function lambdaWorld(onEnd: OnEnd, options: LambdaWorldOptions = {}): LambdaWorld {
  const { clock = new VirtualClock(), poolSize = 2, concurrency, access = accessOf() } = options;
  const { path: folder, remove } = temporaryFolder();
  const metrics: Datum[] = [];
  const sent: LambdaWorld['sent'] = [];
  const lines: string[] = [];
  const logFolder = join(folder, 'logs');
  mkdirSync(logFolder);
  const functions = new Functions({
    clock,
    random: seededRandom(1),
    place: PLACE,
    metrics: { record: (datum) => void metrics.push(datum) },
    queues: { send: async (request) => void sent.push(request) },
    log: (_service, message) => void lines.push(message),
    access,
    outDir: folder,
    logFolder,
    workerFile: buildWorker(folder),
    cloud: {
      endpoints: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      accessKeyIdFor: (arn) => `KEY-${arn.split('/').at(-1)}`,
    },
    poolSize,
    ...(concurrency !== undefined && { concurrency }),
  });
  onEnd(async () => {
    await functions.close();
    remove();
  });
  return {
    functions,
    metrics,
    sent,
    logFolder,
    lines,
    async create(source, changes) {
      functions.registry.create('fn', await readCode(writeBundle(folder, source)), configuration(changes));
    },
  };
}
