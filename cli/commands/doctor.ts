import { Command } from 'commander';
import type { Context } from '../context.ts';
import { examine } from '../doctor/examine.ts';
import { gatherFacts } from '../doctor/facts.ts';
import type { Finding } from '../doctor/finding.ts';
import { Status } from '../status.ts';
import type { MakeCommand } from './command.ts';

export const doctorCommand: MakeCommand = (run, examples) => {
  const command = new Command('doctor')
    .description(
      'Looks for what is not as it should be, and says of each finding which command mends it. Changes nothing.',
    )
    .option('--json', 'one JSON array, for programs: [] when everything is as it should be')
    .addHelpText(
      'after',
      `
Looks at the live weights, the rollout record, the aliases, the targets, the alarms and their actions, the rules, the
rollback topic's policy, the state of the stack, and what was changed by hand since it was deployed.
Exits 1 when something needs mending, 3 when nothing does but something could not be looked at.

${examples('doctor', 'doctor --json | jq -r .[].mend[]')}`,
    );
  run(command, doctor);
  return command;
};

async function doctor(context: Context, { json }: { readonly json?: boolean }): Promise<Status> {
  const { say, service } = context;
  const findings = examine(await gatherFacts(context), context);
  if (json === true) say(JSON.stringify(findings));
  else print(context, findings);
  if (json !== true && findings.length === 0) say(`${service.name}: everything is as it should be.`);
  if (findings.some(({ level }) => level === 'wrong')) return Status.rolledBack;
  return findings.some(({ level }) => level === 'unseen') ? Status.failed : Status.ok;
}

const WORDS: Readonly<Record<Finding['level'], string>> = { wrong: 'wrong ', note: 'note  ', unseen: 'unseen' };

function print({ say, terminal }: Context, findings: readonly Finding[]): void {
  const { colors } = terminal;
  const paint = { wrong: colors.red, note: colors.yellow, unseen: colors.yellow };
  for (const { about, level, mend, text } of findings) {
    say(`${paint[level](WORDS[level])}  ${about}: ${text}`);
    mend.forEach((command) => say(`          ${command}`));
  }
}
