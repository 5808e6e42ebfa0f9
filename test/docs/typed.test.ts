import { describe, expect, it } from 'vitest';
import { readText } from './pages.ts';
import { blocksOf, typedPages } from './typed/blocks.ts';
import { ELSEWHERE, elsewhere, typedOf } from './typed/elsewhere.ts';
import { idleRows, typed } from './typed/situations.ts';

const blocks = typedPages()
  .flatMap(blocksOf)
  .map((block) => block.commands);
const commands = blocks.flat();

describe('what pages have people type', () => {
  it('is typed by a test, or listed with what hinders it', () => {
    const shells = typed().flatMap((shell) => shell.commands);
    const listed = blocks
      .filter((block) => block.some((command) => elsewhere(command) !== undefined))
      .flatMap((block) => block.filter((command) => !typedOf(block).includes(command)));
    expect([...shells, ...listed].sort()).toEqual([...commands].sort());
    // Most of it is typed.
    expect(shells.length).toBeGreaterThan(50);
  });

  it('is listed for a command that there is, once', () => {
    const unused = ELSEWHERE.filter((each) => !commands.some((command) => elsewhere(command) === each));
    expect(unused).toEqual([]);
    expect(idleRows()).toEqual([]);
  });

  it.each(ELSEWHERE.filter((each) => each.in !== undefined))(
    '$begins is in $in',
    ({ begins, does = begins, in: file }) => {
      expect(readText(file ?? '')).toContain(does);
    },
  );
});
