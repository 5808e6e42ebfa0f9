const LONGEST_LINE = 120;

/**
 * Markdown that a program wrote, with the prose broken at 120 characters. Tables, headings and code keep their lines.
 * A paragraph is one line before; an item of a list goes on below its text.
 */
export function wrapped(markdown: string): string {
  const blocks = markdown.split(/^(```[\s\S]*?^```)$/m);
  return blocks.map((block) => (block.startsWith('```') ? block : linesOf(block))).join('');
}

function linesOf(prose: string): string {
  return prose
    .split('\n')
    .map((line) => (/^(\||#|<|!\[)/.test(line) ? line : broken(line)))
    .join('\n');
}

function broken(line: string): string {
  const [bullet = ''] = /^(?:[-*]|\d+\.) /.exec(line) ?? [];
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (longer.length <= LONGEST_LINE) lines[lines.length - 1] = longer;
    else lines.push(`${' '.repeat(bullet.length)}${word}`);
  }
  return lines.join('\n');
}
