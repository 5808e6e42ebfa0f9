import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  bundleHandlers,
  bundleHandlersAside,
  bundleRelease,
  defaultHandlerBundles,
  HANDLERS,
  releases,
  type Bundle,
} from '../../infra/bundling/index.ts';
import { fakeAws } from '../handlers/ports/aws/fake-aws.ts';

/** What a bundle may weigh; one import of `{ z }` instead of `* as z` alone adds 350 KB of translations. */
const LARGEST_HANDLER = 800_000;
const LARGEST_RELEASE = 5_000;

let outDir: string;
let bundles: readonly Bundle[];
beforeAll(() => {
  outDir = mkdtempSync(join(tmpdir(), 'bundles-'));
  bundles = bundleHandlers(outDir);
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

const contentOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );

/** The services of the SDK clients in what a bundle's start loads; what it imports when asked is left out. */
function clientsAtStart(folder: string): readonly string[] {
  const files = new Set(['index.mjs']);
  const clients = new Set<string>();
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, path = ''] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) files.add(path);
    for (const [, client = ''] of text.matchAll(/\.serviceId\?\?"([^"]+)"/g)) clients.add(client);
  }
  return [...clients].sort();
}

/** Imports a bundle in a process of its own, as Lambda does, and tells the kind of its `handler`. */
const kindOfHandler = (folder: string) => {
  const file = JSON.stringify(join(folder, 'index.mjs'));
  const script = `import(${file}).then((code) => console.log(typeof code.handler))`;
  return execFileSync(process.execPath, ['--eval', script], { encoding: 'utf8', env: {} }).trim();
};

