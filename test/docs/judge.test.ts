import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { expect, test } from 'vitest';
import { runProgram } from '../../cli/program.ts';
import { TIMES } from '../../rollout/lambda/minutes.ts';
import { readText } from './pages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = 'docs/judge.md';
const page = readText(PAGE);
/** What stands between the fences: a command, and what it prints. */
const EXAMPLE = /(?<=^```console\n)\$ npm run canary -- (.+) \| tail -(\d+)\n[^`]*(?=^```$)/gm;

/** As a shell in the project's folder runs it, where nothing is behind AWS. */
async function printed(line: string): Promise<readonly string[]> {
  let out = '';
  let err = '';
  const status = await runProgram(line.split(' '), {
    terminal: {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      size: () => undefined,
      colors: pc.createColors(false),
    },
    env: {},
    program: 'npm run canary --',
    version: '0.0.0',
    connect: () => ({
      get stacks(): never {
        throw new Error('AWS was asked');
      },
      of: () => expect.unreachable(),
      certifier: () => expect.unreachable(),
      now: () => new Date(0),
      close: () => undefined,
    }),
    sleep: () => Promise.resolve(),
    signal: new AbortController().signal,
    files: {
      read: (path) => (existsSync(ROOT + path) ? readFileSync(ROOT + path, 'utf8') : undefined),
      write: () => expect.unreachable(),
    },
  });
  expect({ err, status }).toEqual({ err: '', status: 0 });
  return out.trimEnd().split('\n');
}

test(`the commands of ${PAGE} print what stands below them (-u writes it)`, async () => {
  const examples = [...page.matchAll(EXAMPLE)];
  expect(examples.map(([, line]) => line)).toHaveLength(2);
  let now = page;
  for (const [text, line = '', count = ''] of examples) {
    const output = (await printed(line)).slice(-Number(count));
    now = now.replace(text, () => `$ npm run canary -- ${line} | tail -${count}\n${output.join('\n')}\n`);
  }
  await expect(now).toMatchFileSnapshot(ROOT + PAGE);
});

test(`${PAGE} shows a healthy canary that goes on, and a fault that is found`, () => {
  expect(page).toContain('\nIt would have gone on: ');
  expect(page).toMatch(/\nIt would have been rolled back at [\s\S]*\nerrors=2%: found after \d+ minutes, /);
});

test(`${PAGE} names every time that is counted, and every column of its example`, () => {
  expect(page).toContain(`${TIMES.slice(0, -1).join(', ')} and ${TIMES.at(-1)} ms`);
  const columns = (readText('docs/examples/minutes.csv').split('\n')[0] ?? '').split(',');
  const named = [...page.matchAll(/^\| `([\w]+)` \|/gm)].map(([, name = '']) => name.replace(/^over_.*/, 'over'));
  expect(named).toEqual(expect.arrayContaining([...new Set(columns.map((name) => name.replace(/^over_.*/, 'over')))]));
});
