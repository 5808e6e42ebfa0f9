import { describe, expect, it } from 'vitest';
import { ErrorName } from '../../statemachine/contract/errors.ts';
import { synthesize } from '../infra/synthesized.ts';
import { anchorsOf, EXPLAINED, linksOf, PAGES, readText } from './pages.ts';

const synth = synthesize();
const runbook = anchorsOf(readText('RUNBOOK.md'));

describe('the runbook', () => {
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

  it('reads only outputs that the stack has', () => {
    const read = [...readText(page).matchAll(/\$\(out (\w+)\b/g)].map(([, name = '']) => name);
    const placeholders = [...readText(page).matchAll(/<([A-Z]\w+)>/g)].map(([, name = '']) => name);
    expect([...Object.keys(synth.template.Outputs), ...EXPLAINED]).toEqual(
      expect.arrayContaining([...read, ...placeholders]),
    );
  });
});
