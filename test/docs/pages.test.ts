import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ErrorName } from '../../statemachine/contract/errors.ts';
import { synthesize } from '../infra/synthesized.ts';
import { anchorsOf, EXPLAINED, linksOf, PAGES, readText } from './pages.ts';

const synth = synthesize();
const runbook = anchorsOf(readText('RUNBOOK.md'));

/** Names of errors that say nothing which their message does not, so that nobody prints them (cli/explain.ts). */
const UNTOLD = ['NotFound', 'Refused', 'UsageError', 'Interrupted'];

/** Names that a module begins messages with, as `'NothingHeld: no release runs'`, or gives to errors of its own. */
function namesIn(module: string): string[] {
  const begun = [...module.matchAll(/['`]([A-Z][a-z]+(?:[A-Z]+[a-z]+)+): /g)];
  const classes = [...module.matchAll(/\breadonly name = '(\w+)'/g)];
  return [...begun, ...classes].map(([, name = '']) => name).filter((name) => !UNTOLD.includes(name));
}

const namesThrown = ['cli', 'handlers', 'rollout', 'statemachine'].flatMap((folder) =>
  readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => namesIn(readText(`${folder}/${file}`))),
);

describe('the runbook', () => {
  it('has an entry for every name that an error of the code begins with or has', () => {
    expect(namesThrown).toEqual(expect.arrayContaining(['NoClient', 'NothingHeld', 'UnreadableRecord']));
    expect(namesThrown.filter((name) => !runbook.includes(name.toLowerCase()))).toEqual([]);
  });

  it('has every entry of a refusal, a reason or an end in its index', () => {
    const [index = ''] = readText('RUNBOOK.md').split('\n## ');
    const known = [...new Set([...Object.values(ErrorName), ...namesThrown])];
    expect(known.filter((name) => !index.includes(`](#${name.toLowerCase()})`))).toEqual([]);
  });

  it.each(Object.values(ErrorName))('has an entry for the error %s', (name) => {
    expect(runbook).toContain(name.toLowerCase());
  });

  it.each(
    synth
      .all('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => [Properties['AlarmName'], Properties['AlarmDescription']]),
  )('has the entry that the description of alarm %s names', (name, description) => {
    const entry = (name as string).replace('-CanaryDeploymentLatticeStack', '');
    expect(runbook).toContain(entry);
    expect(description).toMatch(new RegExp(`\\nRUNBOOK\\.md#${entry}$`));
  });

  it('has no heading twice, for its anchor would not be stable', () => {
    expect(new Set(runbook).size).toBe(runbook.length);
  });
});

describe.each(PAGES)('%s', (page) => {
  it.each(linksOf(page).filter(({ anchor }) => anchor === undefined))('links to $path, which exists', ({ path }) => {
    expect(readText(path)).not.toBe('');
  });

  it.each(linksOf(page).filter(({ anchor }) => anchor !== undefined))(
    'links to $path#$anchor, which exists',
    ({ path, anchor }) => {
      expect(anchorsOf(readText(path))).toContain(anchor);
    },
  );

  it('has every row of a table, and every fence of a block, on a line of its own', () => {
    const lines = readText(page).split('\n');
    expect(lines.filter((line) => /\|\s*-{3,}/.test(line) && /[^\s|:-]/.test(line))).toEqual([]);
    expect(lines.filter((line) => /\S.*```/.test(line))).toEqual([]);
  });

  it('reads only outputs that the stack has', () => {
    const read = [...readText(page).matchAll(/\$\(out (\w+)\b/g)].map(([, name = '']) => name);
    const placeholders = [...readText(page).matchAll(/<([A-Z]\w+)>/g)].map(([, name = '']) => name);
    expect([...Object.keys(synth.template.Outputs), ...EXPLAINED]).toEqual(
      expect.arrayContaining([...read, ...placeholders]),
    );
  });
});
