import { describe, expect, it } from 'vitest';
import { wrapped } from '../../verify/wrapped.ts';

const WORDS = Array.from({ length: 40 }, () => 'word').join(' ');

describe('prose that a program wrote', () => {
  it('has no line over 120 characters, and every word', () => {
    const text = wrapped(WORDS);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(text.replaceAll('\n', ' ')).toBe(WORDS);
  });

  it('goes on below the text of an item', () => {
    expect(wrapped(`- ${WORDS}`).split('\n')[1]).toMatch(/^ {2}word/);
  });

  it.each([`| ${WORDS} |`, `# ${WORDS}`, `\`\`\`\n${WORDS}\n\`\`\``])('keeps tables, headings and code: %#', (text) => {
    expect(wrapped(text)).toBe(text);
  });

  it('keeps what is short as it is', () => {
    expect(wrapped('# A\n\nb c\n\n- d\n')).toBe('# A\n\nb c\n\n- d\n');
  });
});
