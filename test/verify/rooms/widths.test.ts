import { expect, test } from 'vitest';
import { widthFaults } from '../../../verify/rooms/widths.ts';

const wide = 'x'.repeat(121);
const faultsOf = (file: string, text: string) => widthFaults(new Map([[file, text]]));

test.each(['a.ts', 'a.mjs', 'a.css', 'a.html', 'a.sh', '.ci/run', 'a.md'])('fails for a wide line of %s', (file) => {
  expect(faultsOf(file, `short\n${wide}\n`)).toEqual([`${file}:2 has 121 characters, at most 120`]);
  expect(faultsOf(file, `${'x'.repeat(120)}\r\n`)).toEqual([]);
});

test('counts characters, not bytes', () => {
  expect(faultsOf('a.ts', '—'.repeat(120))).toEqual([]);
  expect(faultsOf('a.ts', '🐤'.repeat(120))).toEqual([]);
});

test('leaves what cannot be broken: lines with a URL, and on a page tables and code', () => {
  expect(faultsOf('a.ts', `// https://example.com/${wide}`)).toEqual([]);
  expect(faultsOf('a.md', `[page](https://example.com/${wide})`)).toEqual([]);
  expect(faultsOf('a.md', `| ${wide} |`)).toEqual([]);
  expect(faultsOf('a.md', `- item\n  \`\`\`sh\n  ${wide}\n  \`\`\`\n`)).toEqual([]);
  expect(faultsOf('a.ts', `| ${wide} |`)).toHaveLength(1);
});

test('fails for prose behind code, and for code in which a shorter fence stands', () => {
  expect(faultsOf('a.md', `\`\`\`\n${wide}\n\`\`\`\n${wide}`)).toEqual(['a.md:4 has 121 characters, at most 120']);
  expect(faultsOf('a.md', `\`\`\`\`\n\`\`\`\n${wide}\n\`\`\`\`\n`)).toEqual([]);
});

test('leaves data alone', () => {
  expect(faultsOf('a.json', wide)).toEqual([]);
});