describe('bundling the handlers', () => {
  it('makes one folder per function, named after its file', () => {
    expect(bundles.map(({ name }) => name)).toEqual([...HANDLERS]);
    expect(readdirSync(outDir).sort()).toEqual([...HANDLERS].sort());
    for (const { name, folder } of bundles) {
      expect(folder).toBe(join(outDir, name));
      expect(existsSync(join(folder, 'index.mjs'))).toBe(true);
    }
  });

  it('makes the same in a process of its own', async () => {
    const aside = mkdtempSync(join(tmpdir(), 'bundles-'));
    onTestFinished(() => rmSync(aside, { recursive: true, force: true }));
    const made = await bundleHandlersAside(aside);
    expect(made.map(({ name, bytes }) => ({ name, bytes }))).toEqual(
      bundles.map(({ name, bytes }) => ({ name, bytes })),
    );
    for (const { name, folder } of bundles) expect(contentOf(join(aside, name))).toEqual(contentOf(folder));
  });

  it('covers every file of the handlers that exports a handler', () => {
    const files = readdirSync(new URL('../../handlers', import.meta.url)).filter((file) => file.endsWith('.ts'));
    expect([...HANDLERS].map((name) => `${name}.ts`).sort()).toEqual(files.sort());
  });

  // What a cold start waits for. The others are loaded when they are called.
  it.each<[name: string, ...clients: string[]]>([
    ['claim', 'CloudWatch', 'DynamoDB', 'EventBridge', 'Lambda', 'SNS', 'VPC Lattice'],
    ['smoke-test', 'Lambda'],
    ['provision', 'DynamoDB', 'Lambda'],
    ['shift', 'CloudWatch', 'DynamoDB', 'EventBridge', 'SNS', 'VPC Lattice'],
    ['ask-hooks', 'DynamoDB', 'Lambda'],
    ['check', 'CloudWatch', 'DynamoDB', 'Lambda', 'VPC Lattice'],
    ['promote', 'DynamoDB', 'Lambda'],
    ['revert', 'DynamoDB', 'Lambda'],
    ['listener', 'DynamoDB', 'EventBridge', 'Lambda', 'SNS', 'VPC Lattice'],
    ['go-on', 'DynamoDB'],
    ['close', 'DynamoDB', 'EventBridge', 'SNS'],
    ['roll-back', 'DynamoDB', 'VPC Lattice'],
    ['confirm', 'DynamoDB', 'Lambda', 'VPC Lattice'],
    ['watchdog', 'CloudWatch', 'DynamoDB', 'VPC Lattice'],
  ])('%s starts with the clients that it always calls', (name, ...clients) => {
    expect(clientsAtStart(join(outDir, name))).toEqual(clients);
  });

  it.each([...HANDLERS])('makes a bundle of %s that runs alone, without any environment', (name) => {
    expect(kindOfHandler(join(outDir, name))).toBe('function');
  });

  it('makes bundles that reach AWS where the environment says, with no more settings than they need', async () => {
    const aws = await fakeAws();
    aws.answer({ headers: { 'content-type': 'application/x-amz-json-1.0' }, body: {} });
    const env = {
      AWS_ENDPOINT_URL: aws.settings.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      TABLE_NAME: 'rollouts',
      SERVICE_NAME: 'greetings',
    };
    const args = { execution: { id: 'execution-2', redrives: 0 }, rollout: 'execution-1' };
    const script =
      `import(${JSON.stringify(join(outDir, 'confirm', 'index.mjs'))}).then(async ({ handler }) => ` +
      `console.log(JSON.stringify(await handler(${JSON.stringify(args)}, {}))))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--eval', script], { encoding: 'utf8', env });
    await aws.close();
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { level: 'INFO', handler: 'confirm', rollout: 'execution-1' },
      { next: 'superseded' },
    ]);
    expect(aws.seen.map(({ target }) => target)).toEqual(['DynamoDB_20120810.GetItem']);
  });

  it('tells the size of each and keeps them small', () => {
    for (const { folder, bytes } of bundles) {
      expect(bytes).toBe(
        Object.values(contentOf(folder)).reduce((sum, content) => sum + Buffer.byteLength(content), 0),
      );
      expect(bytes).toBeLessThan(LARGEST_HANDLER);
    }
  });

  it('makes the same bytes anywhere, without paths of this machine', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    const again = bundleHandlers(elsewhere);
    for (const [i, { folder }] of bundles.entries()) {
      const content = contentOf(folder);
      expect(contentOf(again[i]?.folder ?? '')).toEqual(content);
      for (const text of Object.values(content)) {
        expect(text).not.toContain(process.cwd());
        expect(text).not.toContain(outDir);
      }
    }
    rmSync(elsewhere, { recursive: true });
  });

  it('leaves nothing of an earlier build in the folders', () => {
    const other = mkdtempSync(join(tmpdir(), 'stale-'));
    mkdirSync(join(other, 'shift'));
    writeFileSync(join(other, 'shift', 'shared-OLD.mjs'), '');
    bundleHandlers(other);
    expect(readdirSync(join(other, 'shift'))).not.toContain('shared-OLD.mjs');
    rmSync(other, { recursive: true });
  });
});

describe('bundling a release of the service', () => {
  it('knows the releases by their files', () => {
    expect(releases()).toEqual([
      '1.0.0',
      '2.0.0',
      '2.1.0-dead',
      '2.1.0-errors',
      '2.1.0-hangs',
      '2.1.0-slow',
      '2.1.0-throws',
    ]);
  });

  it.each([...releases()])('makes one small file of %s that runs alone', (release) => {
    const { name, folder, bytes } = bundleRelease(release, join(outDir, 'releases'));
    expect(name).toBe(`service-${release}`);
    expect(folder).toBe(join(outDir, 'releases', name));
    expect(readdirSync(folder)).toEqual(['index.mjs']);
    expect(bytes).toBeLessThan(LARGEST_RELEASE);
    expect(kindOfHandler(folder)).toBe('function');
  });

  it('makes different code of different releases', () => {
    const [first, second] = ['1.0.0', '2.0.0'].map((release) =>
      contentOf(bundleRelease(release, join(outDir, 'releases')).folder),
    );
    expect(first).not.toEqual(second);
  });

  it.each(['9.9.9', '', '../1.0.0', '1.0.0.ts'])('rejects the release %j, naming those there are', (release) => {
    expect(() => bundleRelease(release, outDir)).toThrow(
      `unknown release ${JSON.stringify(release)}, expected one of 1.0.0, 2.0.0, 2.1.0-dead`,
    );
  });
});

describe('the bundles of a construct that was given none', () => {
  it("are every handler's, and made once however many ask", () => {
    const folder = defaultHandlerBundles();
    const claim = join(folder, 'claim', 'index.mjs');
    expect(readdirSync(folder).toSorted()).toEqual(HANDLERS.toSorted());
    writeFileSync(claim, 'would be overwritten');
    expect(defaultHandlerBundles()).toBe(folder);
    expect(readFileSync(claim, 'utf8')).toBe('would be overwritten');
    bundleHandlers(folder);
  });
});
