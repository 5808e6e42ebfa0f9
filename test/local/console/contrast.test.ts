import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const SHEET = readFileSync(new URL('../../../local/console/page/style.css', import.meta.url), 'utf8');
const [LIGHT = '', DARK = ''] = [...SHEET.matchAll(/:root \{([^}]*)\}/g)].map(([, body = '']) => body);
const variables = (body: string) =>
  Object.fromEntries(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
const THEMES = { light: variables(LIGHT), dark: { ...variables(LIGHT), ...variables(DARK) } };

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

test('black on white is 21, and the sheet has both themes', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(THEMES.light['card']).not.toBe(THEMES.dark['card']);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colour = (name: string) => (name === 'white' ? '#ffffff' : (THEMES[theme][name] ?? 'none'));
  const text = ['ink', 'quiet', 'accent', 'progress', 'succeeded', 'failed', 'caught', 'aborted'];
  const pairs = [
    ...text.flatMap((name) => ['card', 'paper', 'soft'].map((ground) => [name, ground] as const)),
    ['on-accent', 'accent'] as const,
    ['white', 'danger'] as const,
    ...[0, 1, 2, 3, 4, 5].map((version) => ['white', `v${version}`] as const),
  ];

  test.each(pairs)('text in %s on %s has AA contrast', (name, ground) => {
    expect(contrast(colour(name), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['idle', 'weight', 'none', 'focus'])('what is drawn in %s stands out from its card', (name) => {
    expect(contrast(colour(name), colour('card'))).toBeGreaterThanOrEqual(3);
  });
});
