import type { Command } from 'commander';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../cli/program.ts';
import { Status, STATUS_HELP } from '../../cli/status.ts';
import { readText } from './pages.ts';

const page = readText('docs/cli.md');
const program = createProgram(
  {
    program: 'lattice-canary',
    terminal: { out: () => undefined, err: () => undefined, size: () => undefined, colors: pc.createColors(false) },
  },
  () => undefined,
);
/** `start [--version N]` to `start`. */
const rows = new Map(
  [...page.matchAll(/^\| `(([a-z-]+)[^`]*)` \|/gm)].map(([, usage = '', name = '']) => [name, usage]),
);

describe('docs/cli.md', () => {
  it('has every command, in the order of the help, and no other', () => {
    expect([...rows.keys()]).toEqual(program.commands.map((command) => command.name()));
  });

  it.each(program.commands.map((command): [string, Command] => [command.name(), command]))(
    'gives %s only options that it has, and all but --json',
    (name, command) => {
      const shown = [...(rows.get(name) ?? '').matchAll(/--[a-z-]+/g)].map(([option]) => option);
      expect(shown).toEqual(command.options.map(({ long }) => long).filter((long) => long !== '--json'));
    },
  );

  it('names every option that says where to look', () => {
    for (const { long } of program.options) expect(page).toContain(`\`${long ?? ''}`);
  });

  it('has every exit status, and so has the help all but the one that nobody sees', () => {
    const statuses = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, status]) => Number(status));
    expect(statuses).toEqual(Object.values(Status));
    const helped = [...STATUS_HELP.matchAll(/^ {2}(\d+) /gm)].map(([, status]) => Number(status));
    expect(helped).toEqual(Object.values(Status).filter((status) => status !== Status.closedPipe));
  });
});
