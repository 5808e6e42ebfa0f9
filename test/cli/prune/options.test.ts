import { describe, expect, it } from 'vitest';
import { parsePruneOptions } from '../../../cli/prune/options.ts';

function parse(...args: string[]) {
  const said: string[] = [];
  const tell = (text: string) => void said.push(text);
  try {
    return { options: parsePruneOptions(args, { out: tell, err: tell }), said: said.join('') };
  } catch (error) {
    return { status: (error as { exitCode: number }).exitCode, said: said.join('') };
  }
}

describe('the options of prune', () => {
  it('keep five and delete nothing unless told', () => {
    expect(parse('--stack', 'Shop').options).toEqual({ stack: 'Shop', keep: 5, yes: false });
    expect(parse('--outputs', 'o.json', '--service', 's', '--keep=1', '--yes').options).toEqual({ outputs: 'o.json', service: 's', keep: 1, yes: true });
  });

  it('say in the help what is never deleted and what the exit status means', () => {
    const help = parse('--help');
    const { status } = help;
    const said = help.said.replaceAll(/\s+/g, ' ');
    expect(status).toBe(0);
    for (const text of ['(default: 5)', 'Always kept', 'open rollout', 'Exit status:', '--yes']) expect(said).toContain(text);
  });

  it.each([
    ['nothing to prune', [], 'say which service with --stack or --outputs'],
    ['keeping none', ['--stack', 'S', '--keep', '0'], 'It must be a whole number from 1 to 9999.'],
    ['keeping half a version', ['--stack', 'S', '--keep', '1.5'], 'It must be a whole number from 1 to 9999.'],
    ['an unknown option', ['--stack', 'S', '--force'], "unknown option '--force'"],
  ])('reject %s', (_what, args, message) => {
    const { status, said } = parse(...args);
    expect(status).not.toBe(0);
    expect(said).toContain(message);
  });
});
