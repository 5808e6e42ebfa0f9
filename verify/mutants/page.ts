import { markdownTable } from '../markdown-table.ts';
import { lastRuns } from '../mutation/last-run.ts';
import { codeSection } from '../mutation/page.ts';
import { wrapped } from '../wrapped.ts';
import { MUTANTS } from './list.ts';
import type { Mutant } from './mutant.ts';

const caught = (mutants: readonly Mutant[]): readonly Mutant[] =>
  mutants.filter(({ caughtBy }) => caughtBy !== 'nothing');

/** docs/mutants.md, from the list. */
export function mutantsPage(): string {
  const all = Object.values(MUTANTS).flat();
  const missed = all.filter(({ caughtBy }) => caughtBy === 'nothing');
  const sections = Object.entries(MUTANTS).map(([title, mutants]) => [
    `## ${title}`,
    markdownTable(['Mistake', 'In the account', 'Caught by', 'The message names'], caught(mutants).map(caughtRow)),
  ]);
  const text = [
    '# Mistakes that fail on the laptop',
    `Each line is one change to the synthesized template. \`npm run test:mutants\` deploys it to the local ` +
      'cloud as an update of the running stack, does the smallest thing that would hurt, and expects a message ' +
      `that names the culprit. ${caught(all).length} of ${all.length} are caught.`,
    'This page is written from the list in `verify/mutants/` by `npm run test:mutants -- -u`, and a test ' +
      'compares the two. Mistakes in the code have a part of their own, at the end.',
    ...sections.flat(),
    '## Different from AWS',
    'These the local cloud takes as AWS would, and nothing that runs tells of them: the way that is broken ' +
      'has another beside it, or the mistake is in what is not asked for. The tests of the template know them.',
    markdownTable(
      ['Mistake', 'In the account', 'Told by'],
      missed.map(({ name, hurts, elsewhere = '' }) => [name, hurts, `\`${elsewhere}\``]),
    ),
    ...codeSection(lastRuns()),
  ].join('\n\n');
  return wrapped(`${text}\n`);
}

function caughtRow({ name, hurts, caughtBy, names }: Mutant): string[] {
  return [name, hurts, caughtBy, names.map((text) => `\`${text}\``).join(', ')];
}
