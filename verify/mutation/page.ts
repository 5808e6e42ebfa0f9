import { markdownTable } from '../markdown-table.ts';
import type { MutationRun } from './last-run.ts';
import { NO_FAULT } from './no-fault.ts';
import { type Count, killedPercent, sum } from './report.ts';
import { LEAST_KILLED } from './sample.ts';

/** The part of docs/mutants.md that is about the code: paragraphs and a table. */
export function codeSection(runs: readonly MutationRun[]): readonly string[] {
  const tried = runs.flatMap((run) => Object.entries(run.folders).map(([folder, count]) => ({ folder, count, run })));
  const total = (kept: boolean) => sum(tried.filter(({ folder }) => isKept(folder) === kept).map(({ count }) => count));
  return [
    '## Mistakes in the code',
    '`npm run test:mutation` changes the code of these folders in one place at a time: a condition, an operator, a ' +
      'block that is left out; no texts, no log lines, and nothing that runs once when a module is loaded. The unit ' +
      'tests of `rollout/`, `handlers/` and `statemachine/` that meet the place are run; one of them has to fail. ' +
      'Searches, scenarios and whole clouds, which would notice more, are left out. Other folders were not tried.',
    'In `rollout` and `handlers/protocol`, which decide and keep traffic safe, ' +
      `${shareInWords(total(true))} (${LEAST_KILLED} % are asked for); elsewhere ${shareInWords(total(false))}. ` +
      'Measured ' +
      `${runs.map(runInWords).join('; ')}. \`--only 'rollout/claim/*.ts' --write\` does one folder anew; ` +
      '`npm run test:mutation -- --sample` tries a fixed part in at most three minutes, and fails below ' +
      `${LEAST_KILLED} %.`,
    markdownTable(
      ['Folder', 'Mutants', 'Noticed', 'Share', 'No fault', 'At'],
      tried.sort((a, b) => a.folder.localeCompare(b.folder)).map(row),
    ),
    NO_FAULT_WORDS,
    markdownTable(['Where', 'Code', 'Instead', 'Why no fault'], noFaults()),
  ];
}

const isKept = (folder: string): boolean => /^(rollout|handlers\/protocol)(\/|$)/.test(folder);

const shareInWords = (count: Count): string =>
  `${count.killed} of ${count.mutants - count.noFault} were noticed, ${killedPercent(count).toFixed(1)} %`;

const NO_FAULT_WORDS =
  'What no test can notice, because it is no fault (`verify/mutation/no-fault.ts`); not counted among the others:';

const runInWords = ({ date, commit, machine, minutes }: MutationRun): string =>
  `at ${commit} on ${date}, in ${Math.round(minutes)} minutes on ${machine}`;

const row = ({ folder, count, run }: { folder: string; count: Count; run: MutationRun }): string[] => [
  `\`${folder}\``,
  `${count.mutants - count.noFault}`,
  `${count.killed}`,
  `${killedPercent(count).toFixed(1)} %`,
  `${count.noFault}`,
  run.commit,
];

const noFaults = (): string[][] =>
  NO_FAULT.map(({ file, code, instead, why }) => [`\`${file}\``, cell(code), instead.map(cell).join(', '), why]);

const cell = (code: string): string => `\`${code.replaceAll('|', '\\|')}\``;
