import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Cloud, createCloud } from 'local-aws';
import { afterAll, beforeAll } from 'vitest';

/** A local cloud for all tests of a file, and what is deployed to it. */
export interface Deployed {
  /** Once the tests run. */
  readonly cloud: () => Cloud;
  /** Code that is a file, as the local cloud wants it; the function answers with its name. */
  readonly codeOf: (name: string) => lambda.Code;
  /** What users of a service get, by the name that they ask for: the body, or a status that is not 200. */
  readonly answerOf: (host: string) => Promise<string>;
}

/** Hardly any of the functions is ever called: none is kept warm. */
export function deployed(): Deployed {
  const folder = mkdtempSync(join(tmpdir(), 'deployed-'));
  let started: Cloud | undefined;
  const cloud = () => {
    if (started === undefined) throw new Error('the cloud is there once the tests run');
    return started;
  };
  beforeAll(async () => {
    started = await createCloud({ speed: 60, outDir: join(folder, 'out'), warm: false });
  });
  afterAll(async () => {
    await started?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    cloud,
    codeOf(name) {
      const code = join(folder, name);
      mkdirSync(code, { recursive: true });
      const source = `export const handler = async () => ({ statusCode: 200, body: '${name}' });`;
      writeFileSync(join(code, 'index.mjs'), source);
      return lambda.Code.fromAsset(code);
    },
    answerOf: async (host) =>
      new Promise((resolve, reject) => {
        request(cloud().traffic.url, { headers: { host } }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
          response.once('end', () => resolve(response.statusCode === 200 ? body : String(response.statusCode)));
        })
          .once('error', reject)
          .end();
      }),
  };
}
