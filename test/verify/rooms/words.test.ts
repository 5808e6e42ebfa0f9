import { expect, test } from 'vitest';
import { wordFaults } from '../../../verify/rooms/words.ts';

const faultsOf = (file: string, text: string) => wordFaults(new Map([[file, text]]));

test.each([
  ['why', "  | { readonly act: 'leave'; readonly why: string }"],
  ['note', 'function close(note: string): void {'],
  ['nothing', '  readonly nothing?: string;'],
])('fails where the rules or a handler call a sentence "%s"', (name, line) => {
  for (const file of ['rollout/rollback/target.ts', 'handlers/close.ts'])
    expect(faultsOf(file, `\n${line}\n`)).toEqual([`${file}:2 calls a sentence "${name}", not "words"`]);
});

test('leaves what has the name, what the machine passes, comments, and other rooms', () => {
  expect(faultsOf('rollout/a.ts', 'readonly words: string;')).toEqual([]);
  expect(faultsOf('rollout/a.ts', 'readonly why: PauseReason;')).toEqual([]);
  expect(faultsOf('handlers/a.ts', 'close(id: string, note: string | undefined)')).toEqual([]);
  expect(faultsOf('handlers/a.ts', ' * why: string')).toEqual([]);
  expect(faultsOf('cli/a.ts', 'readonly text: string;')).toEqual([]);
});
